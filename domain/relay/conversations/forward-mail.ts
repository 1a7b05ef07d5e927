import { type AliasName, parseAliasName } from '../../kernel/alias-name.ts';
import { asciiLowerCase } from '../../kernel/email-address.ts';
import { err, ok } from '../../kernel/result.ts';
import { rawBytesMax, recipientsMax } from '../limits.ts';
import type { OpenedMail, RawMails, RelayFigures, SettledMails } from '../ports.ts';
import type { Conversation } from './conversation.ts';
import { type ForwardToNeeds, makeForwardTo, messageIdAt } from './forward-to.ts';
import type { ArrivedMail, ForwardMail, ForwardOutcome, NotYet } from './use-cases.ts';

export interface ForwardNeeds extends ForwardToNeeds {
  readonly rawMails: RawMails;
  readonly settledMails: SettledMails;
  readonly figures: Pick<RelayFigures, 'count'>;
}

export const makeForwardMail = (needs: ForwardNeeds): ForwardMail => {
  const { conversations, correspondents, rawMails, settledMails, pipeline, figures, relayDomain } = needs;
  const forwardTo = makeForwardTo(needs);

  /**
   * Its bytes are gone because it was dealt with: what is left is its place in a thread, or the note that nothing came of it; and nothing
   * where one of the two was erased since.
   */
  const isSettled = async (arrived: ArrivedMail, known: ReadonlyMap<AliasName, Conversation>): Promise<boolean> => {
    if (await settledMails.has(arrived.id)) return true;
    let isErased = known.size > 0;
    for (const [alias, { reader, writer }] of known) {
      const messages = await conversations.messages(reader.conversationId);
      if (messages.some(({ id }) => id === messageIdAt({ arrived, alias }, needs.secrets))) return true;
      const both = await Promise.all([reader, writer].map(async ({ member }) => correspondents.find(member)));
      isErased &&= reader.status === 'closed' && both.includes(undefined);
    }
    // With one of the two went everything that would tell it.
    return isErased;
  };

  const knownAmong = async (aliases: readonly AliasName[]): Promise<ReadonlyMap<AliasName, Conversation>> => {
    const known = new Map<AliasName, Conversation>();
    for (const alias of aliases) {
      const conversation = await conversations.of(alias);
      if (conversation !== undefined) known.set(alias, conversation);
    }
    return known;
  };

  return async (arrived) => {
    const named = aliasesIn(arrived.recipients, relayDomain);
    // Nothing is read of a mail to addresses that are nobody's.
    const known = await knownAmong(named.slice(0, lookedAtMax));
    const aliases = known.size > 0 ? named : [];
    const unknown = arrived.recipients.length - aliases.length;
    const bytes = aliases.length === 0 ? 'missing' : await rawMails.read(arrived.rawKey, rawBytesMax);
    if (aliases.length > 0 && bytes === 'missing')
      return (await isSettled(arrived, known)) ? ok(aliases.map(() => 'there_already')) : notYet('raw_missing');
    const opened: OpenedMail | 'too_large' = typeof bytes === 'string' ? 'too_large' : await pipeline.open(bytes);
    const outcomes: ForwardOutcome[] = Array<ForwardOutcome>(unknown).fill('relay.alias_unknown');
    const isForMany = aliases.length > recipientsMax;
    for (const alias of isForMany ? aliases.slice(0, lookedAtMax) : aliases) {
      const outcome = await forwardTo({ alias, conversation: known.get(alias), arrived, opened, recipients: aliases.length });
      if (outcome === 'unchecked') return notYet('unchecked');
      outcomes.push(outcome);
      // Whoever writes to many hears of it once, by the first that can tell them.
      if (isForMany && !tellsNothingOfOthers.has(outcome)) break;
    }
    outcomes.push(...Array<ForwardOutcome>(arrived.recipients.length - outcomes.length).fill('relay.rate_limited'));
    for (const code of new Set(outcomes)) {
      // An envelope names hundreds, and whoever wrote it may be anybody.
      const often = Math.min(recipientsMax, outcomes.filter((outcome) => outcome === code).length);
      if (isFigure(code)) for (let time = 0; time < often; time++) await figures.count(code, arrived.receivedAt);
    }
    // What waits to leave is made from the raw mail.
    if (!outcomes.some((outcome) => outcome === 'relayed' || outcome === 'there_already')) {
      await settledMails.add(arrived.id, arrived.receivedAt);
      await rawMails.remove(arrived.rawKey);
    }
    return ok(outcomes);
  };
};

/** What one address says of itself alone: of a mail for many the next one is asked, up to so many. */
const tellsNothingOfOthers: ReadonlySet<ForwardOutcome> = new Set(['relay.alias_unknown', 'relay.sender_not_allowed', 'relay.closed']);
const lookedAtMax = 10;

const notYet = (because: NotYet['because']) => err<NotYet>({ code: 'relay.not_yet', because });

/** Recipients that may be aliases, each once. Which domain they are at was decided by who took the mail; another one is none of ours. */
const aliasesIn = (recipients: readonly string[], relayDomain: string): readonly AliasName[] => {
  const names = recipients.flatMap((recipient) => {
    const at = recipient.lastIndexOf('@');
    const alias =
      asciiLowerCase(recipient.slice(at + 1)) === asciiLowerCase(relayDomain) ? parseAliasName(recipient.slice(0, at)) : undefined;
    return alias === undefined ? [] : [alias];
  });
  return [...new Set(names)];
};

type Figure = Exclude<ForwardOutcome, 'there_already' | 'duplicate' | 'commanded'>;
const isFigure = (outcome: ForwardOutcome): outcome is Figure =>
  outcome !== 'there_already' && outcome !== 'duplicate' && outcome !== 'commanded';
