import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourMs } from '../../../domain/kernel/instant.ts';
import { situations, spellingOf, type Situation } from '../../arbitraries/membership.ts';
import { bringAna } from '../../support/membership-situations.ts';
import { aForm, membershipWorld, type MembershipPorts, type MembershipWorld } from '../../support/membership-world.ts';

type Called = (call: string) => void;

/** Every call that a stranger's wish makes of the store, down to what is written: that takes time which a stranger can measure. */
const watched =
  (called: Called) =>
  (ports: MembershipPorts): MembershipPorts => ({
    ...ports,
    members: {
      ...ports.members,
      find: async (id) => {
        called('find');
        return ports.members.find(id);
      },
      change: async (id, decide) => {
        called('change');
        return ports.members.change(id, decide);
      },
    },
    bans: {
      ...ports.bans,
      has: async (id) => {
        called('has');
        return ports.bans.has(id);
      },
    },
    allowances: {
      take: async (key, allowance, now) => {
        called('take');
        return ports.allowances.take(key, allowance, now);
      },
    },
  });

const observed = async (situation: Situation, ask: (world: MembershipWorld) => Promise<unknown>): Promise<unknown> => {
  let calls: string[] = [];
  const world = await membershipWorld(
    watched((call) => calls.push(call)),
    (table) => ({
      ...table,
      commit: async (writes) => {
        calls.push('commit');
        return table.commit(writes);
      },
    }),
  );
  await bringAna(world, situation);
  calls = [];
  const answer = await ask(world);
  return { answer, calls };
};

describe('nobody learns whether an address is known', () => {
  it.each(situations)('from signing up, when Ana is: %s', async (situation) => {
    const ask = async (world: MembershipWorld): Promise<unknown> => world.signUp({ ...aForm(), ip: 'stranger' });
    expect(await observed(situation, ask)).toEqual(await observed('unknown', ask));
  });

  it.each(situations)('from asking to sign in, when Ana is: %s', async (situation) => {
    const ask = async (world: MembershipWorld): Promise<unknown> => world.requestSignIn({ email: 'ana@example.com', ip: 'stranger' });
    expect(await observed(situation, ask)).toEqual(await observed('unknown', ask));
  });

  it('from any row of questions in any spelling, up to and beyond every limit', async () => {
    const question = fc.record({
      door: fc.boolean(),
      email: spellingOf('ana'),
      wait: fc.constantFrom(0, 0, 0, hourMs / 2),
      ip: fc.constantFrom('a', 'b'),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...situations), fc.array(question, { maxLength: 60 }), async (situation, questions) => {
        const ask = async (world: MembershipWorld): Promise<unknown> => {
          const answers: unknown[] = [];
          for (const { door, email, wait, ip } of questions) {
            world.pass(wait);
            answers.push(door ? await world.signUp({ ...aForm(email), ip }) : await world.requestSignIn({ email, ip }));
          }
          return answers;
        };
        expect(await observed(situation, ask)).toEqual(await observed('unknown', ask));
      }),
      { numRuns: 60 },
    );
  });
});
