import { describe, expect, it } from 'vitest';
import { leavingNow } from '../../../adapters/email/recipients.ts';
import { renderMail } from '../../../adapters/email/render.ts';
import { readConversationToken } from '../../../adapters/http/links.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { noticeReasons } from '../../../domain/relay/conversations/conversation.ts';
import { aMember, start } from './drain-world.ts';
import { aContext, baseUrl, conversation, everyMail, hrefs, reader, secrets, visible } from './mail-builders.ts';

const notice = everyMail()['relay-notice'];
const noticeOf = (reason: (typeof noticeReasons)[number]) => renderMail({ ...notice, reason }, aContext());

describe('a notice of the relay', () => {
  it('says for every reason what happened and what to do, and leads to the reader’s own pages alone', () => {
    const subjects = new Set<string>();
    for (const reason of noticeReasons) {
      const mail = noticeOf(reason);
      subjects.add(mail.text);
      expect(visible(mail.html)).not.toMatch(/undefined|relay\.|[a-z]_[a-z]/);
      for (const url of hrefs(mail.html))
        expect(url.startsWith(`${baseUrl}/conversation?token=`) || url.startsWith(`${baseUrl}/me`)).toBe(true);
    }
    expect(subjects.size).toBe(noticeReasons.length);
  });

  it('names nobody but its reader, and no address', () => {
    for (const reason of noticeReasons) expect(visible(noticeOf(reason).html)).not.toMatch(/@|Ana/);
  });

  it('leads to the page of the conversation, by a token of the reader’s own alias', () => {
    const url = hrefs(noticeOf('relay.closed').html).find((each) => each.includes('/conversation'));
    expect(readConversationToken(secrets, new URL(url ?? '').searchParams.get('token') ?? '')).toBe(conversation);
  });

  it('leads to one’s addresses where a mail came from one that is not confirmed, and to one’s page where strangers write', () => {
    expect(hrefs(noticeOf('unlisted').html)).toContain(`${baseUrl}/me/settings#addresses`);
    expect(hrefs(noticeOf('strangers').html)).toEqual([`${baseUrl}/me`]);
  });

  it('of a message that was passed on all the same does not say that it was not', () => {
    expect(noticeOf('outsiders').text).toContain('Your message was passed on.');
  });

  it('does not tell in words of a closed address by whose doing it is closed', () => {
    expect(noticeOf('relay.closed').text).not.toMatch(/block|left|ended|erased|partner/i);
  });
});

describe('other mails of the relay', () => {
  it('confirm each word that was sent', () => {
    const said = (['muted', 'ended', 'reported'] as const).map(
      (what) => renderMail({ ...everyMail()['relay-done'], what }, aContext()).text,
    );
    expect(said.map((text) => /the word (\w+)/.exec(text)?.[1])).toEqual(['STOP', 'END', 'REPORT']);
  });

  it('say whose conversation closes, when, and where to write to keep it open', () => {
    const { subject, text } = renderMail(everyMail()['relay-expiring'], aContext());
    expect(subject).toBe('Your conversation with Ana closes soon');
    expect(text).toContain('Saturday 22 May at 09:00 (Lisbon time)');
    expect(text).toContain('c_abcdefghijklmnopqrstuvwxyza@relay.example.com');
    const { partnerName: _, ...nameless } = everyMail()['relay-expiring'];
    expect(renderMail(nameless, aContext()).subject).toBe('Your conversation with somebody whom you were introduced to closes soon');
  });
});

describe('right before a mail of the relay leaves', () => {
  const { template: _, ...expiring } = everyMail()['relay-expiring'];
  const world = ({ to = {}, partner = {}, apart = false }: { to?: Partial<Member>; partner?: Partial<Member>; apart?: boolean } = {}) => ({
    members: {
      find: async (id: MemberId) =>
        Promise.resolve(id === reader ? { ...aMember(1), ...to } : { ...aMember(0, { name: 'Ana Luísa' }), ...partner }),
    },
    blocks: { between: async () => Promise.resolve(apart) },
  });
  const stranger = { mailTrouble: { kind: 'complained', at: start, eventId: 'e' } } as const;
  const bounced = { mailTrouble: { kind: 'bounced', at: start, eventId: 'e' } } as const;

  it('no wish for fewer mails holds a notice back, nor does having left', async () => {
    for (const to of [
      { unsubscribed: ['introduction', 'did-you-meet'] as const },
      { stage: { name: 'left', at: start } } as const,
      stranger,
    ])
      expect(await leavingNow(notice, world({ to }))).toBeDefined();
  });

  it('nothing leaves for somebody who is gone, shut out, or whose mails come back', async () => {
    for (const to of [{ stage: { name: 'erasing', at: start } } as const, { standing: 'banned' } as const, bounced])
      expect(await leavingNow(notice, world({ to }))).toBeUndefined();
  });

  it('that a conversation closes is told under the name that the partner has now, if they are still there', async () => {
    const { partnerName: _name, ...nameless } = expiring;
    const mail = { template: 'relay-expiring', ...nameless } as const;
    expect((await leavingNow(mail, world()))?.message).toMatchObject({ partnerName: 'Ana Luísa' });
    for (const since of [
      { apart: true },
      { partner: { standing: 'suspended' } as const },
      { to: stranger },
      { to: { stage: { name: 'left', at: start } } as const },
    ])
      expect(await leavingNow(mail, world(since))).toBeUndefined();
  });
});
