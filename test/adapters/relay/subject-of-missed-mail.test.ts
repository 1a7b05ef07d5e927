import { beforeEach, describe, expect, it } from 'vitest';
import { later } from '../../../domain/kernel/instant.ts';
import { stillAwayMs } from '../../../domain/relay/chat/limits.ts';
import { addressOfAna, addressOfBen, ana, headerOf, inChat, type RelayWorld, sendAll, theConversation } from '../../support/relay-world.ts';
import { relayWriting } from '../../support/relay-writing.ts';

const { world: worldOf, anaWrites, benWrites } = relayWriting();
let world: RelayWorld;
beforeEach(() => {
  world = worldOf();
});

/** Ana writes in the chat while Ben is away: the subject of the mail that he gets. */
const subjectForBen = async (): Promise<string | undefined> => {
  await sendAll(world);
  await inChat(world, ana, 'Are you there?');
  world.clock.moveTo(later(world.clock.now(), stillAwayMs));
  await world.mailMissed({ conversationId: theConversation });
  const [mail] = (await sendAll(world)).filter(({ to }) => to === addressOfBen);
  return mail === undefined ? undefined : headerOf(mail.raw, 'subject');
};

describe('the subject of the mail with what was missed', () => {
  it.each([
    (address: string) => address,
    (address: string) => address.replace('@', ' (at) '),
    (address: string) => address.replace('@', '%40'),
  ])('does not tell its reader whether they guessed an address of its writer', async (spelled) => {
    const subjects: (string | undefined)[] = [];
    for (const guess of [addressOfAna, addressOfAna.replace('ana', 'bea')]) {
      await benWrites({ subject: `Is it ${spelled(guess)}?`, text: String(subjects.length) });
      subjects.push(await subjectForBen());
    }
    expect(subjects).toEqual(['Messages from Ana', 'Messages from Ana']);
  });

  it('is there whatever its reader called their own mail before', async () => {
    for (const guess of [addressOfAna, addressOfAna.replace('ana', 'bea')]) {
      await benWrites({ subject: 'Coffee', text: guess.replace('@', ' '), headers: { 'Message-ID': `<${guess}>` } });
      expect(await subjectForBen()).toBe('Re: Coffee');
    }
  });

  it('is that of their newest mail otherwise, or of the newest of its writer', async () => {
    await benWrites({ subject: 'Grüße am Mittwoch' });
    expect(await subjectForBen()).toMatch(/^=\?UTF-8\?Q\?Re=3A_Gr/);
    await anaWrites({ subject: `Coffee? ${addressOfAna}` });
    expect(await subjectForBen()).toMatch(/^Re: Coffee\? \S+@/);
  });
});
