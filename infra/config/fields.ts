import * as z from 'zod';

/** What one key of a stack's configuration may say; each refusal says what belongs there and never what was. */
const text = (pattern: RegExp, help: string) => z.string().regex(pattern, help);

export const choice = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.enum(words, `write one of: ${words.join(', ')}`);

/** As one person types it; who may have an address with us is decided when mails are sent. */
export const address = text(/^[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>]+$/, 'write a mail address, for example circle@example.com');

/** An address, also with a name before it (RFC 5322, 3.4). */
export const sender = text(
  /^([^<>"\r\n]{1,100} <[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>]+>|[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>]+)$/,
  'write a mail address, also with a name: Circle <circle@example.com>',
);

export const domain = text(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/,
  'write a domain in small letters, for example circle.example.com',
);

/** A tag may be pushed over; what runs is named by its digest. */
export const image = text(
  /^[a-z0-9][a-z0-9.:-]*(\/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$/,
  'write an image by its digest, <registry>/<repository>@sha256:<64 digits>; `npm run image` prints it',
);

export const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'write a region, for example eu-central-1');
export const hostedZoneId = text(/^Z[A-Z0-9]{1,31}$/, 'write the id of a hosted zone in Route 53, for example Z0123456789ABCDEFGHIJ');
export const certificateArn = text(
  /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+$/,
  'write the ARN of a certificate in us-east-1, where CloudFront takes its certificates from',
);
export const tagValue = text(/^[\p{L}\p{N} _.:/=+@-]{1,128}$/u, 'write a tag: letters, digits, spaces and _.:/=+@- , 128 at most');

export const flag = z.enum(['true', 'false'], 'write true or false').transform((given) => given === 'true');

export const whole = ({ least, most }: { readonly least: number; readonly most: number }) =>
  z.string().transform((given, context): number => {
    const value = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
    if (value >= least && value <= most) return value;
    context.addIssue({ code: 'custom', message: `write a whole number from ${String(least)} to ${String(most)}` });
    return z.NEVER;
  });

/** In units of ECS: 1,024 are a processor. */
export interface TaskSize {
  readonly cpu: number;
  readonly memoryMb: number;
}

const taskSizeHelp =
  'write units of a processor and MB of memory that Fargate has together: 1024,2048 to 1024,8192, 2048,4096 to 2048,16384, 4096,8192 to 4096,30720';

/** A pair that Fargate has (ECS Developer Guide, "Task CPU and memory"), in whole GB of memory: `1024,2048`. */
export const taskSize = text(/^\d{3,5},\d{3,6}$/, taskSizeHelp).transform((given, context): TaskSize => {
  const [cpu = 0, memoryMb = 0] = given.split(',').map(Number);
  const [least, most, step] = gbOf[cpu] ?? [0, -1, 1];
  const gb = memoryMb / 1_024;
  if (gb >= least && gb <= most && (gb - least) % step === 0) return { cpu, memoryMb };
  context.addIssue({ code: 'custom', message: taskSizeHelp });
  return z.NEVER;
});

/** The least and the most GB of memory with so much processor, and the step between. */
const gbOf: Readonly<Record<number, readonly [least: number, most: number, step: number]>> = {
  512: [1, 4, 1],
  1_024: [2, 8, 1],
  2_048: [4, 16, 1],
  4_096: [8, 30, 1],
  8_192: [16, 60, 4],
  16_384: [32, 120, 8],
};

/** One or two names, the first of them in use: `1`, `1,2` while one takes the place of the other. */
export const oneOrTwo = text(
  /^[a-z0-9]{1,8}(,[a-z0-9]{1,8})?$/,
  'write one name, or two with a comma between them: 1, then 1,2, then 2,1, then 2',
).transform((given) => given.split(',') as readonly string[]);
