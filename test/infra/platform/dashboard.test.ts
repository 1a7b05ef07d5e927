import { describe, expect, it } from 'vitest';
import { Dashboard } from '../../../infra/platform/dashboard.ts';
import { alarmsShownMax, dashboardOf, type DashboardNeeds } from '../../../infra/platform/dashboard-plan.ts';
import { capture } from '../support/capture.ts';
import { everyAlarm } from '../support/every-alarm.ts';
import { aStack } from '../support/stack.ts';

const needs: DashboardNeeds = {
  stack: 'dev',
  stage: 'dev',
  region: 'eu-central-1',
  apiId: 'api1',
  socketApiId: 'api2',
  functions: [
    { name: 'api', functionName: 'loop-dev-api' },
    { name: 'schedule', functionName: 'loop-dev-schedule' },
  ],
  tables: [{ name: 'users', tableName: 'loop-dev-users' }],
  queues: [{ name: 'mail-events', queueName: 'loop-dev-mail-events' }],
  distributionId: 'E1',
  alarmArns: ['arn:aws:cloudwatch:eu-central-1:000000000000:alarm:loop-dev-health'],
  alarms: everyAlarm(),
};

interface Placed {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly metrics?: readonly unknown[][];
    readonly alarms?: string[];
  };
}
const widgets = (given: DashboardNeeds = needs) => dashboardOf(given).widgets as readonly Placed[];

describe('the dashboard', () => {
  it('begins with how Loop is, and which page of the runbooks belongs to what', () => {
    const [guide, health] = widgets();
    expect(health?.properties.alarms).toEqual(needs.alarmArns);
    for (const { runbook } of everyAlarm()) expect(guide?.properties.markdown).toContain(runbook);
  });

  it('shows figures by titles that people understand', () => {
    const titles = widgets().map(({ properties }) => properties.title ?? '');
    expect(titles).toEqual(expect.arrayContaining(['Visits', 'Mails sent', 'Mails given up', 'The round', 'People', 'Queues: what waits']));
    for (const title of titles) expect(title).not.toMatch(/[a-z][A-Z]|[_/]/);
  });

  it('lays nothing over anything else, and stays within the 24 columns', () => {
    const cells = widgets().flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, index) => `${String(x + (index % width))},${String(y + Math.floor(index / width))}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { x, width } of widgets()) expect(x + width).toBeLessThanOrEqual(24);
  });

  it('names every curve, and gives each metric its dimensions in pairs', () => {
    for (const { properties } of widgets())
      for (const metric of properties.metrics ?? []) {
        expect(metric.at(-1)).toMatchObject({ label: expect.any(String) as string, stat: expect.any(String) as string });
        expect(metric.length % 2).toBe(1);
      }
  });

  it('shows no more alarms than CloudWatch takes, composite ones first', () => {
    const alarmArns = Array.from({ length: 120 }, (_, index) => `alarm-${String(index)}`);
    const [, health] = widgets({ ...needs, alarmArns });
    expect(health?.properties.alarms).toEqual(alarmArns.slice(0, alarmsShownMax));
  });

  it('is one document for the stack’s region', async () => {
    const captured = await capture(() => void new Dashboard(aStack(), { ...needs, name: 'overview' }));
    const { inputs } = captured.one('aws:cloudwatch/dashboard:Dashboard');
    expect(inputs['dashboardName']).toBe('loop-dev-overview');
    const body = JSON.parse(inputs['dashboardBody'] as string) as { readonly widgets: readonly Placed[] };
    expect(body.widgets).toEqual(JSON.parse(JSON.stringify(widgets())));
  });
});
