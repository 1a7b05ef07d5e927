import { relayMail } from '../../adapters/email/relay/relay-mail.ts';
import { type Problems, problemsOf } from '../../adapters/files/problem.ts';
import { checkOutputs, writeOutputs } from '../../adapters/files/output-files.ts';
import { readBytes } from '../../adapters/files/text-file.ts';
import { rawBytesMax } from '../../domain/relay/limits.ts';
import type { RelayRefused } from '../../domain/relay/refusals.ts';
import { readRelayContext } from './relay-context.ts';
import { type ExitCode, exitCode, print, refuse, say } from './terminal.ts';

export interface RelayPreviewOptions {
  readonly context: string;
  readonly out: string;
}

/**
 * `loop relay preview`: writes what the partner would get. Exit code 0 where it is relayed, 3 for every mail that is not, with one JSON
 * object on standard output; 2 where a file cannot be used.
 */
export const previewRelay = async (mail: string, { context, out }: RelayPreviewOptions): Promise<ExitCode> => {
  const envelope = readRelayContext(context);
  if (!envelope.ok) return misuse(envelope.error);
  const places = checkOutputs([out], [mail, context]);
  if (!places.ok) return misuse(problemsOf(places.error));
  const raw = readBytes(mail, rawBytesMax);
  if (!raw.ok && raw.error.code === 'file.too_large')
    return notRelayed({ code: 'relay.too_large', message: `The mail is larger than ${String(rawBytesMax / 1024 / 1024)} MB.` });
  if (!raw.ok) return misuse(problemsOf(raw.error));
  const relayed = await relayMail(raw.value, envelope.value);
  if (!relayed.ok) return notRelayed(relayed.error);
  const written = writeOutputs([{ path: out, content: [relayed.value] }]);
  if (!written.ok) return misuse(problemsOf(written.error));
  say(`${out} is what the partner would get.`);
  return exitCode.done;
};

const notRelayed = ({ code, message }: RelayRefused): ExitCode => {
  print(`${JSON.stringify({ refused: code, message })}\n`);
  return exitCode.refused;
};

/** 3 is for mails that are not relayed; a file that cannot be used is wrong use. */
const misuse = (problems: Problems): ExitCode => {
  refuse(problems, { json: false });
  return exitCode.usage;
};
