import { describe, expect, it } from 'vitest';
import { addressWindowSeconds, countedRules, requestsPerAddressMax } from '../../../infra/platform/firewall-plan.ts';
import { Firewall } from '../../../infra/platform/firewall.ts';
import { resendWebhookPath } from '../../../adapters/http/routes/webhook-needs.ts';
import { capture } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly action?: unknown;
  readonly overrideAction?: unknown;
  readonly statement: {
    readonly managedRuleGroupStatement?: {
      readonly ruleActionOverrides: readonly { readonly name: string; readonly actionToUse: unknown }[];
    };
    readonly rateBasedStatement?: {
      readonly limit: number;
      readonly scopeDownStatement: {
        readonly notStatement: { readonly statement: { readonly byteMatchStatement: { readonly searchString: string } } };
      };
    };
  };
  readonly visibilityConfig: { readonly sampledRequestsEnabled: boolean; readonly cloudwatchMetricsEnabled: boolean };
}

const firewall = async () => {
  const { one } = await capture(() => new Firewall(aStack(), { name: 'firewall' }) && {});
  const { inputs } = one('aws:wafv2/webAcl:WebAcl');
  return { inputs, rules: inputs['rules'] as readonly Rule[] };
};

describe('the firewall', () => {
  it('is where CloudFront looks for it, and lets through what no rule refuses', async () => {
    const { inputs } = await firewall();
    expect(inputs).toMatchObject({ region: 'us-east-1', scope: 'CLOUDFRONT', defaultAction: { allow: {} } });
  });

  it('asks the cheap rules first', async () => {
    const { rules } = await firewall();
    expect([...rules].sort((one, other) => one.priority - other.priority).map(({ name }) => name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'too-many-requests',
      'AWSManagedRulesCommonRuleSet',
      'AWSManagedRulesKnownBadInputsRuleSet',
    ]);
  });

  it('refuses an address that asks too often, but not the mail provider that tells of many mails', async () => {
    const { rules } = await firewall();
    const limit = rules.find(({ statement }) => statement.rateBasedStatement !== undefined);
    expect(limit).toMatchObject({
      action: { block: {} },
      statement: {
        rateBasedStatement: { limit: requestsPerAddressMax, evaluationWindowSec: addressWindowSeconds, aggregateKeyType: 'IP' },
      },
    });
    const spared = limit?.statement.rateBasedStatement?.scopeDownStatement.notStatement.statement.byteMatchStatement.searchString;
    expect(resendWebhookPath.startsWith(spared ?? '?')).toBe(true);
  });

  it('loses nobody’s long answers: what judges the words of a form only counts', async () => {
    const { rules } = await firewall();
    const overrides = rules.flatMap(({ statement }) => statement.managedRuleGroupStatement?.ruleActionOverrides ?? []);
    expect(overrides).toEqual(countedRules.map((name) => ({ name, actionToUse: { count: {} } })));
    expect(countedRules).toContain('SizeRestrictions_BODY');
    expect(countedRules.every((name) => name.endsWith('_BODY'))).toBe(true);
  });

  it('counts, and keeps no request that it saw: their URLs hold links that sign people in', async () => {
    const { inputs, rules } = await firewall();
    for (const { visibilityConfig } of [inputs as unknown as Rule, ...rules])
      expect(visibilityConfig).toMatchObject({ sampledRequestsEnabled: false, cloudwatchMetricsEnabled: true });
  });
});
