import type { AliasName } from '../../kernel/alias-name.ts';
import type { Clock } from '../../kernel/clock.ts';
import { changed } from '../../kernel/decision.ts';
import { err } from '../../kernel/result.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { admit, type Admission } from '../gate.ts';
import type { Conversations, Correspondents, OpenedMail } from '../ports.ts';
import { scrubSetOf } from '../scrub/spellings.ts';
import { alsoRefused, over, type Refusal, tooLarge } from './against.ts';
import { claimOf } from './claim.ts';
import { commandIn } from './command.ts';
import type { Conversation } from './conversation.ts';
import { makeLookUp } from './correspondence.ts';
import { makeHops } from './hops.ts';
import { type Claim, tell, whoIsTold, withRefusal } from './notices.ts';
import { makePassOn, type PassOnNeeds } from './pass-on.ts';
import { withAttempt } from './traffic.ts';
import type { ActOnConversation, ArrivedMail, ForwardOutcome } from './use-cases.ts';

export interface ForwardToNeeds extends PassOnNeeds {
  readonly conversations: Conversations;
  readonly correspondents: Correspondents;
  readonly act: ActOnConversation;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

/** One mail at one of its recipients. */
export interface Arriving {
  readonly alias: AliasName;
  /** `undefined` where the alias is nobody's. */
  readonly conversation: Conversation | undefined;
  readonly arrived: ArrivedMail;
  /** Larger than any mail may be: nothing of it was read. */
  readonly opened: OpenedMail | 'too_large';
  /** How many at the relay it is for. */
  readonly recipients: number;
}

/** `unchecked`: the mail service could not tell whether it is what it says; to be looked at again. */
export type ForwardTo = (arriving: Arriving) => Promise<ForwardOutcome | 'unchecked'>;

export const makeForwardTo = (needs: ForwardToNeeds): ForwardTo => {
  const { conversations, secrets, clock, pipeline, act } = needs;
  const lookUp = makeLookUp(needs);
  const passOn = makePassOn(needs);
  const hops = makeHops(secrets);

  const refuse = makeRefuse(needs);

  return async (arriving) => {
    const { conversation, arrived, opened } = arriving;
    if (conversation === undefined) return 'relay.alias_unknown';
    const id = messageIdAt(arriving, secrets);
    const messages = await conversations.messages(conversation.reader.conversationId);
    if (messages.some((message) => message.id === id)) return 'there_already';

    const correspondence = await lookUp(conversation);
    const headers = opened === 'too_large' || !opened.headers.ok ? undefined : opened.headers.value;
    const claim = claimOf({ headers, mailFrom: arrived.mailFrom, verdicts: arrived.verdicts, ...correspondence });
    if (opened === 'too_large' || headers === undefined || correspondence.writer === undefined)
      return refuse(arriving, { claim, refusal: correspondence.writer === undefined ? over : tooLarge });
    const { writer, reader } = correspondence;

    const also = alsoRefused(conversation, { recipients: arriving.recipients, correspondence, opened, now: clock.now() });
    const admission = admit({
      rawBytes: opened.rawBytes,
      headers,
      mailFrom: arrived.mailFrom,
      verdicts: arrived.verdicts,
      sender: writer,
      partner: reader,
      isOurHop: hops.isOurs,
      alsoRefused: also,
    });
    if (admission.kind === 'retry') {
      if (arrived.attempt < attemptsMax) return 'unchecked';
      return refuse(arriving, { claim, refusal: admission });
    }
    const command =
      mayCommand(admission) && opened.mail.ok
        ? commandIn(pipeline.wordsOf(opened.mail.value), scrubSetOf({ sender: writer, partner: reader }))
        : undefined;
    if (command !== undefined) {
      await act({ alias: conversation.writer.alias, act: command, isByMail: true });
      return 'commanded';
    }
    if (admission.kind === 'refused') {
      const refusal = also.find((each) => each.code === admission.refused.code && each.message === admission.refused.message);
      return refuse(arriving, { claim, refusal: refusal ?? admission.refused });
    }
    if (!opened.mail.ok) return refuse(arriving, { claim, refusal: opened.mail.error });
    const passed = await passOn({
      id,
      conversation,
      messages,
      writer,
      reader,
      headers,
      opened,
      mail: opened.mail.value,
      arrived,
      recipients: arriving.recipients,
    });
    return typeof passed === 'string' ? passed : refuse(arriving, { claim, refusal: passed, isMade: true });
  };
};

interface Refused {
  readonly claim: Claim;
  readonly refusal: Refusal;
  /** It was made anew first. */
  readonly isMade?: boolean;
}

/** Counts a refusal with the alias, and tells whoever is to hear of it. */
const makeRefuse =
  ({ conversations, secrets, clock }: Pick<ForwardToNeeds, 'conversations' | 'secrets' | 'clock'>) =>
  async (arriving: Arriving, { refusal, claim, isMade = false }: Refused): Promise<ForwardOutcome> => {
    const now = clock.now();
    const cause = messageIdAt(arriving, secrets);
    // Who only says that they are one of the two is counted as well: otherwise the count would tell whose name was guessed.
    const isStranger = claim.of === 'nobody' || !claim.isAuthentic;
    await conversations.change(arriving.alias, (conversation) => {
      if (conversation === undefined) return err(undefined);
      const counted = withRefusal(isMade ? withAttempt(conversation, { cause, now }) : conversation, {
        code: refusal.code,
        isStranger,
        now,
        cause,
      });
      const told = refusal.told ?? whoIsTold(refusal.code, claim);
      const { next, outgoing } = told === undefined ? counted : tell(counted, told, { now, cause });
      return changed(next, undefined, outgoing);
    });
    return refusal.code;
  };

/** Names one mail at one recipient, for ever the same: whatever is told of again is known by it. */
export const messageIdAt = ({ arrived, alias }: Pick<Arriving, 'arrived' | 'alias'>, secrets: Pick<Secrets, 'hash'>): string =>
  secrets.hash(`${arrived.id}\n${alias}`).slice(0, idCharacters);

const idCharacters = 32;

/** The mail service told of a mail so often, and could not check it. */
const attemptsMax = 4;

/** Who is shown to be the writer may stop what is closed or too much, too. */
const mayCommand = (admission: Admission): boolean =>
  admission.kind === 'admitted' ||
  (admission.kind === 'refused' && (admission.refused.code === 'relay.closed' || admission.refused.code === 'relay.rate_limited'));
