import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../infra/account/made-once.ts';
import { accountSettingsOf } from '../../../infra/account/settings.ts';
import { isRefused } from '../../../infra/config/problem.ts';
import { tagNames } from '../../../infra/config/tag-names.ts';
import { tagsOf } from '../../../infra/platform/stack.ts';
import { policyProblems } from '../support/policies.ts';
import { capture, type Captures } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

const needed = { mailDomain: 'circle.example.com', alarmEmail: 'alarms@example.com' };
const repository = 'example/loop';
const zoneId = 'Z0123456789ABCDEFGHIJ';

const made = (given: Readonly<Record<string, string>> = {}, preview = false): Promise<Captures> =>
  capture(
    () => {
      const settings = accountSettingsOf({ region: 'eu-central-1', account: { ...needed, ...given } });
      if (isRefused(settings)) throw new Error(settings.map(({ key }) => key).join());
      return accountOf(settings);
    },
    { preview },
  );

const everything = { repository, zoneId, costTags: 'true', anomalies: 'true', roleBoundary: 'true', stateBucket: 'state-example' };
const recordType = 'aws:route53/record:Record';

describe('the domain that mails come from', () => {
  it('is signed by 2048 bits, cannot be deleted by mistake, and keeps sending where its MAIL FROM fails', async () => {
    const captured = await made();
    expect(captured.one('aws:sesv2/emailIdentity:EmailIdentity')).toMatchObject({
      protect: true,
      inputs: { emailIdentity: 'circle.example.com', dkimSigningAttributes: { nextSigningKeyLength: 'RSA_2048_BIT' } },
    });
    expect(captured.one('aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes').inputs).toMatchObject({
      mailFromDomain: 'bounces.circle.example.com',
      behaviorOnMxFailure: 'USE_DEFAULT_VALUE',
    });
  });

  it('has its six records made in the zone', async () => {
    const records = (await made({ zoneId, dmarcPolicy: 'quarantine', dmarcReports: 'dmarc@example.com' })).of(recordType);
    const ofSix = records.map(({ inputs: { type, name, records: values } }) => `${String(name)} ${String(type)} ${String(values)}`);
    expect(ofSix.toSorted()).toEqual([
      '_dmarc.circle.example.com TXT v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com',
      'bounces.circle.example.com MX 10 feedback-smtp.eu-central-1.amazonses.com',
      'bounces.circle.example.com TXT v=spf1 include:amazonses.com ~all',
      ...['one', 'three', 'two'].map((token) => `${token}._domainkey.circle.example.com CNAME ${token}.dkim.amazonses.com`),
    ]);
  });

  it('has them told where the zone is elsewhere, and makes none', async () => {
    const captured = await made();
    expect(captured.of(recordType)).toEqual([]);
    expect(captured.outputs['dnsRecords']).toHaveLength(6);
    expect((await made({ dmarcPolicy: 'elsewhere' })).outputs['dnsRecords']).toHaveLength(5);
  });

  it('has the one active rule set for mail that comes in, unless the region receives none', async () => {
    const active = 'aws:ses/activeReceiptRuleSet:ActiveReceiptRuleSet';
    expect((await made()).one(active).inputs).toEqual({ ruleSetName: 'loop' });
    expect((await made({ receivesMail: 'false' })).of(active)).toEqual([]);
  });
});

describe('an account', () => {
  it('keeps twenty images that nobody can push over', async () => {
    const captured = await made();
    expect(captured.one('aws:ecr/repository:Repository')).toMatchObject({
      protect: true,
      inputs: { name: 'loop', imageTagMutability: 'IMMUTABLE', imageScanningConfiguration: { scanOnPush: true } },
    });
    expect(captured.one('aws:ecr/lifecyclePolicy:LifecyclePolicy').inputs['policy']).toContain('"countNumber":20');
  });

  it('has API Gateway write logs only once its role may', async () => {
    const captured = await made();
    const rights = captured.one('aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'api-logs');
    expect(captured.one('aws:apigateway/account:Account').dependencies).toContain(rights.urn);
  });

  it('mails somebody at 80 % of the month’s budget, and when it looks as if it would not do', async () => {
    const { notifications, limitAmount } = (await made({ monthlyBudgetUsd: '70' })).one('aws:budgets/budget:Budget').inputs;
    expect(limitAmount).toBe('70');
    expect(notifications).toMatchObject([
      { notificationType: 'ACTUAL', threshold: 80, subscriberEmailAddresses: ['alarms@example.com'] },
      { notificationType: 'FORECASTED', threshold: 100, subscriberEmailAddresses: ['alarms@example.com'] },
    ]);
  });

  it('has the five tags in its bill, once they may be activated', async () => {
    const tags = 'aws:costexplorer/costAllocationTag:CostAllocationTag';
    expect((await made()).of(tags)).toEqual([]);
    expect((await made({ costTags: 'true' })).of(tags).map(({ inputs }) => inputs['tagKey'])).toEqual([...tagNames]);
    expect(Object.keys(tagsOf(aStack().settings))).toEqual([...tagNames]);
  });

  it('has no roles for workflows without a repository', async () => {
    const captured = await made();
    expect(captured.of('aws:iam/openIdConnectProvider:OpenIdConnectProvider')).toEqual([]);
    expect(captured.outputs['deployRoleArn']).toBeUndefined();
  });

  it('keeps to every rule of the policy pack', async () => {
    expect(policyProblems(await made(everything))).toEqual([]);
  });

  it('is the same in a preview', async () => {
    const names = ({ resources }: Captures) => resources.map(({ type, name }) => `${type} ${name}`).toSorted();
    expect(names(await made(everything, true))).toEqual(names(await made(everything)));
  });
});
