import * as z from 'zod';
import type { Envelope } from '../../adapters/email/relay/relay-mail.ts';
import { jsonIn } from '../../adapters/files/json.ts';
import { type FileProblem, type Problems, problemsOf } from '../../adapters/files/problem.ts';
import { readTextFile } from '../../adapters/files/text-file.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { verdictWords } from '../../domain/relay/verdicts.ts';

const address = z.string().regex(/^[^\s@<>]{1,128}@[^\s@<>]{1,253}$/, 'write a mail address');
const correspondent = z.strictObject({
  email: address,
  otherEmails: z.array(address).default([]),
  name: z.string().max(200),
  alias: address,
});
const verdict = z.enum(verdictWords, `write one of: ${verdictWords.join(', ')}`);

const shape = z
  .strictObject({
    recipient: address,
    now: z.iso.datetime({ offset: true, message: 'write a moment, for example 2026-11-20T10:00:00Z' }),
    sender: correspondent,
    partner: correspondent,
    verdicts: z.strictObject({ spf: verdict, dkim: verdict, dmarc: verdict, spam: verdict, virus: verdict }),
    mailFrom: z.union([address, z.literal('')], 'write a mail address, or "" for <>'),
    known: z.array(z.strictObject({ theirs: z.string().min(1), ours: z.string().min(1) })).default([]),
  })
  .refine(({ recipient, partner }) => recipient.toLowerCase() === partner.alias.toLowerCase(), {
    path: ['recipient'],
    message: 'it has to be the alias of the partner: who is written to',
  });

/** What `match.json` says of the two, or every problem in it at once. */
export const readRelayContext = (file: string): Result<Envelope, Problems> => {
  const text = readTextFile(file);
  if (!text.ok) return err(problemsOf(text.error));
  const json = jsonIn(text.value);
  if (json === undefined) return err(problemsOf(problem(file, 'match.not_json', 'this is no JSON')));
  const read = shape.safeParse(json);
  if (!read.success)
    return err(
      problemsOf(...read.error.issues.map((issue) => problem(file, 'match.malformed', `${issue.path.join('.')}: ${issue.message}`))),
    );
  const { now, sender, partner, verdicts, mailFrom, known } = read.data;
  return ok({ sender, partner, verdicts, mailFrom, known, sentAt: Date.parse(now), isOurHop: () => true });
};

const problem = (file: string, code: string, message: string): FileProblem => ({ file, line: null, column: null, code, message });
