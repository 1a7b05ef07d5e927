import { beforeEach, describe, expect, it } from 'vitest';
import type { Table } from '../../../adapters/dynamodb/table.ts';
import { hourMs, later, minuteMs, secondMs } from '../../../domain/kernel/instant.ts';
import { awayMs, messagesPageMax, stillAwayMs } from '../../../domain/relay/chat/limits.ts';
import {
  addressOfAna,
  addressOfBen,
  aliasOfAna,
  aliasOfBen,
  ana,
  ben,
  chatOf,
  chatPages,
  delivered,
  headerOf,
  inChat,
  relayOver,
  type RelayWorld,
  sendAll,
  theConversation,
  toAna,
} from '../../support/relay-world.ts';
import { relayWriting } from '../../support/relay-writing.ts';

const { table, world: worldOf, anaWrites, benWrites } = relayWriting();
let world: RelayWorld;
beforeEach(() => {
  world = worldOf();
});

const wait = (ms: number): void => world.clock.moveTo(later(world.clock.now(), ms));
const decide = async (ms = awayMs) => {
  wait(ms);
  return world.mailMissed({ conversationId: theConversation });
};
/** What the mails say that leave, above what Loop puts below them. */
const left = async (): Promise<readonly string[]> =>
  Promise.all(
    (await sendAll(world)).map(async ({ raw }) => {
      const opened = await world.pipeline.open(Buffer.from(raw));
      return opened.mail.ok ? (opened.mail.value.text ?? '').split('\n\n-- \n')[0]! : raw;
    }),
  );
const pending = async () => {
  const { a, b } = (await world.chats.find(theConversation))!;
  return { ana: a.missed, ben: b.missed };
};
const aVoiceNote = (durationMs: number) =>
  ({ kind: 'voice', durationMs, file: { key: 'kept/voice', mediaType: 'audio/ogg', bytes: 1, name: 'voice.ogg' } }) as const;

describe('what was written in the chat while its reader was away for two minutes', () => {
  it('goes out as one mail from the alias of its writer, and not a second earlier', async () => {
    await inChat(world, ana, 'Are you there?');
    expect(await decide(awayMs - 1)).toBe('nothing');
    expect(await decide(1)).toBe('mailed');
    const [mail, ...others] = await sendAll(world);
    expect(mail).toMatchObject({ to: addressOfBen, from: toAna });
    expect([headerOf(mail!.raw, 'from'), headerOf(mail!.raw, 'subject'), others]).toEqual([`Ana <${toAna}>`, 'Messages from Ana', []]);
    expect([await decide(), await left(), await pending()]).toEqual(['nothing', [], { ana: undefined, ben: undefined }]);
    expect(await world.chats.find(theConversation)).toMatchObject({ b: { mailedUpTo: 1, deliveredUpTo: 0 } });
  });

  it('says just what was written where it is one message, and below it how to answer', async () => {
    await inChat(world, ana, 'Are you there?\n\nI am.');
    await decide();
    const [mail] = await sendAll(world);
    const opened = await world.pipeline.open(Buffer.from(mail!.raw));
    const text = opened.mail.ok ? opened.mail.value.text : '';
    expect(text).toMatch(/^Are you there\?\n\nI am\.\n\n-- \nSent through A Circle\.\n/);
    expect(text).toContain(`Answer by replying to this mail, or go on there:\n${chatPages}${theConversation}\nThis address closes`);
  });

  it('says when each was written where there are several, with the day where there are two, and where to listen to a voice note', async () => {
    await inChat(world, ana, 'Are you there?');
    wait(minuteMs);
    await inChat(world, ana, aVoiceNote(41_600));
    await decide(minuteMs);
    expect(await left()).toEqual([
      ['12:00 UTC', 'Are you there?', '', '12:01 UTC', `[Voice note, 0:42] ${chatPages}${theConversation}`].join('\n'),
    ]);
    world.clock.moveTo(later(world.clock.now(), 11 * hourMs + 57 * minuteMs + 30 * secondMs));
    await inChat(world, ana, 'Late');
    wait(minuteMs);
    await inChat(world, ana, 'Later');
    await decide(stillAwayMs);
    expect(await left()).toEqual([['2026-11-21 23:59 UTC', 'Late', '', '2026-11-22 00:00 UTC', 'Later'].join('\n')]);
  });

  it('is only what nothing shows to have reached them: neither what a page showed nor what was mailed', async () => {
    for (const text of ['one', 'two', 'three']) await inChat(world, ana, text);
    await delivered(world, ben, 2);
    await decide();
    expect(await left()).toEqual(['three']);
    await anaWrites({ text: 'by mail' });
    await left();
    await inChat(world, ben, 'I am here');
    await inChat(world, ana, 'four');
    expect([await decide(stillAwayMs), await left()]).toEqual(['mailed', ['four', 'I am here']]);
  });

  it('stays in the chat where a page of theirs showed it within the two minutes', async () => {
    await inChat(world, ana, 'Are you there?');
    await delivered(world, ben, 1);
    expect([await decide(), await left(), await pending()]).toEqual(['nothing', [], { ana: undefined, ben: undefined }]);
  });

  it('goes to each of the two in a mail of their own', async () => {
    await inChat(world, ana, 'to Ben');
    await inChat(world, ben, 'to Ana');
    await decide();
    expect((await sendAll(world)).map(({ to }) => to).sort()).toEqual([addressOfAna, addressOfBen]);
  });

  it('is mailed less often to somebody who has not come back for the last one', async () => {
    await inChat(world, ana, 'one');
    await decide();
    await inChat(world, ana, 'two');
    expect([await decide(awayMs), await decide(stillAwayMs - awayMs), await left()]).toEqual(['nothing', 'mailed', ['one', 'two']]);
  });

  it('is all of it, however much it is: in as many mails as it takes', async () => {
    const written = Array.from({ length: 2 * messagesPageMax + 3 }, (_, n) => `no ${String(n)}`);
    for (const text of written) await inChat(world, ana, text);
    await decide();
    const mails = await left();
    expect(mails).toHaveLength(3);
    expect(mails.flatMap((mail) => mail.match(/no \d+/g) ?? [])).toEqual(written);
    expect(await pending()).toEqual({ ana: undefined, ben: undefined });
  });

  it('tells no address, also where one was added since', async () => {
    await inChat(world, ana, `ana@later.example.com and ${addressOfBen}`);
    world.members.set(ana, { email: addressOfAna, otherEmails: ['ana@later.example.com'], name: 'Ana', state: 'open' });
    await decide();
    const [mail] = await sendAll(world);
    expect(mail!.raw.replace(/^To: .*$/m, '')).not.toMatch(/later\.example\.com|post\.example\.net/);
  });

  it('is found by whoever looks at all chats', async () => {
    await inChat(world, ana, 'Are you there?');
    expect(await world.mailAllMissed({ now: world.clock.now() })).toEqual({ mailed: 0, isComplete: true });
    wait(awayMs);
    expect(await world.mailAllMissed({ now: world.clock.now(), isEnough: () => true })).toEqual({ mailed: 0, isComplete: false });
    expect(await world.mailAllMissed({ now: world.clock.now() })).toEqual({ mailed: 1, isComplete: true });
    expect(await world.mailAllMissed({ now: world.clock.now() })).toEqual({ mailed: 0, isComplete: true });
    expect(await left()).toEqual(['Are you there?']);
  });
});

describe('nothing leaves of what was written in the chat', () => {
  it.each([
    ['as its reader wants nothing by mail', async () => void (await world.act({ alias: aliasOfBen, act: 'mute' }))],
    ['as it is ended', async () => void (await world.act({ alias: aliasOfAna, act: 'end' }))],
    ['as one blocked the other', async () => Promise.resolve(void (world.apart.are = true))],
    ['as its reader is gone', async () => Promise.resolve(void world.members.delete(ben))],
  ])('%s, and it is not asked again', async (_why, happens) => {
    await inChat(world, ana, 'Are you there?');
    await happens();
    expect([await decide(), await left(), await pending()]).toEqual(['nothing', [], { ana: undefined, ben: undefined }]);
    expect((await world.notices()).filter((notice) => notice.startsWith('Ana relay-notice'))).toEqual([]);
  });

  it('while mails to its reader come back; it is decided when that is over', async () => {
    await inChat(world, ana, 'Are you there?');
    for (let n = 0; n < 3; n++)
      await world.trouble({ kind: 'bounced_softly', alias: aliasOfBen, address: addressOfBen, at: later(world.clock.now(), n) });
    expect([await decide(), await left()]).toEqual(['nothing', []]);
    expect([await decide(24 * hourMs), await left()]).toEqual(['mailed', ['Are you there?']]);
  });

  it('where it is ended after it was decided: its writer hears that it did not', async () => {
    await inChat(world, ana, 'Are you there?');
    await decide();
    await world.act({ alias: aliasOfBen, act: 'end' });
    expect(await left()).toEqual(['relay.over']);
    expect(await world.notices()).toEqual(['Ana relay-notice relay.closed']);
  });

  it('where one blocks the other after it was decided', async () => {
    await inChat(world, ana, 'Are you there?');
    await decide();
    world.apart.are = true;
    expect([await left(), await world.notices()]).toEqual([['relay.over'], ['Ana relay-notice relay.closed']]);
  });

  it('where it is forgotten after it was decided', async () => {
    await inChat(world, ana, 'Are you there?');
    await decide();
    await world.chats.forget(theConversation);
    expect([await left(), await world.notices(), await decide()]).toEqual([['relay.over'], [], 'nothing']);
  });

  it('that cannot be made safe: its writer hears that it was not delivered', async () => {
    await inChat(world, ana, Buffer.from(addressOfAna).toString('base64'));
    await decide();
    expect(await left()).toEqual(['relay.not_rebuilt']);
  });
});

describe('while it is decided what was missed', () => {
  /** It happens after everything was read, and before anything is stored. */
  const decideWhile = async (happens: () => Promise<unknown>) => {
    await inChat(world, ana, 'Are you there?');
    wait(awayMs);
    let isOver = false;
    const between: Table = {
      ...table(),
      query: async (query) => {
        const page = await table().query(query);
        if (query.partition.startsWith('thread#') && !isOver) {
          isOver = true;
          await happens();
        }
        return page;
      },
    };
    const outcome = await relayOver(between, { around: world.around, clock: world.clock }).mailMissed({ conversationId: theConversation });
    expect(isOver).toBe(true);
    return outcome;
  };

  it('a page shows it: no mail leaves', async () => {
    expect([await decideWhile(async () => delivered(world, ben, 1)), await left(), await pending()]).toEqual([
      'nothing',
      [],
      { ana: undefined, ben: undefined },
    ]);
  });

  it('more is written: one mail has all of it', async () => {
    const outcome = await decideWhile(async () => inChat(world, ana, 'And now?'));
    expect([outcome, await left()]).toEqual(['mailed', ['12:00 UTC\nAre you there?\n\n12:02 UTC\nAnd now?']]);
  });

  it.each(['mute', 'end'] as const)('somebody wants it to %s: no mail leaves, and nobody is told', async (act) => {
    const outcome = await decideWhile(async () => world.act({ alias: aliasOfBen, act }));
    expect([outcome, await world.departures(), await pending()]).toEqual(['nothing', [], { ana: undefined, ben: undefined }]);
  });
});

describe('the mail with what was missed', () => {
  it('is the same at each attempt, whatever is written meanwhile', async () => {
    await anaWrites();
    await inChat(world, ana, 'Are you there?');
    await decide();
    const departure = (await world.departures()).at(-1)!;
    const first = await world.prepare(departure);
    await inChat(world, ana, 'And now?');
    await anaWrites({ subject: 'Something else', text: 'Something else' });
    await delivered(world, ben, 4);
    expect(await world.prepare(departure)).toEqual(first);
  });

  it('goes on under the subject of the newest mail', async () => {
    await anaWrites({ subject: 'Coffee' });
    await benWrites({ subject: 'Re: Coffee on Thursday?', text: 'Thursday?' });
    await sendAll(world);
    await inChat(world, ana, 'Friday!');
    await decide();
    expect((await sendAll(world)).map(({ raw }) => headerOf(raw, 'subject'))).toEqual(['Re: Coffee on Thursday?']);
  });

  it('is decided once, also where two decide at the same time', async () => {
    await inChat(world, ana, 'Are you there?');
    wait(awayMs);
    const other = relayOver(table(), { around: world.around, clock: world.clock });
    const outcomes = await Promise.all([world, other].map(async ({ mailMissed }) => mailMissed({ conversationId: theConversation })));
    expect(outcomes.sort()).toEqual(['mailed', 'nothing']);
    expect(await left()).toEqual(['Are you there?']);
  });

  it('is sent to the address that its reader has by then, where that is another one since', async () => {
    await inChat(world, ana, 'Are you there?');
    await decide();
    world.members.set(ben, { email: 'ben@new.example.net', otherEmails: [], name: 'Ben', state: 'open' });
    expect((await sendAll(world)).map(({ to }) => to)).toEqual(['ben@new.example.net']);
  });

  it('is answered by mail, and the answer shows in the chat without what it quotes', async () => {
    await inChat(world, ana, 'Are you there?');
    await decide();
    const [mail] = await sendAll(world);
    const opened = await world.pipeline.open(Buffer.from(mail!.raw));
    const got = opened.mail.ok ? (opened.mail.value.text ?? '') : '';
    const headers = { 'In-Reply-To': headerOf(mail!.raw, 'message-id')!, References: headerOf(mail!.raw, 'references')! };
    const text = ['I am now.', '', `On Sat, Nov 21, 2026 at 1:02 PM Ana <${toAna}> wrote:`, ...got.split('\n').map((line) => `> ${line}`)];
    expect(await benWrites({ subject: 'Re: Messages from Ana', text: text.join('\n'), headers })).toEqual(['relayed']);
    expect((await chatOf(world)).map(({ seq, from, content }) => [seq, from, content.kind === 'voice' ? '' : content.text])).toEqual([
      [1, 'a', 'Are you there?'],
      [2, 'b', 'I am now.'],
    ]);
    const [answer] = await sendAll(world);
    // Of the footer, which is Ben's own, nothing comes back to Ana.
    expect(answer!.raw).not.toContain(chatPages);
    expect(answer!.to).toBe(addressOfAna);
  });
});
