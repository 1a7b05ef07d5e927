import fc from 'fast-check';
import { answer, post, tellOfMail } from './post.ts';
import { atRelay, type Simulation } from './simulation.ts';
import { nth, process, side, step, whoOf } from './step.ts';

/** What somebody writes besides a word of their own; some of it is not to be passed on as it is. */
export const sayings = fc.constantFrom('hello', 'own address', 'their address', 'two lines');
export type Saying = 'hello' | 'own address' | 'their address' | 'two lines';
export const sayingOf = (saying: Saying, own: string, theirs: string): string => {
  switch (saying) {
    case 'hello':
      return 'Shall we meet?';
    case 'own address':
      return `Write to ${own} if you like`;
    case 'their address':
      return `Are you still at ${theirs.toUpperCase()}?`;
    case 'two lines':
      return 'Shall we meet?\nOr talk?';
  }
};

type Which = { readonly conversation: number; readonly side: 'a' | 'b' };

/** What comes by mail, and what leaves. */
export const stepsOfMail = {
  writeMail: step<Which & { readonly saying: Saying; readonly how: 'plain' | 'laid out, with a picture' }>({
    given: fc.record(
      { conversation: nth, side, saying: sayings, how: fc.constantFrom('plain' as const, 'laid out, with a picture' as const) },
      { noNullPrototype: true },
    ),
    says: ({ saying, how, ...which }) => `${whoOf(which)} writes a mail (${saying}, ${how})`,
    run: async (sim, { conversation, side: which, saying, how }) => {
      const ends = sim.ends(conversation, which);
      if (ends === undefined) return;
      const word = sim.freshWord();
      const text = `${word} ${sayingOf(saying, ends.person.email, ends.partner.email)}`;
      post(sim, { ends, to: atRelay(ends.other.alias), word, text, isLaidOut: how !== 'plain' });
      await Promise.resolve();
    },
  }),
  replyByMail: step<{ readonly mail: number }>({
    given: fc.record({ mail: fc.nat(20) }, { noNullPrototype: true }),
    says: ({ mail }) => `mail ${String(mail)} is answered by mail`,
    run: async (sim, { mail }) => answer(sim, mail, 'Yes, gladly.'),
  }),
  tellOfMail: step<{ readonly mail: number; readonly by: number; readonly isTwice: boolean }>({
    given: fc.record({ mail: nth, by: process, isTwice: fc.boolean() }, { noNullPrototype: true }),
    says: ({ mail, by, isTwice }) => `process ${String(by)} hears of waiting mail ${String(mail)}${isTwice ? ', which comes again' : ''}`,
    run: async (sim, { mail, by, isTwice }) => tellOfMail(sim, { n: mail, by, isTwice }),
  }),
  drainRelay: step<{ readonly by: number }>({
    given: fc.record({ by: process }, { noNullPrototype: true }),
    says: ({ by }) => `process ${String(by)} sends what members wrote`,
    run: async (sim, { by }) => void (await sim.ask(by, async ({ drainRelay }) => drainRelay())),
  }),
  bounce: step<{ readonly mail: number; readonly by: number; readonly kind: 'bounced' | 'bounced_softly' | 'complained' }>({
    given: fc.record(
      { mail: nth, by: process, kind: fc.constantFrom('bounced' as const, 'bounced_softly' as const, 'complained' as const) },
      { noNullPrototype: true },
    ),
    says: ({ mail, kind }) => `the newest mail but ${String(mail)} has ${kind.replace('_', ' ')}`,
    run: async (sim, { mail: n, by, kind }) => {
      const { delivered } = sim.around.mails;
      const mail = delivered.at(-1 - (n % Math.max(1, delivered.length)));
      if (mail === undefined) return;
      const at = sim.around.clock.now();
      troubleAll(sim, mail.to, kind);
      if (kind !== 'bounced_softly')
        await sim.ask(by, async ({ recordMailTrouble }) =>
          recordMailTrouble({ kind, address: mail.to, at, eventId: `${mail.key} ${String(at)}` }),
        );
      const { tag: alias, to: address } = mail;
      if (alias !== undefined) await sim.ask(by, async ({ recordTrouble }) => recordTrouble({ kind, alias, address, at }));
    },
  }),
  mood: step<{ readonly mood: 'busy' | 'answer lost' }>({
    given: fc.record({ mood: fc.constantFrom('busy' as const, 'answer lost' as const) }, { noNullPrototype: true }),
    says: ({ mood }) => (mood === 'busy' ? 'the mail service is busy once' : 'the next answer of the mail service is lost'),
    run: async (sim, { mood }) => Promise.resolve(void sim.around.mails.moods.push(mood)),
  }),
} as const;

/** Nothing passes by mail where a mailbox of the two takes nothing any more, whoever writes. */
const troubleAll = ({ truth, people }: Simulation, address: string, kind: string): void => {
  const person = people.find(({ email }) => email === address);
  for (const { conversationId, a, b } of truth.claimed.values())
    if (person !== undefined && [a.member, b.member].includes(person.id))
      truth.trouble(conversationId, kind === 'bounced' ? Infinity : undefined);
};
