import { ContainerModule } from 'inversify';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import { makeActOnConversation } from '../../domain/relay/conversations/act-on-conversation.ts';
import { makeAliasHistory, makeLookAtConversation } from '../../domain/relay/conversations/look-at-conversation.ts';
import { makeRecordRelayTrouble } from '../../domain/relay/conversations/record-relay-trouble.ts';
import { makeShareAddress } from '../../domain/relay/conversations/share-address.ts';
import { makeWarnOfExpiry } from '../../domain/relay/conversations/warn-of-expiry.ts';
import { createCorrespondents } from '../bridges/correspondents.ts';
import { createReportPartner } from '../bridges/report-partner.ts';
import type { Community } from '../config/community.ts';
import type { MailLinks } from '../email/mail-context.ts';
import { absolute, chatPath, conversationPath } from '../http/links.ts';
import { bindMade, bindUseCase } from './bind-made.ts';
import { tellingChanged } from './windows-after.ts';
import { type IntroductionLimits, type RelayContext, T } from './tokens.ts';

const { clock } = T;
const { conversations, correspondents, figures, reportPartner } = T.relay;

/** The conversations of introduced members, apart from the mails themselves (`relaying.ts`), which not every entry point can read. */
export const relay = new ContainerModule((options) => {
  bindMade(options, correspondents, {
    make: createCorrespondents,
    needs: { members: T.membership.members, blocks: T.membership.blocks, matches: T.introductions.matches },
  });
  bindMade(options, reportPartner, {
    make: ({ reportMember }) => createReportPartner(reportMember),
    needs: { reportMember: T.membership.reportMember },
  });
  bindMade(options, T.relay.context, {
    make: relayContextOf,
    needs: { community: T.community, links: T.mails.links, secrets: T.secrets, limits: T.introductions.limits },
  });
  bindUseCase(options, T.relay.lookAtConversation, { make: makeLookAtConversation, needs: { conversations, clock } });
  const { tellChanged } = T.chat;
  bindUseCase(options, T.relay.actOnConversation, {
    make: (needs) => tellingChanged(makeActOnConversation(needs), needs),
    needs: { conversations, reportPartner, figures, chats: T.chat.chats, secrets: T.secrets, clock, tellChanged },
  });
  bindUseCase(options, T.relay.shareAddress, {
    make: (needs) => tellingChanged(makeShareAddress(needs), needs),
    needs: { conversations, clock, tellChanged },
  });
  bindUseCase(options, T.relay.aliasHistory, { make: makeAliasHistory, needs: { conversations, clock } });
  bindUseCase(options, T.relay.warnOfExpiry, { make: makeWarnOfExpiry, needs: { conversations, correspondents } });
  bindUseCase(options, T.relay.recordTrouble, { make: makeRecordRelayTrouble, needs: { conversations, correspondents, figures } });
});

const relayContextOf = ({ community, links, secrets, limits }: ContextNeeds): RelayContext => ({
  relayDomain: links.relayDomain,
  lifetime: { aliasDays: limits.aliasDays },
  footerOf: (alias) => ({
    listUnsubscribe: absolute(links.baseUrl, conversationPath(secrets, alias, 'mute')),
    page: absolute(links.baseUrl, conversationPath(secrets, alias)),
    community: community.name,
    closesAfterDays: limits.aliasDays,
  }),
  chatPageOf: (conversationId) => absolute(links.baseUrl, chatPath(conversationId)),
});

interface ContextNeeds {
  readonly community: Community;
  readonly links: MailLinks;
  readonly secrets: Secrets;
  readonly limits: IntroductionLimits;
}
