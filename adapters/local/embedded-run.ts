import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../domain/kernel/clock.ts';
import { secondMs } from '../../domain/kernel/instant.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import type { RelayFigures } from '../../domain/relay/ports.ts';
import { createContainer } from '../composition/container.ts';
import { chatting } from '../composition/chatting.ts';
import { relaying } from '../composition/relaying.ts';
import { T } from '../composition/tokens.ts';
import { type DrainLimits, defaultDrainLimits } from '../email/drain-limits.ts';
import type { MailLinks } from '../email/mail-context.ts';
import { createOneTimeCodes } from '../crypto/one-time-codes.ts';
import { createApp } from '../http/app.ts';
import { composedMail } from '../memory/mail-program.ts';
import { createMailbox } from '../memory/mailbox.ts';
import { createRunningClock } from '../memory/movable-clock.ts';
import { createLocalChatFiles } from './chat-files.ts';
import { type ChatServer, createChatServer } from './chat-server.ts';
import type { EmbeddedOptions } from './embedded-options.ts';
import { embeddedNeedsOf, needsOf, serveWindows, tellFault } from './embedded-web.ts';
import { createFolderFiles, createMemoryFiles } from './file-store.ts';
import { builtWebFolder, createWebFolder } from './web-folder.ts';
import { type EmbeddedData, openEmbeddedData } from './embedded-data.ts';
import { type Handler, listenOnLoopback } from './loopback-server.ts';
import { createPauses, rest } from './pauses.ts';
import { planBeside } from './planning.ts';
import { prepared } from './prepared.ts';
import type { InboundMails } from './inbound-mails.ts';
import { createFolderRawMails, createMemoryRawMails } from './raw-mails.ts';
import { relayIntakeOf } from './relay-intake.ts';
import { makeSampleCommunity } from './sample-community.ts';
import { schedulerOf } from './scheduled-loop.ts';
import { keepSettings } from './settings.ts';
import { listenForMails } from './smtp-listener.ts';

export interface EmbeddedRun {
  readonly url: string;
  readonly port: number;
  /** Where mail programs on this machine hand over mails to private addresses. */
  readonly smtpPort: number;
  /** Mails between members in the last `relayFiguresDays` days, as far as this folder knows. */
  readonly relayFigures: Awaited<ReturnType<RelayFigures['sums']>>;
  /** Ends what is under way and keeps it. */
  readonly stop: () => Promise<void>;
}

/** All of Loop in one process: its pages, its schedule and a mailbox in place of a mailer. Throws where its folder or a port cannot be had. */
export const startEmbeddedRun = async (options: EmbeddedOptions): Promise<EmbeddedRun> => {
  const woken = { wake: (): void => undefined };
  // How far the run's own clock is ahead is known once the table was read; until then the machine's will do.
  const told: { clock: Clock } = { clock: createRunningClock() };
  const data = await openEmbeddedData(
    options.data,
    () => {
      woken.wake();
    },
    { now: () => told.clock.now() },
  );
  // The port is taken before anything is made, as mails name it; whoever asks before all is ready waits.
  const ready = Promise.withResolvers<Handler>();
  ready.promise.catch(() => undefined);
  const answer: Handler = async (request, env) => (await ready.promise)(request, env);
  const windows = createChatServer({
    onFault: (fault) => {
      tellFault('chat.failed', fault, options);
    },
  });
  const server = await listenOnLoopback(options.port, answer, windows.upgrade).catch(async (error: unknown) => {
    await data.table.close();
    throw error;
  });
  try {
    const inside = await wired(options, {
      ...data,
      windows,
      port: server.port,
      wake: () => {
        woken.wake();
      },
      keepTime: (clock) => {
        told.clock = clock;
      },
    });
    woken.wake = inside.wake;
    ready.resolve(inside.answer);
    return {
      url: `http://localhost:${String(server.port)}`,
      port: server.port,
      smtpPort: inside.smtpPort,
      relayFigures: inside.relayFigures,
      stop: async () => {
        await Promise.all([windows.close(windowsGraceMs), server.close(graceMs), inside.stop()]);
        await data.table.close();
      },
    };
  } catch (error) {
    ready.reject(error);
    await Promise.all([windows.close(0), server.close(0)]);
    await data.table.close();
    throw error;
  }
};

/** What is under way when the run is to end gets so long. */
const graceMs = 4 * secondMs;
/** A browser that is there says goodbye at once. */
const windowsGraceMs = secondMs;

/** Fast enough not to bore, slow enough to watch. A mail that a killed process held is tried again soon. */
const limits: DrainLimits = { ...defaultDrainLimits, ratePerSecond: 25, burst: 25, leaseMs: 10 * secondMs };

export const relayFiguresDays = 30;

interface Inside extends Pick<EmbeddedRun, 'smtpPort' | 'relayFigures'> {
  readonly answer: Handler;
  readonly wake: () => void;
  readonly stop: () => Promise<void>;
}

interface Given extends EmbeddedData {
  readonly port: number;
  readonly windows: ChatServer;
  readonly wake: () => void;
  readonly keepTime: (clock: Clock) => void;
}

const wired = async (options: EmbeddedOptions, given: Given): Promise<Inside> => {
  const { community, log } = options;
  const links: MailLinks = {
    baseUrl: `http://localhost:${String(given.port)}`,
    relayDomain: `relay.${community.from.replace(/^.*@/, '')}`,
  };
  const stopping = new AbortController();
  const { container, mailbox, intake, scheduler, chatFiles } = await assembled(options, { ...given, links, signal: stopping.signal });
  const take: InboundMails['take'] = async (mail) => {
    await intake.inbound.take(mail);
    scheduler.wake();
  };
  // Whoever wrote it looks into the mailbox next.
  const takeMail: InboundMails['take'] = async (mail) => {
    await intake.inbound.take(mail);
    await atMost(takenMs, scheduler.settle());
  };
  const listener = await listenForMails({ port: options.smtpPort, relayDomain: links.relayDomain, take, log });
  serveWindows(container, { windows: given.windows, links, options });
  const app = createApp({
    ...needsOf(container, { links, options }),
    embedded: embeddedNeedsOf(container, {
      community,
      chatFiles,
      webFiles: createWebFolder(builtWebFolder),
      mailbox,
      moveClock: scheduler.moveClock,
      relay: { compose: composedMail, takeMail, smtpPort: listener.port, recordTrouble: container.get(T.relay.recordTrouble) },
    }),
  });
  const running = scheduler.run(stopping.signal);
  return {
    smtpPort: listener.port,
    relayFigures: await container.get(T.relay.figures).sums(relayFiguresDays, container.get(T.clock).now()),
    answer: async (request, env) => app.fetch(request, env),
    wake: scheduler.wake,
    stop: async () => {
      await listener.close();
      stopping.abort();
      await atMost(graceMs, running);
    },
  };
};

/** Everything but what somebody reaches it by. */
const assembled = async (
  options: EmbeddedOptions,
  {
    table,
    secrets,
    links,
    windows,
    wake,
    keepTime,
    signal,
  }: Omit<Given, 'port'> & { readonly links: MailLinks; readonly signal: AbortSignal },
) => {
  const { community, survey, log } = options;
  const machine = createRunningClock();
  const settings = await prepared({
    table,
    clock: machine,
    sample: options.sample ? async () => makeSampleCommunity({ community, survey, secrets, links, now: machine.now() }) : undefined,
  });
  const clock = createRunningClock(settings.aheadMs);
  keepTime(clock);
  const pauses = createPauses(clock);
  // They are larger than an item may be, so they lie beside the table.
  const rawMails = options.data === undefined ? createMemoryRawMails() : createFolderRawMails(join(options.data, 'mails'));
  const mailbox = createMailbox({ table, clock, rawMails });
  const store = options.data === undefined ? createMemoryFiles() : createFolderFiles(join(options.data, 'chat-files'));
  const chatFiles = createLocalChatFiles({ store, secrets, clock });
  const container = createContainer({
    community,
    survey,
    table,
    secrets,
    clock,
    links,
    limits,
    wake,
    random: seededRandom(randomInt(2 ** 32)),
    plan: (input, seed) => planBeside(input, seed, { signal }),
    mailer: mailbox,
    relaying: { module: relaying, rawMails, mailer: mailbox.relayed, limits },
    // Nobody has to be asked to look at a chat: the schedule does, at its time.
    chat: { module: chatting, sockets: windows.sockets, files: chatFiles },
    // Authenticator apps do not follow when the clock of this run is put forward.
    oneTimeCodes: createOneTimeCodes(machine),
    pause: pauses.pause,
    observer: ({ outcome, ...call }) => {
      log(outcome === 'thrown' ? 'error' : 'info', 'use_case', { outcome, ...call });
    },
  });
  await container.get(T.membership.seatOperators)({ operators: community.operators });
  const intake = relayIntakeOf(container, { rawMails, log });
  const scheduler = schedulerOf(container, {
    intake,
    clock,
    pauses,
    since: settings.since,
    sweepExpired: table.sweepExpired,
    keepAhead: async (aheadMs) => keepSettings(table, { ...settings, aheadMs }),
    log,
  });
  return { container, mailbox, intake, scheduler, chatFiles };
};

/** A mail is passed on within this time, if nothing else is under way; if it is not, whoever wrote it need not wait. */
const takenMs = 2 * secondMs;

/** Waits for something, but not for ever; how it ends is told elsewhere. */
const atMost = async (ms: number, body: Promise<unknown>): Promise<void> => {
  const enough = new AbortController();
  await Promise.race([body.catch(() => undefined), rest(ms, enough.signal)]);
  enough.abort();
};
