import { describe, expect, it } from 'vitest';
import type { Token } from '../../../adapters/composition/token.ts';
import { T } from '../../../adapters/composition/tokens.ts';
import { wiredWorld } from '../../support/embedded-parts.ts';

const tokensIn = (group: object): readonly Token<unknown>[] =>
  Object.values(group).flatMap((each: unknown) => (typeof each === 'object' && each !== null ? tokensIn(each) : [each as Token<unknown>]));

describe('The container', () => {
  it('makes everything that has a token, once', async () => {
    const { container } = await wiredWorld();
    const tokens = tokensIn(T);
    expect(tokens.length).toBeGreaterThan(70);
    for (const token of tokens) {
      const made = container.get(token);
      expect([String(token), made]).not.toEqual([String(token), undefined]);
      expect(container.get(token)).toBe(made);
    }
  });

  it('has a name of its own for each token, which says where it belongs', () => {
    const names = tokensIn(T).map((token) => (typeof token === 'symbol' ? (token.description ?? '') : ''));
    expect(new Set(names).size).toBe(names.length);
    for (const [group, tokens] of Object.entries(T)) {
      if (typeof tokens !== 'object') continue;
      for (const [name, token] of Object.entries(tokens)) expect(String(token)).toBe(`Symbol(${group}.${name})`);
    }
  });

  it('wires use cases that work together: whoever signs up gets a mail with a link that opens the survey', async () => {
    const { container, scheduler, mailbox } = await wiredWorld();
    await container.get(T.web.membership).signUp({ email: 'ana@example.com', name: 'Ana', consent: true, ip: '127.0.0.1' });
    await scheduler.settle();
    const [mail] = await mailbox.latest({ limit: 5 });
    const token = decodeURIComponent(/\/survey\?token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '');
    expect(await container.get(T.web.membership).lookAtLink({ purpose: 'survey', token })).toEqual({ ok: true, value: 'good' });
  });
});
