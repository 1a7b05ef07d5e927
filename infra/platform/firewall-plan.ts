import type { WebAclArgs } from '@pulumi/aws/wafv2/webAcl.js';

type Rules = Exclude<WebAclArgs['rules'], undefined>;

/**
 * Requests of one address in 5 minutes. A survey saves itself while somebody writes, and a whole office may write from one address.
 * Whoever sends more is refused until it is less.
 */
export const requestsPerAddressMax = 2_000;
export const addressWindowSeconds = 300;

/**
 * Rules of the common set that only count. People write about themselves here, up to 512 KiB a form: more than the 8 KiB that the set
 * allows, with links and whatever else they please. Refusing that would lose what they wrote; what is shown of it is escaped, under a policy
 * that runs no script of a page (AWS WAF, "Baseline rule groups").
 */
export const countedRules = ['SizeRestrictions_BODY', 'CrossSiteScripting_BODY', 'GenericLFI_BODY', 'GenericRFI_BODY'] as const;

/** A provider of mails tells of thousands of mails from few addresses; its deliveries are signed. */
const webhookPaths = '/webhooks/';

/**
 * Metrics are counted, samples of requests are not kept: a sample holds the URL, and with it the links that sign people in, and addresses.
 */
export const visibilityOf = (metricName: string) => ({
  metricName,
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});

/** The rules in their order; the first that refuses is the last that is asked. 929 of 1,500 capacity units. */
export const firewallRules = (metricName: string): Rules => [
  managed('AWSManagedRulesAmazonIpReputationList', { priority: 0, metricName }),
  {
    name: 'too-many-requests',
    priority: 1,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        limit: requestsPerAddressMax,
        evaluationWindowSec: addressWindowSeconds,
        aggregateKeyType: 'IP',
        scopeDownStatement: {
          notStatement: {
            statement: {
              byteMatchStatement: {
                fieldToMatch: { uriPath: {} },
                positionalConstraint: 'STARTS_WITH',
                searchString: webhookPaths,
                textTransformations: [{ priority: 0, type: 'NONE' }],
              },
            },
          },
        },
      },
    },
    visibilityConfig: visibilityOf(`${metricName}-too-many-requests`),
  },
  managed('AWSManagedRulesCommonRuleSet', { priority: 2, metricName, counted: countedRules }),
  managed('AWSManagedRulesKnownBadInputsRuleSet', { priority: 3, metricName }),
];

interface Managed {
  readonly priority: number;
  readonly metricName: string;
  readonly counted?: readonly string[];
}

const managed = (name: string, { priority, metricName, counted = [] }: Managed) => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: visibilityOf(`${metricName}-${name}`),
});
