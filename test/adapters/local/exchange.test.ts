import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { afterEach, describe, expect, it } from 'vitest';
import { T } from '../../../adapters/composition/tokens.ts';
import { listenForMails, type SmtpListener } from '../../../adapters/local/smtp-listener.ts';
import { sendingAt, weekAt } from '../../../domain/introductions/calendar.ts';
import { later, minuteMs } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { plainSurvey } from '../../arbitraries/community.ts';
import { saturday, wiredWorld } from '../../support/embedded-parts.ts';
import { addressOf, settle } from '../../support/introductions-world.ts';
import { conversationsIn, type ThreadedMail } from '../../support/threads.ts';

const relayDomain = 'relay.example.com';
const people = ['Ana', 'Ben'] as const;
type Person = (typeof people)[number];

const listeners: SmtpListener[] = [];
afterEach(async () => {
  await Promise.all(listeners.splice(0).map(async (listener) => listener.close()));
});

/** Ana and Ben were introduced; each has a mail program that reaches the other's private address over SMTP. */
const introduced = async () => {
  const world = await wiredWorld({ survey: plainSurvey });
  const { container, scheduler, mailbox, intake, clock } = world;
  await settle({ members: container.get(T.membership.members) }, ...people);
  const calendar = container.get(T.introductions.calendar);
  await scheduler.moveClock(later(sendingAt(calendar, weeksAfter(weekAt(calendar.zone, saturday), 1)), minuteMs));
  const listener = await listenForMails({ port: 0, relayDomain, take: intake.inbound.take, log: () => undefined });
  listeners.push(listener);

  const inboxOf = async (person: Person) => {
    const kept = await mailbox.latest({ limit: 100, to: addressOf(person) });
    const found = await Promise.all(kept.toReversed().map(async ({ id }) => mailbox.find(id)));
    return found.flatMap((mail) => (mail === undefined ? [] : [mail]));
  };
  const partnerAlias = async (person: Person): Promise<string> => {
    const introduction = (await inboxOf(person)).find(({ text }) => text.includes(`@${relayDomain}`));
    return /c_[a-z2-7]{26}[ab]@relay\.example\.com/.exec(introduction?.text ?? '')?.[0] ?? '';
  };
  const aliases = { Ana: await partnerAlias('Ana'), Ben: await partnerAlias('Ben') };
  /** What somebody's mail program keeps of a mail that it sends. */
  const send = async (
    person: Person,
    mail: Omit<ThreadedMail, 'id'> & { readonly id: string; readonly text: string; readonly subject: string },
  ) => {
    const transport = createTransport({ host: '127.0.0.1', port: listener.port, secure: false });
    await transport.sendMail({
      from: `${person} <${addressOf(person)}>`,
      to: aliases[person],
      subject: mail.subject,
      text: mail.text,
      messageId: `<${mail.id}>`,
      ...(mail.inReplyTo === undefined ? {} : { inReplyTo: `<${mail.inReplyTo}>` }),
      references: mail.references.map((id) => `<${id}>`),
    });
    transport.close();
    clock.moveBy(minuteMs);
    await scheduler.settle();
  };
  const relayedTo = async (person: Person) => (await inboxOf(person)).flatMap((mail) => (mail.kind === 'relayed' ? [mail] : []));
  return { ...world, send, relayedTo, inboxOf, aliases };
};

const bare = (id: string): string => id.replace(/^<|>$/g, '');

const threaded = async (source: string): Promise<ThreadedMail> => {
  const { messageId = '', inReplyTo, references = '' } = await PostalMime.parse(source);
  return {
    id: bare(messageId),
    inReplyTo: inReplyTo === undefined ? undefined : bare(inReplyTo),
    references: references.split(/\s+/).filter(Boolean).map(bare),
  };
};

describe('mails between two members, over SMTP', () => {
  it(
    'are one thread, twenty of them, in both mailboxes, each by ids that it knows, and nobody is given away',
    { timeout: 60_000 },
    async () => {
      const { send, relayedTo, aliases } = await introduced();
      const sent: Record<Person, ThreadedMail[]> = { Ana: [], Ben: [] };
      for (let turn = 0; turn < 20; turn++) {
        // Now and then somebody writes twice in a row.
        const person = people[(turn - Math.floor(turn / 5)) % 2] ?? 'Ana';
        const received = await relayedTo(person);
        const newest = received.at(-1);
        const answers = newest === undefined ? sent[person].at(-1) : await threaded(newest.source);
        const mail: ThreadedMail = {
          id: `${String(turn)}.secret@mail.${person.toLowerCase()}.example.org`,
          inReplyTo: answers?.id,
          references: answers === undefined ? [] : [...answers.references, answers.id],
        };
        const quoted = (newest?.text ?? '').split(/\r?\n/).join('\n> ');
        const text = `Message ${String(turn)} of ${person}\n\nOn Mon, 23 Nov 2026 at 09:01, ${addressOf(person === 'Ana' ? 'Ben' : 'Ana')} wrote:\n> ${quoted}`;
        await send(person, { ...mail, text, subject: turn === 0 ? 'Coffee?' : 'Re: Coffee?' });
        sent[person].push(mail);
      }

      for (const [person, other] of [people, people.toReversed()] as readonly (readonly [Person, Person])[]) {
        const received = await relayedTo(person);
        expect(received).toHaveLength(sent[other].length);
        for (const { source, text, from, to } of received) {
          expect(source.toLowerCase()).not.toContain(addressOf(other));
          expect(source).not.toContain('.secret@mail.' + other.toLowerCase());
          expect(text).toContain(`of ${other}`);
          // What the other one mutes or ends by is in every mail that they got and quoted.
          expect(text).not.toContain(`token=${aliases[person].replace(/@.*/, '')}`);
          expect(from).toMatch(new RegExp(`^"?${other}"? <c_[a-z2-7]{26}[ab]@relay\\.example\\.com>$`));
          expect(to).toBe(addressOf(person));
        }
        const mails = await Promise.all(received.map(async ({ source }) => threaded(source)));
        const own = new Set(sent[person].map(({ id }) => id));
        for (const { references, inReplyTo } of mails)
          for (const id of [...references, ...(inReplyTo === undefined ? [] : [inReplyTo])])
            expect([id, own.has(id) || id.endsWith(`@${relayDomain}`)]).toEqual([id, true]);
        expect(conversationsIn([...sent[person], ...mails])).toEqual([20]);
      }
    },
  );

  it('reach nobody who answered STOP, and the other one hears nothing of it', async () => {
    const { send, relayedTo, inboxOf } = await introduced();
    const fresh = { references: [], inReplyTo: undefined };
    await send('Ana', { ...fresh, id: '1@mail.example.org', subject: 'Hello', text: 'Hello Ben' });
    await send('Ben', {
      ...fresh,
      id: '2@mail.example.net',
      subject: 'Re: Hello',
      text: 'STOP\n\nOn Mon, 23 Nov 2026 at 09:01, Ana wrote:\n> Hello Ben',
    });
    expect(await relayedTo('Ana')).toEqual([]);
    await send('Ana', { ...fresh, id: '3@mail.example.org', subject: 'Again', text: 'Are you there?' });
    expect(await relayedTo('Ben')).toHaveLength(1);
    expect((await inboxOf('Ben')).map(({ kind }) => kind)).toContain('relay-done');
  });

  it('leave no raw mail behind once they are delivered', async () => {
    const { send, table, rawMails, relayedTo } = await introduced();
    await send('Ana', { references: [], inReplyTo: undefined, id: '1@mail.example.org', subject: 'Hello', text: 'Hello Ben' });
    expect(await relayedTo('Ben')).toHaveLength(1);
    const [row] = table.items().filter(({ pk }) => pk.startsWith('inbound#'));
    expect(await rawMails.read(row?.pk.replace('inbound#', '') ?? '', 1_000_000)).toBe('missing');
  });
});
