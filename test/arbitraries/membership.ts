import fc from 'fast-check';

/** One of a few people, so that histories meet the same person again. */
export const people = fc.constantFrom('ana', 'ben', 'cleo');

/** An address that is `person`'s in one of the spellings that all mean them. */
export const spellingOf = (person: string, domain = 'example.com'): fc.Arbitrary<string> =>
  fc
    .record({
      upper: fc.array(fc.boolean(), { minLength: person.length, maxLength: person.length }),
      tag: fc.constantFrom('', '+loop', '+a+b', '+X'),
      shout: fc.boolean(),
      around: fc.constantFrom('', ' ', '\t'),
    })
    .map(({ upper, tag, shout, around }) => {
      const local = [...person].map((letter, at) => (upper[at] === true ? letter.toUpperCase() : letter)).join('');
      return `${around}${local}${tag}@${shout ? domain.toUpperCase() : domain}${around}`;
    });

/** How a person may stand when a stranger types their address. */
export const situations = [
  'unknown',
  'invited',
  'active',
  'paused',
  'left',
  'suspended',
  'banned',
  'banned and erased',
  'mails used up',
] as const;
export type Situation = (typeof situations)[number];
