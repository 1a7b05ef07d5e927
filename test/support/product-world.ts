import { createHash } from 'node:crypto';
import { createIntroductionsEraser, createIntroductionsExporter } from '../../adapters/bridges/introductions-for-membership.ts';
import { recordAccepted } from '../../adapters/bridges/accepted-introductions.ts';
import { createThreads } from '../../adapters/bridges/chat-threads.ts';
import { createCorrespondents } from '../../adapters/bridges/correspondents.ts';
import { createOpenSessions } from '../../adapters/bridges/open-sessions.ts';
import { createSurveyDesk } from '../../adapters/bridges/participants-from-members.ts';
import { createRelayEraser, createRelayExporter } from '../../adapters/bridges/relay-for-membership.ts';
import { createReportPartner } from '../../adapters/bridges/report-partner.ts';
import { createCalendar } from '../../adapters/bridges/round-rules.ts';
import { createTableAllowances } from '../../adapters/dynamodb/allowances-in-table.ts';
import { createTableBans } from '../../adapters/dynamodb/bans-in-table.ts';
import { createTableChats } from '../../adapters/dynamodb/chats-in-table.ts';
import { createTableConnections, createTableTickets } from '../../adapters/dynamodb/connections-in-table.ts';
import { createTableConversations } from '../../adapters/dynamodb/conversations-in-table.ts';
import { createTableOutbox } from '../../adapters/dynamodb/outbox.ts';
import { createTableRelayFigures, figureShards } from '../../adapters/dynamodb/relay-figures-in-table.ts';
import { relayOutboxPlace } from '../../adapters/dynamodb/relay-outbox.ts';
import { createTableReports } from '../../adapters/dynamodb/reports-in-table.ts';
import { createTableSettledMails } from '../../adapters/dynamodb/settled-mails-in-table.ts';
import { defaultDrainLimits } from '../../adapters/email/drain-limits.ts';
import { makeDrain } from '../../adapters/email/drain.ts';
import { createLocalPacer } from '../../adapters/email/pacer.ts';
import { createProductPipeline } from './product-pipeline.ts';
import { makeRelayDrain } from '../../adapters/email/relay-drain.ts';
import { renderMail } from '../../adapters/email/render.ts';
import { absolute, chatPath, conversationPath } from '../../adapters/http/links.ts';
import type { AliasName } from '../../domain/kernel/alias-name.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import { makeAskForUpload } from '../../domain/relay/chat/ask-for-upload.ts';
import { makeLinkToFile } from '../../domain/relay/chat/link-to-file.ts';
import { makeListThreads } from '../../domain/relay/chat/list-threads.ts';
import { makeMailAllMissed } from '../../domain/relay/chat/mail-all-missed.ts';
import { makeMailMissed } from '../../domain/relay/chat/mail-missed.ts';
import { makeMarkMessages } from '../../domain/relay/chat/mark-messages.ts';
import { makeReadMessages } from '../../domain/relay/chat/read-messages.ts';
import { makeSendMessage } from '../../domain/relay/chat/send-message.ts';
import { makeShowInChat, makeTellChanged } from '../../domain/relay/chat/show.ts';
import { makeTakeVoice } from '../../domain/relay/chat/take-voice.ts';
import { makeTellTyping } from '../../domain/relay/chat/tell-typing.ts';
import { makeCloseWindows, makeConnect, makeDisconnect, makeIssueTicket, makeWhoIsThere } from '../../domain/relay/chat/windows.ts';
import { makeActOnConversation } from '../../domain/relay/conversations/act-on-conversation.ts';
import { makePrepareDeparture, makeRecordDeparture, makeTellUndelivered } from '../../domain/relay/conversations/depart.ts';
import { makeForwardMail } from '../../domain/relay/conversations/forward-mail.ts';
import { makeAliasHistory, makeLookAtConversation } from '../../domain/relay/conversations/look-at-conversation.ts';
import { makeRecordRelayTrouble } from '../../domain/relay/conversations/record-relay-trouble.ts';
import { makeShareAddress } from '../../domain/relay/conversations/share-address.ts';
import { makeWarnOfExpiry } from '../../domain/relay/conversations/warn-of-expiry.ts';
import type { Exporter } from '../../domain/membership/ports.ts';
import type { Correspondents } from '../../domain/relay/ports.ts';
import { closingWindows, tellingChanged, tellingEnded, tellingRenewed } from '../../adapters/composition/windows-after.ts';
import { introductionsOver } from './introductions-world.ts';
import { membershipOver } from './membership-world.ts';
import { community, links, type ProductAround, rules } from './product-around.ts';

/** What a process of the product is given otherwise than it has it, to see whether anybody notices. */
export interface ProductOverrides {
  readonly chatCorrespondents?: (correspondents: Correspondents) => Correspondents;
  readonly exporters?: (exporters: readonly Exporter[]) => readonly Exporter[];
}

type Guard = <P extends object>(port: P, name: string) => P;

/** One process of the product: every use case, wired as `adapters/composition` does, over what is around it. `guard` sees each port first. */
export const productOver = (around: ProductAround, guard: Guard = (port) => port, overrides: ProductOverrides = {}) => {
  const base = basicsOf(around, guard);
  const { introductions, conversations, chats, correspondents, windows } = base;
  const membership = membershipOf(base, overrides);
  const relay = relayOf(base, membership.report);
  const { chatCorrespondents = (known) => known } = overrides;
  const chat = { ...base, ...windows, correspondents: chatCorrespondents(correspondents) };
  const telling = { threads: base.threads, tellChanged: base.tellChanged };
  return {
    ...membership,
    ...relay,
    leave: closingWindows(membership.leave, base),
    eraseMember: closingWindows(membership.eraseMember, base),
    revokeAll: closingWindows(membership.revokeAll, base),
    ban: closingWindows(membership.ban, base),
    myMatches: introductions.myMatches,
    answerDidYouMeet: introductions.answer,
    runRound: introductions.run,
    sendIntroductions: introductions.send,
    whatIsDue: introductions.whatIsDue,
    endContact: tellingEnded(introductions.endContact, telling),
    renewAlias: tellingRenewed(introductions.renewAlias, telling),
    share: tellingChanged(makeShareAddress(base), { conversations, tellChanged: base.tellChanged }),
    drain: mailsOf(base),
    sendMessage: makeSendMessage({ ...chat, takeVoice: makeTakeVoice({ ...base, digestOf }) }),
    askForUpload: makeAskForUpload(base),
    linkToFile: makeLinkToFile(base),
    lookAtConversation: makeLookAtConversation(base),
    aliasHistory: makeAliasHistory(base),
    tellTyping: makeTellTyping(chat),
    sockets: windows.sockets,
    markMessages: makeMarkMessages(chat),
    readMessages: makeReadMessages(chat),
    listThreads: makeListThreads(chat),
    issueTicket: makeIssueTicket(chat),
    connect: makeConnect(chat),
    disconnect: makeDisconnect(chat),
    whoIsThere: makeWhoIsThere(chat),
    mailMissed: base.mailMissed,
    mailAllMissed: makeMailAllMissed({ chats, mailMissed: base.mailMissed }),
    outbox: base.outbox,
    relayOutbox: base.relayOutbox,
  };
};
export type Product = ReturnType<typeof productOver>;

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');
const limits = { ...defaultDrainLimits, ratePerSecond: 1_000, burst: 1_000 };

const basicsOf = (around: ProductAround, guard: Guard) => {
  const { clock, secrets } = around;
  const table = guard(around.table, 'table');
  const introductions = introductionsOver(table, { rules, secrets, clock, plan: around.plan });
  const { members, blocks, matches, participants } = introductions;
  const chats = createTableChats(table);
  const conversations = createTableConversations(table);
  const correspondents = createCorrespondents({ members, blocks, matches });
  const windows = {
    connections: createTableConnections(table),
    tickets: createTableTickets(table),
    sockets: guard(around.sockets, 'sockets'),
    sessions: createOpenSessions({ members, clock }),
  };
  const needs = {
    chats,
    conversations,
    correspondents,
    clock,
    secrets,
    relayDomain: links.relayDomain,
    lifetime: { aliasDays },
    footerOf: (alias: AliasName) => ({
      listUnsubscribe: absolute(links.baseUrl, conversationPath(secrets, alias, 'mute')),
      page: absolute(links.baseUrl, conversationPath(secrets, alias)),
      community: community.name,
      closesAfterDays: aliasDays,
    }),
    chatPageOf: (conversationId: string) => absolute(links.baseUrl, chatPath(conversationId)),
  };
  const tellChanged = makeTellChanged({ ...windows, chats, clock });
  return {
    ...needs,
    around,
    table,
    introductions,
    members,
    windows,
    threads: createThreads({ matches, participants }),
    tellChanged,
    closeWindows: makeCloseWindows(windows),
    showInChat: makeShowInChat({ ...windows, chats, clock }),
    mailMissed: makeMailMissed({ ...needs, tellChanged }),
    outbox: createTableOutbox(table),
    relayOutbox: createTableOutbox(table, undefined, relayOutboxPlace),
    rawMails: guard(around.rawMails, 'rawMails'),
    files: guard(around.chatFiles, 'chatFiles'),
    timer: guard(around.timer, 'timer'),
    mailer: guard(around.mails.mailer, 'mailer'),
    relayMailer: guard(around.mails.relayMailer, 'relayMailer'),
    pause: async (ms: number) => Promise.resolve(clock.moveBy(Math.ceil(ms))),
  };
};
type Basics = ReturnType<typeof basicsOf>;
const aliasDays = 180;

const membershipOf = (base: Basics, { exporters = (own) => own }: ProductOverrides) => {
  const { around, table, introductions, members, chats, conversations, files, relayOutbox, clock, secrets } = base;
  const { matches, forgetMember, blocks } = introductions;
  return membershipOver({
    members,
    blocks,
    bans: createTableBans(table),
    reports: createTableReports(table),
    allowances: createTableAllowances(table),
    secrets,
    clock,
    surveyDesk: createSurveyDesk(rules.survey),
    calendar: createCalendar(rules.calendar),
    operators: around.operators,
    exporters: exporters([
      createIntroductionsExporter(introductions.exportIntroductions),
      createRelayExporter({ matches, conversations, chats }),
    ]),
    erasers: [
      createRelayEraser({ matches, conversations, outbox: relayOutbox, chats, chatFiles: files, clock }),
      createIntroductionsEraser({ matches, forgetMember, outbox: base.outbox, clock }),
    ],
  });
};

const relayOf = (base: Basics, report: Parameters<typeof createReportPartner>[0]) => {
  const { conversations, clock, table, tellChanged, files } = base;
  const random = seededRandom(3);
  const ports = {
    ...base,
    chatFiles: files,
    pipeline: createProductPipeline(),
    figures: createTableRelayFigures(table, { shard: () => random.int(figureShards) }),
    settledMails: createTableSettledMails(table),
    reportPartner: createReportPartner(report),
  };
  const act = tellingChanged(makeActOnConversation(ports), { conversations, tellChanged });
  const drainNeeds = { clock, random: seededRandom(2), pause: base.pause, limits, pacer: createLocalPacer(clock, limits) };
  return {
    act,
    figures: ports.figures,
    forward: makeForwardMail({ ...ports, act }),
    warnOfExpiry: makeWarnOfExpiry(ports),
    recordTrouble: makeRecordRelayTrouble(ports),
    drainRelay: makeRelayDrain({
      ...ports,
      ...drainNeeds,
      outbox: base.relayOutbox,
      prepare: makePrepareDeparture(ports),
      record: makeRecordDeparture(ports),
      tellUndelivered: makeTellUndelivered(ports),
      mailer: base.relayMailer,
    }),
  };
};

/** Loop's own mails. */
const mailsOf = ({ introductions, members, outbox, mailer, clock, secrets, pause }: Basics) =>
  makeDrain({
    outbox,
    members,
    blocks: introductions.blocks,
    mailer,
    clock,
    random: seededRandom(1),
    pause,
    render: (message, recipient) => renderMail(message, { recipient, community, links, secrets }),
    limits,
    pacer: createLocalPacer(clock, limits),
    onAccepted: recordAccepted(introductions.recordIntroduced),
  });
