import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFields } from '../../../adapters/composition/observed.ts';
import { type MetricName, metricsNamespace } from '../../../adapters/composition/metrics.ts';
import { type AlarmPlan, descriptionOf, type Metric } from '../../../infra/platform/alarm-plan.ts';
import { functionAlarms } from '../../../infra/platform/alarms-of-functions.ts';
import { metricAlarms, productNamespace } from '../../../infra/platform/alarms-of-product.ts';
import { alarmArgs, anyOf, childrenMax, ruleCharactersMax } from '../../../infra/platform/alarms.ts';
import { LogErrors } from '../../../infra/platform/log-errors.ts';
import { logPatterns } from '../../../infra/platform/log-errors-plan.ts';
import { Observability } from '../../../infra/platform/observability.ts';
import { capture, type Captures } from '../support/capture.ts';
import { everyAlarm } from '../support/every-alarm.ts';
import { aStack } from '../support/stack.ts';

const metricsOf = ({ watches }: AlarmPlan): readonly Metric[] => ('expression' in watches ? Object.values(watches.of) : [watches]);
const composite = 'aws:cloudwatch/compositeAlarm:CompositeAlarm';
const single = 'aws:cloudwatch/metricAlarm:MetricAlarm';

describe('a plan of alarms', () => {
  it('sends whoever is told to a page that there is', () => {
    const pages = new Set(readdirSync(new URL('../../../docs/runbooks/', import.meta.url)));
    expect(everyAlarm().filter(({ runbook }) => !pages.has(runbook))).toEqual([]);
  });

  it('says in words what happened, and names that page', () => {
    for (const plan of everyAlarm()) {
      expect(descriptionOf(plan)).toMatch(/^[A-Z].{20,}\. What to do next: docs\/runbooks\/[a-z-]+\.md$/);
      expect(descriptionOf(plan).length).toBeLessThanOrEqual(1_024);
    }
  });

  it('has names of its own that CloudWatch takes, with those of a stack as long as may be', () => {
    const names = everyAlarm().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(`loop-${'s'.repeat(20)}-${name}-1234567`.length).toBeLessThanOrEqual(255);
  });

  it('asks for no more than CloudWatch answers: 10 metrics, one period, a day of datapoints', () => {
    for (const plan of everyAlarm()) {
      const metrics = metricsOf(plan);
      const periods = new Set(metrics.map(({ periodSeconds }) => periodSeconds));
      expect(metrics.length).toBeLessThanOrEqual(10);
      expect(periods.size).toBe(1);
      expect([...periods].every((seconds) => seconds % 60 === 0 && seconds * plan.datapoints[1] <= 86_400)).toBe(true);
      expect(plan.datapoints[0]).toBeLessThanOrEqual(plan.datapoints[1]);
    }
  });

  it('uses each letter of its arithmetic', () => {
    for (const { watches } of everyAlarm())
      if ('expression' in watches)
        for (const letter of Object.keys(watches.of)) {
          expect(letter).toMatch(/^[a-z][a-zA-Z0-9]*$/);
          expect(watches.expression).toMatch(new RegExp(`\\b${letter}\\b`));
        }
  });

  it('reads the figures by the names and dimensions under which they are written', () => {
    const ofAll: readonly MetricName[] = ['Faults', 'MailsRefused', 'Overdue', 'EventsUnreadable', 'EventsRefused'];
    const ofRelay: readonly MetricName[] = ['MailsTaken', 'MailsTurnedAway', 'MailsLeaking'];
    const written = [...ofAll, ...ofRelay];
    const plans = metricAlarms({ stage: 'prod' });
    expect(productNamespace).toBe(metricsNamespace);
    expect(new Set(plans.flatMap(metricsOf).map(({ name }) => name))).toEqual(new Set(written));
    for (const { dimensions } of plans.flatMap(metricsOf)) expect(Object.keys(dimensions)).toEqual(['service', 'stage']);
  });

  it('tells where every second mail between members is turned away, and not of a few', () => {
    const plan = metricAlarms({ stage: 'dev' }).find(({ name }) => name === 'receive-mail-turned-away');
    expect(plan).toMatchObject({ severity: 'note', is: 'above', threshold: 50, runbook: 'relayed-mails.md' });
    expect(plan?.watches).toMatchObject({
      expression: expect.stringMatching(/^IF\(all >= 20, 100 \* FILL\(failed, 0\) \/ all/) as string,
      of: { failed: { name: 'MailsTurnedAway', periodSeconds: 3_600 }, all: { name: 'MailsTaken', periodSeconds: 3_600 } },
    });
  });

  it('expects a function that sends for as long as it may to be long at it', () => {
    const names = functionAlarms({ name: 'drain', functionName: 'd', timeoutSeconds: 60, calledBy: 'events', usesItsTime: true });
    expect(names.map(({ name }) => name)).toEqual(['drain-errors', 'drain-throttles']);
  });

  it('finds a function slow at four fifths of its time, whatever that is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), (timeoutSeconds) => {
        const plans = functionAlarms({ name: 'f', functionName: 'f', timeoutSeconds, calledBy: 'people' });
        expect(plans.find(({ name }) => name === 'f-duration')?.threshold).toBeCloseTo(timeoutSeconds * 800);
      }),
    );
  });

  it('is told apart by what silence means', () => {
    const silent = (silence: AlarmPlan['silence']) => everyAlarm().filter((plan) => plan.silence === silence);
    expect(silent('alarming').map(({ name }) => name)).toEqual(['schedule-heartbeat']);
    expect(silent('as before').map(({ severity }) => severity)).not.toContain('page');
  });
});

describe('the rule of a composite alarm', () => {
  it('is raised by each of its children', () => {
    expect(anyOf(['one', 'two'])).toBe('ALARM("one") OR ALARM("two")');
    expect(anyOf([])).toBe('FALSE');
  });

  it('is never longer than CloudWatch takes', () => {
    const name = fc.stringMatching(/^[a-z0-9-]{1,255}$/);
    fc.assert(
      fc.property(fc.array(name, { maxLength: childrenMax + 20 }), (names) => {
        try {
          expect(anyOf(names).length).toBeLessThanOrEqual(ruleCharactersMax);
          expect(names.length).toBeLessThanOrEqual(childrenMax);
        } catch (error) {
          expect((error as Error).message).toMatch(/^a composite alarm has 100 children/);
        }
      }),
    );
  });

  it('holds twice the alarms that Loop has', () => {
    const names = everyAlarm().map(({ name }) => `loop-${'s'.repeat(20)}-${name}-1234567`);
    for (const severity of ['page', 'note'] as const)
      expect(anyOf(names.filter((_, index) => everyAlarm()[index]?.severity === severity)).length).toBeLessThan(ruleCharactersMax / 2);
  });
});

describe('the alarms of a stack', () => {
  const made = async (given: Readonly<Record<string, string>> = {}, region?: string): Promise<Captures> =>
    capture(() => {
      const stack = aStack(given);
      const there = region === undefined ? stack : { ...stack, settings: { ...stack.settings, region } };
      new Observability(there, { name: 'observability', alarms: everyAlarm() });
    });

  it('speak by composite alarms alone, of which one pages', async () => {
    const captured = await made();
    for (const { inputs } of captured.of(single)) expect(inputs).not.toHaveProperty('alarmActions');
    for (const { inputs } of captured.of(composite)) expect(inputs['alarmActions']).toHaveLength(1);
    const tellTheEnd = captured.of(composite).map(({ name, inputs }) => [name, inputs['okActions'] !== undefined]);
    expect(Object.fromEntries(tellTheEnd)).toEqual({
      'loop-dev-health': true,
      'loop-dev-attention': false,
      'loop-dev-edge-health': true,
      'loop-dev-edge-attention': false,
    });
  });

  it('are each the child of exactly one that speaks, in its own region', async () => {
    const captured = await made();
    for (const { name, inputs } of captured.of(single)) {
      const parents = captured.of(composite).filter((one) => (one.inputs['alarmRule'] as string).includes(`ALARM("${name}-1234567")`));
      expect(parents.map((parent) => parent.inputs['region'])).toEqual([inputs['region']]);
    }
  });

  it('stand where their numbers are, and tell a topic that stands there too', async () => {
    const captured = await made();
    const there = captured.resources.filter(({ inputs }) => inputs['region'] === 'us-east-1').map(({ name }) => name);
    expect([...new Set(there)].sort()).toEqual([
      'loop-dev-certificate-expires',
      'loop-dev-edge-alarms',
      'loop-dev-edge-attention',
      'loop-dev-edge-health',
      'loop-dev-site-fails',
    ]);
    const edgeHealth = captured.one(composite, 'edge-health').inputs['alarmActions'] as readonly string[];
    expect(edgeHealth[0]).toContain('loop-dev-edge-alarms');
  });

  it('are all together where the stack itself is in us-east-1', async () => {
    const captured = await made({}, 'us-east-1');
    expect(captured.of(composite)).toHaveLength(2);
    expect(captured.of('aws:sns/topic:Topic')).toHaveLength(1);
  });

  it('are mailed to the address of the stack, by topics that nobody but this account’s alarms may tell anything', async () => {
    const captured = await made();
    expect(
      captured.of('aws:sns/topicSubscription:TopicSubscription').map(({ inputs }) => [inputs['protocol'], inputs['endpoint']]),
    ).toEqual([
      ['email', 'alarms@example.com'],
      ['email', 'alarms@example.com'],
    ]);
    const policy = captured.one('aws:sns/topicPolicy:TopicPolicy', 'dev-alarms').inputs['policy'] as string;
    expect(JSON.parse(policy)).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } },
        },
        { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ],
    });
    expect(captured.one('aws:sns/topic:Topic', 'dev-alarms').inputs['kmsMasterKeyId']).toMatch(/^arn:aws:kms:/);
  });

  it('are plain numbers and words for CloudWatch', () => {
    const [errors] = functionAlarms({ name: 'api', functionName: 'f', timeoutSeconds: 30, calledBy: 'people' });
    expect(errors && alarmArgs(errors)).toMatchObject({
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 1,
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
      treatMissingData: 'notBreaching',
      metricQueries: [
        { id: 'result', returnData: true },
        { id: 'failed', metric: { metricName: 'Errors', stat: 'Sum', period: 60 } },
        { id: 'all', metric: { metricName: 'Invocations' } },
      ],
    });
  });
});

describe('errors in logs', () => {
  it('are counted by fields that a line of the log has', () => {
    const fields = [
      ...new Set(Object.values(logPatterns).flatMap((pattern) => [...pattern.matchAll(/\$\.(\w+)/g)].map(([, field]) => field))),
    ];
    expect(fields.sort()).toEqual(['code', 'error', 'event', 'level']);
    expect(fields.filter((field) => field !== 'level' && field !== 'event')).toSatisfy((rest: string[]) =>
      rest.every((field) => (logFields as readonly string[]).includes(field)),
    );
  });

  it('are counted for every entry point, under the stack and nothing that tells people apart', async () => {
    const captured = await capture(
      () =>
        void new LogErrors(aStack(), {
          name: 'log-errors',
          logGroups: { api: '/aws/lambda/loop-dev-api', 'weekly-round': '/loop/dev/weekly-round' },
        }),
    );
    const filters = captured.of('aws:cloudwatch/logMetricFilter:LogMetricFilter');
    expect(filters).toHaveLength(6);
    for (const { inputs } of filters) {
      expect(inputs['metricTransformation']).toMatchObject({ namespace: 'Loop/dev', value: '1', defaultValue: '0' });
      expect(inputs['metricTransformation']).not.toHaveProperty('dimensions');
    }
  });
});
