import { domainToASCII, domainToUnicode } from 'node:url';
import { plainLetters } from './fold.ts';
import { backwards, rot13 } from './letters.ts';

/** The hidden addresses by domain, for a search that looks for domains first. */
export interface Targets {
  readonly domains: readonly TargetDomain[];
  /** Bytes of the shortest of them. */
  readonly addressBytesMin: number;
  /** What no text without them has to be folded for. */
  readonly hints: readonly Hint[];
}

/** Labels of a domain in one of its disguises. */
export interface Hint {
  /** The longest, of which there is one for several domains. */
  readonly first: Buffer;
  readonly rest: readonly (readonly Buffer[])[];
}

export interface TargetDomain {
  /** Folded, UTF-8. */
  readonly domain: Buffer;
  readonly locals: readonly TargetLocal[];
}

export interface TargetLocal {
  /** Folded, without `+tag`, and at Gmail without dots. */
  readonly local: Buffer;
  /** Dots make no difference (Gmail). */
  readonly isDotless: boolean;
  /** `me at example.com` says where somebody is found, not where they read mail. */
  readonly isOrdinaryWord: boolean;
}

/** Throws where an address has no local part or no domain: a scan for nothing would find nothing. */
export const targetsOf = (addresses: readonly string[]): Targets => {
  const domains = new Map<string, Map<string, TargetLocal>>();
  for (const address of addresses) {
    const at = address.lastIndexOf('@');
    if (at < 1 || at === address.length - 1) throw new Error('A hidden address is no address.');
    const written = plainLetters(address.slice(at + 1).trim());
    const isGmail = gmailDomains.includes(written);
    const local = localOf(address.slice(0, at), isGmail);
    for (const domain of isGmail ? gmailDomains : spellingsOfDomain(written)) {
      const locals = domains.get(domain) ?? new Map<string, TargetLocal>();
      locals.set(local, { local: Buffer.from(local), isDotless: isGmail, isOrdinaryWord: ordinaryWords.has(local) });
      domains.set(domain, locals);
    }
  }
  const list = [...domains].map(([domain, locals]) => ({ domain: Buffer.from(domain), locals: [...locals.values()] }));
  const lengths = list.flatMap(({ domain, locals }) => locals.map(({ local }) => domain.length + local.length + 1));
  return { domains: list, addressBytesMin: Math.min(...lengths), hints: hintsOf(list) };
};

const hintsOf = (domains: readonly TargetDomain[]): readonly Hint[] => {
  const hints = new Map<string, (readonly Buffer[])[]>();
  for (const { domain } of domains)
    for (const disguise of [(label: Buffer) => label, backwards, rot13]) {
      const labels = plainLabelsOf(domain.toString('latin1')).map((label) => disguise(Buffer.from(label, 'latin1')));
      const [first = Buffer.alloc(0), ...rest] = labels.toSorted((one, other) => other.length - one.length);
      const key = first.toString('latin1');
      hints.set(key, [...(hints.get(key) ?? []), rest]);
    }
  return Array.from(hints, ([first, rest]) => ({ first: Buffer.from(first, 'latin1'), rest }));
};

/** What is left out of the letters of a text (`lettersOfText`) tells nothing: every text is folded for a domain that has it. */
const plainLabelsOf = (domain: string): readonly string[] => (domain.includes('>') ? [''] : domain.split('.'));

const localOf = (written: string, isGmail: boolean): string => {
  const local = plainLetters(written.trim()).replace(/^"(.*)"$/, '$1');
  const untagged = local.replace(/(?<=.)\+.*$/, '');
  return isGmail ? untagged.replaceAll('.', '') : untagged;
};

const gmailDomains = ['gmail.com', 'googlemail.com'];

/** As it is written, in ASCII and in its own script (RFC 5890). */
const spellingsOfDomain = (domain: string): readonly string[] => [
  ...new Set([domain, domainToASCII(domain), plainLetters(domainToUnicode(domain))].filter((spelling) => spelling !== '')),
];

// What stands before "at example.com" in ordinary prose: "find me at", "say hello at", "the team at".
const ordinaryWords: ReadonlySet<string> = new Set(
  'me us you him her them find look be work works here hello hi info contact mail email write team studio office shop sales support'
    .concat(' art design photo press admin home booking team jobs news web')
    .split(' '),
);
