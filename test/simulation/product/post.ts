import { wordsOfRelayed } from '../../../adapters/memory/relayed-mail.ts';
import { dayMs } from '../../../domain/kernel/instant.ts';
import type { ArrivedMail } from '../../../domain/relay/conversations/use-cases.ts';
import { rawKeptDays } from '../../../domain/relay/limits.ts';
import { leaf, multipart } from '../../support/relay-mails.ts';
import { png } from '../../support/relay-pictures.ts';
import type { Delivered } from '../../support/product-mail-service.ts';
import { atRelay, type Ends, type Simulation } from './simulation.ts';

const pass = { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' } as const;
/** Notices of one mail are tried so often before they are put aside. */
const noticeTriesMax = 12;
/** A queue and its dead letters let go of a notice then, whatever came of it. */
const noticesKeptMs = rawKeptDays * dayMs;

export interface Letter {
  readonly ends: Ends;
  readonly to: string;
  readonly word: string;
  readonly text: string;
  /** As HTML, with a picture beside. */
  readonly isLaidOut?: boolean | undefined;
  readonly answers?: { readonly messageId: string | undefined; readonly references: readonly string[] } | undefined;
}

/** Somebody’s mail program hands a mail over: its bytes are kept, and its notice waits. */
export const post = (sim: Simulation, { ends, to, word, text, isLaidOut = false, answers }: Letter): void => {
  const { person, partner, conversationId } = ends;
  const { clock, raw, mails } = sim.around;
  const id = `mail-${word}`;
  const at = clock.now();
  const thread = answers?.messageId === undefined ? [] : [`In-Reply-To: <${answers.messageId}>`, `References: ${referencesOf(answers)}`];
  const lines = [
    `From: ${person.name} <${person.email}>`,
    `To: ${to}`,
    `Subject: About ${conversationId.slice(0, 4)}`,
    `Message-ID: <${word}@${person.email.replace(/^.*@/, '')}>`,
    ...thread,
    'MIME-Version: 1.0',
    ...(isLaidOut ? laidOut(text, person.email) : leaf('text/plain; charset=utf-8', text)),
    '',
  ];
  raw.set(`incoming/${id}`, Buffer.from(lines.join('\r\n')));
  const mail: ArrivedMail = {
    id,
    recipients: [to],
    mailFrom: person.email,
    verdicts: pass,
    rawKey: `incoming/${id}`,
    receivedAt: at,
    attempt: 1,
  };
  mails.arriving.waiting.push({ mail, tries: 0, copies: 0 });
  person.words.add(word);
  sim.promises.mails.push({ id, word, conversationId, person: person.number, partner: partner.number, at, outcomes: [] });
};

const laidOut = (text: string, email: string): readonly string[] =>
  multipart(
    'mixed',
    'parts',
    leaf('text/html; charset=utf-8', `<p>${text}</p><p><a href="mailto:${email}"><b>Write</b> to me</a></p>`),
    leaf('image/png; name="us.png"', png().toString('base64'), 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment'),
  );

const referencesOf = ({ messageId, references }: NonNullable<Letter['answers']>): string =>
  [...references, messageId ?? ''].map((id) => `<${id}>`).join(' ');

/** Tells a process of the `n`th mail that waits. It stays in the queue until somebody has dealt with it, and once more where it comes twice. */
export const tellOfMail = async (
  sim: Simulation,
  { n, by, isTwice }: { readonly n: number; readonly by: number; readonly isTwice: boolean },
): Promise<void> => {
  const { waiting, deadLetters } = sim.around.mails.arriving;
  const notice = waiting[n % Math.max(1, waiting.length)];
  if (notice === undefined) return;
  notice.tries += 1;
  const answer = await sim.ask(by, async ({ forward }) => forward({ ...notice.mail, attempt: notice.tries }));
  const isDone = answer !== 'lost' && answer.ok;
  if (answer !== 'lost' && answer.ok) sim.promises.mails.find(({ id }) => id === notice.mail.id)?.outcomes.push(...answer.value);
  const isOver = sim.around.clock.now() > notice.mail.receivedAt + noticesKeptMs;
  if (!isDone && (isOver || notice.tries >= noticeTriesMax)) deadLetters.push({ mail: notice.mail, isOver });
  else if (!isDone) return;
  if (isDone && isTwice && notice.copies === 0) notice.copies = 1;
  else waiting.splice(waiting.indexOf(notice), 1);
};

/** Answers the `n`th mail between members in somebody’s mailbox, quoting it. */
export const answer = async (sim: Simulation, n: number, text: string): Promise<void> => {
  const letters = sim.around.mails.delivered.filter(({ kind }) => kind === 'relayed');
  const mail = letters[n % Math.max(1, letters.length)];
  if (mail === undefined) return;
  const conversation = [...sim.truth.claimed.keys()].indexOf(sim.truth.aliases.get(mail.tag ?? '')?.conversationId ?? '');
  const ends = conversation === -1 ? undefined : sim.ends(conversation, mail.tag?.endsWith('a') ? 'a' : 'b');
  if (ends === undefined || ends.person.email !== mail.to) return;
  const read = await wordsOfRelayed(Buffer.from(mail.source));
  const [, from = atRelay(ends.other.alias)] = /<([^<>]+)>/.exec(read.from) ?? [];
  const word = sim.freshWord();
  const quoted = ['On Monday, they wrote:', ...read.text.split(/\r?\n/).map((line) => `> ${line}`)].join('\r\n');
  post(sim, { ends, to: from, word, text: `${word} ${text}\r\n\r\n${quoted}`, answers: read });
};

/** What a mail says itself, without what it quotes. */
export const ownWordsOf = async ({ source }: Delivered): Promise<{ readonly words: readonly string[]; readonly tellsOfVoice: boolean }> => {
  const { text } = await wordsOfRelayed(Buffer.from(source));
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*>/.test(line));
  const own = lines.join('\n');
  return { words: own.match(/\bword\d+end\b/g) ?? [], tellsOfVoice: own.includes('[Voice note, ') };
};
