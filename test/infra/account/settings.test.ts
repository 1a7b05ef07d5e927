import { describe, expect, it } from 'vitest';
import { accountSettingsOf } from '../../../infra/account/settings.ts';

const needed = { mailDomain: 'circle.example.com', alarmEmail: 'alarms@example.com' };
const read = (account: Readonly<Record<string, string>>, region: string | undefined = 'eu-central-1') =>
  accountSettingsOf({ region, account });
const problems = (account: Readonly<Record<string, string>>, region?: string) => {
  const found = read(account, region);
  return Array.isArray(found) ? found.map(({ key, code }: { key: string; code: string }) => `${key} ${code}`) : [];
};

describe('the settings of an account', () => {
  it('need a domain and somebody to hear of the bill, and know the rest', () => {
    expect(read(needed)).toMatchObject({
      mailFromDomain: 'bounces.circle.example.com',
      dmarcPolicy: 'none',
      monthlyBudgetUsd: 50,
      environments: ['dev', 'prod'],
      costTags: false,
      receivesMail: true,
    });
  });

  it('are refused with everything that is wrong at once, and never with what was written', () => {
    const wrong = { mailDomain: 'Circle!', monthlyBudgetUsd: 'much', repository: 'loop', budget: '1', dmarcPolicy: 'strict' };
    expect(problems(wrong, 'Frankfurt')).toEqual([
      'aws:region config.malformed',
      'loop-account:mailDomain config.malformed',
      'loop-account:dmarcPolicy config.malformed',
      'loop-account:alarmEmail config.missing',
      'loop-account:monthlyBudgetUsd config.malformed',
      'loop-account:repository config.malformed',
      'loop-account:budget config.unknown',
    ]);
    expect(JSON.stringify(read(wrong))).not.toMatch(/Circle!|much|strict/);
  });

  it.each([
    [{ mailFromDomain: 'bounces.example.com' }, 'loop-account:mailFromDomain config.conflict'],
    [{ roleBoundary: 'true' }, 'loop-account:roleBoundary config.conflict'],
    [{ environments: 'dev,prod' }, 'loop-account:environments config.conflict'],
  ])('are refused where they do not fit together: %j', (given, problem) => {
    expect(problems({ ...needed, ...given })).toEqual([problem]);
  });

  it.each([{ repository: '*/loop' }, { repository: 'example/*' }, { repository: 'example/loop', environments: 'dev,*' }])(
    'let no pattern into who is trusted: %j',
    (given) => {
      expect(problems({ ...needed, ...given })).toHaveLength(1);
    },
  );
});
