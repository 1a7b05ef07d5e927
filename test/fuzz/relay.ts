import { parseArgs } from 'node:util';
import { createMailPipeline } from '../../adapters/email/relay/pipeline.ts';
import { remakeMail } from '../../adapters/email/relay/relay-mail.ts';
import { makeKeepForChat } from '../../domain/relay/conversations/chat-mail.ts';
import { commandIn } from '../../domain/relay/conversations/command.ts';
import type { Rebuilt } from '../../domain/relay/ports.ts';
import { scrubSetOf } from '../../domain/relay/scrub/spellings.ts';
import { type Random, seededRandom } from '../../domain/kernel/random.ts';
import { disguisedVectors } from '../adapters/email/relay/vectors/disguised.ts';
import { headerVectors } from '../adapters/email/relay/vectors/headers.ts';
import { htmlVectors } from '../adapters/email/relay/vectors/html.ts';
import { partVectors } from '../adapters/email/relay/vectors/parts.ts';
import { textVectors } from '../adapters/email/relay/vectors/text.ts';
import { envelope, partner, sender } from '../adapters/email/relay/vectors/vector.ts';

/**
 * `npm run fuzz relay [-- --seconds 30 --seed 1]`: mails that are cut, doubled, spliced and bent at random go through the relay, and are
 * asked for words that order. Whatever comes of them, nothing is thrown, and no address of the two stands in what is relayed or kept for the chat. Fails with
 * the seed and the number of the mail.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '30' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } },
});
if (positionals[0] !== 'relay') {
  process.stderr.write('npm run fuzz relay [-- --seconds 30 --seed 1]\n');
  process.exit(2);
}

const mails = [...headerVectors, ...textVectors, ...htmlVectors, ...partVectors, ...disguisedVectors].map(({ raw }) => Buffer.from(raw));

const pipeline = createMailPipeline();
const keepForChat = makeKeepForChat({});
const scrubbed = scrubSetOf({ sender, partner });

const pieces = [
  '\r\n',
  '\r',
  '\n',
  '\0',
  '--edge',
  '--edge--',
  'Content-Type: ',
  'multipart/mixed; boundary=""',
  'Content-Transfer-Encoding: base64',
  '=?utf-8?B?',
  '?=',
  '=\r\n',
  '=40',
  '&#64;',
  '<',
  '>',
  '"',
  ';',
  ':',
  '\u200b',
  '\ufeff',
  'canary.q7x9@example.org',
  'charset=utf-16',
  'charset=utf-7',
  'From: x@example.com',
  '\xff\xfe',
].map((piece) => Buffer.from(piece, 'latin1'));

const mutated = (random: Random): Buffer => {
  const pick = <T>(items: readonly T[]): T => items[random.int(items.length)] as T;
  let mail = pick(mails);
  for (let change = random.int(6); change >= 0; change--) {
    const at = random.int(mail.length + 1);
    const to = Math.min(mail.length, at + random.int(80));
    switch (random.int(6)) {
      case 0:
        mail = Buffer.concat([mail.subarray(0, at), pick(pieces), mail.subarray(at)]);
        break;
      case 1:
        mail = Buffer.concat([mail.subarray(0, at), mail.subarray(to)]);
        break;
      case 2:
        mail = Buffer.concat([mail.subarray(0, to), mail.subarray(at)]);
        break;
      case 3: {
        const other = pick(mails);
        mail = Buffer.concat([mail.subarray(0, at), other.subarray(random.int(other.length))]);
        break;
      }
      case 4:
        mail = Buffer.from(mail);
        if (mail.length > 0) mail[at % mail.length] = random.int(256);
        break;
      default:
        mail = Buffer.concat([
          mail.subarray(0, at),
          ...Array.from({ length: random.int(40) }, () => mail.subarray(at, to)),
          mail.subarray(to),
        ]);
    }
  }
  return mail;
};

// A letter beside an address makes it somebody else's, as does a missing dot anywhere but at Gmail; one with an accent too (`=C3=88`).
const hidden =
  /(?<![a-z0-9._+-]|=C[3-9]=[89AB][0-9A-F])(canary[.]q7x9@example[.]org|canary[.]?q7x9@gmail[.]com|canary[.]b5y8@example[.]net)(?![a-z0-9.-]|=C[3-9]=)/i;
/** The same where letters are letters. */
const hiddenInText =
  /(?<![\p{L}\p{M}\p{N}._+-])(canary[.]q7x9@example[.]org|canary[.]?q7x9@gmail[.]com|canary[.]b5y8@example[.]net)(?![\p{L}\p{M}\p{N}.-])/iu;
const seed = Number(values.seed);
const until = Date.now() + Number(values.seconds) * 1_000;
const outcomes = new Map<string, number>();
let slowest = { ms: 0, number: 0 };
let number = 0;
for (; Date.now() < until; number++) {
  const mail = mutated(seededRandom(seed).fork(String(number)));
  const began = performance.now();
  try {
    const relayed = await remakeMail(mail, envelope);
    const { mail: read } = await pipeline.open(mail);
    if (read.ok) commandIn(pipeline.wordsOf(read.value), scrubbed);
    const outcome = relayed.ok ? 'relayed' : relayed.error.code;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (relayed.ok && hiddenInText.test(await keptOf(relayed.value))) fail('gave somebody away in the chat');
    if (
      relayed.ok &&
      hidden.test(Buffer.from(relayed.value.raw).toString('latin1').replace(`To: ${partner.email}`, '').replace(/=\r\n/g, ''))
    )
      fail('gave somebody away');
  } catch (error) {
    fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const ms = performance.now() - began;
  if (ms > slowest.ms) slowest = { ms, number };
}

console.log(
  `seed ${String(seed)}: ${String(number)} mails, none threw, none gave anybody away; the slowest took ${slowest.ms.toFixed(0)} ms (number ${String(slowest.number)})`,
);
for (const [outcome, count] of [...outcomes].sort(([, one], [, other]) => other - one))
  console.log(`${outcome.padEnd(28)}${String(count).padStart(8)}`);
process.exit(0);

/** What the chat keeps of it. */
async function keptOf({ shown: make }: Rebuilt): Promise<string> {
  const shown = make();
  const content = await keepForChat({
    conversationId: 'conversation',
    id: 'message',
    shown,
    wrote: { subject: '', text: '' },
    writer: sender,
    reader: partner,
  });
  const words = content.kind === 'mail' ? [content.subject, content.text] : [];
  return [...words, Buffer.from(shown.html ?? []).toString(), ...shown.files.map(({ name }) => name)].join('\n');
}

function fail(why: string): never {
  console.error(`seed ${String(seed)}, mail ${String(number)}: ${why}`);
  process.exit(1);
}
