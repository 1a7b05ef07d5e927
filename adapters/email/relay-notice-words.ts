import type { NoticeReason } from '../../domain/relay/conversations/conversation.ts';
import { perDayMax, perMinuteMax, rawBytesMax, recipientsMax } from '../../domain/relay/limits.ts';

/** What a member is told of a mail: what happened, and what to do. None of it says a word about the other side. */
export interface NoticeWords {
  readonly subject: string;
  readonly happened: string;
  readonly toDo: string;
  /** Where one does it, if not in one's own mailbox. */
  readonly leadsTo: 'conversation' | 'addresses' | 'my-page';
}

export const noticeWords: Readonly<Record<NoticeReason, NoticeWords>> = {
  'relay.too_large': {
    subject: 'Your message was too large to be passed on',
    happened: `A message and all that is attached to it may have ${String(rawBytesMax / 1024 / 1024)} MB, and its text about as much as a long book. Yours has more, so it was not passed on.`,
    toDo: 'Send it again with fewer or smaller attachments.',
    leadsTo: 'conversation',
  },
  'relay.malformed': {
    subject: 'Your message could not be read',
    happened: 'Your mail program wrote your message in a way that cannot be read for sure, so it was not passed on.',
    toDo: 'Write it again as a new message, to the same address.',
    leadsTo: 'conversation',
  },
  'relay.closed': {
    subject: 'Your message was not passed on',
    happened: 'The address that you wrote to takes no more messages, so yours was not passed on.',
    toDo: 'There is nothing that you need to do. Your next introduction comes with its own address.',
    leadsTo: 'conversation',
  },
  'relay.rate_limited': {
    subject: 'That was a lot of messages at once',
    happened: `Up to ${String(perMinuteMax)} messages a minute and ${String(perDayMax)} a day are passed on to one person. Yours was one more, so it was not.`,
    toDo: 'Wait a while, and send it again.',
    leadsTo: 'conversation',
  },
  'relay.infected': {
    subject: 'Your message may hold a virus',
    happened: 'The mail service did not find your message free of viruses, so it was not passed on.',
    toDo: 'Check your attachments, and send the message again without them.',
    leadsTo: 'conversation',
  },
  'relay.spam': {
    subject: 'Your message looks like spam',
    happened: 'To the mail service your message looks like spam, so it was not passed on.',
    toDo: 'Write it again in other words and with fewer links.',
    leadsTo: 'conversation',
  },
  'relay.encrypted': {
    subject: 'Your message is encrypted',
    happened:
      'Your message is encrypted. Each message is written anew on its way, so that no address goes with it, and that cannot be done here.',
    toDo: 'Send it again without encryption.',
    leadsTo: 'conversation',
  },
  'relay.empty': {
    subject: 'There was nothing in your message to pass on',
    happened:
      'Your message was empty, or held nothing but what is never passed on, for example an office document, an archive or a contact card.',
    toDo: 'Write a few words, and send files as pictures or as PDF.',
    leadsTo: 'conversation',
  },
  'relay.leak': {
    subject: 'Your message was not passed on',
    happened: 'Your message may give an address away in a way that could not be mended, so it was not passed on.',
    toDo: 'Write it again as plain text, without addresses and without attachments.',
    leadsTo: 'conversation',
  },
  spoofed: {
    subject: 'A message in your name was refused',
    happened:
      'Somebody wrote to a private address in your name, and it could not be shown that the message came from you. It was not passed on.',
    toDo: 'If it was you, send it again through the mail service of your own address. If it was not, there is nothing that you need to do.',
    leadsTo: 'conversation',
  },
  unlisted: {
    subject: 'Is this other address yours?',
    happened:
      'A message came from an address that we do not know as yours, to a private address that only you may write to. It was not passed on.',
    toDo: 'If it was you, write from the address that gets this mail, or confirm the other one first. If it was not, there is nothing that you need to do.',
    leadsTo: 'addresses',
  },
  own_alias: {
    subject: 'You wrote to your own private address',
    happened:
      'Your message went to the private address by which others reach you, so it would have come back to you. It was not passed on.',
    toDo: 'Reply to the mail that introduced the two of you, or to one that you got since.',
    leadsTo: 'conversation',
  },
  outsiders: {
    subject: 'Others saw your address',
    happened:
      'Your message was passed on. It also went to others directly, as copies or as further recipients, and they saw the address that you wrote from.',
    toDo: 'To keep it private, write to the private address alone.',
    leadsTo: 'conversation',
  },
  repeated: {
    subject: 'Your message was held back',
    happened:
      'The same message came several times within minutes, as it does when two machines answer each other. It was passed on no further.',
    toDo: 'If you wrote it yourself, send it in other words. If it is an automatic answer, switch it off for this address.',
    leadsTo: 'conversation',
  },
  too_many_recipients: {
    subject: 'Your message names too many private addresses',
    happened: `One message goes to ${String(recipientsMax)} private addresses at the most. Yours names more, so it was not passed on.`,
    toDo: 'Write to each of them on their own.',
    leadsTo: 'conversation',
  },
  strangers: {
    subject: 'Strangers write to your private address',
    happened:
      'One of your private addresses seems to be known to strangers: many of them wrote to it today. Nothing of it was passed on to you, and nothing will be.',
    toDo: 'You can take a new private address on your page. The old one then stops working, and whoever you were introduced to is told the new one.',
    leadsTo: 'my-page',
  },
  replaced: {
    subject: 'The address that you wrote to has changed',
    happened: 'The person you wrote to has a new private address in this introduction, so your message was not passed on.',
    toDo: 'Send it again to the new address: it came to you by mail, and stands on your page.',
    leadsTo: 'my-page',
  },
  undelivered: {
    subject: 'Your message could not be delivered',
    happened: 'A message of yours was taken, but the mail service did not deliver it.',
    toDo: 'Send it again later, perhaps in other words or without attachments.',
    leadsTo: 'conversation',
  },
};
