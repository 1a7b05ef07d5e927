/** Run in a process of its own, with the path of a mail: says by how many sizes of that mail the process grew at most. */
import { readFileSync } from 'node:fs';
import { relayMail } from '../../adapters/email/relay/relay-mail.ts';
import { attached, envelope } from './relay.ts';

// What is loaded and compiled once is no part of what one mail costs.
await relayMail(Buffer.from(attached(0)), envelope);
const raw = readFileSync(process.argv[2] ?? '');
globalThis.gc?.();
const before = process.resourceUsage().maxRSS;
const relayed = await relayMail(raw, envelope);
if (!relayed.ok) throw new Error(relayed.error.code);
process.stdout.write(String(((process.resourceUsage().maxRSS - before) * 1024) / raw.length));
process.exit();
