import fc from 'fast-check';
import { seededRandom } from '../../../domain/kernel/random.ts';
import { stepsOf, type ToldStep } from './history.ts';

/** What happens in a history at all, and how often: some kinds of trouble show only where others do not hide them. */
export interface Profile {
  readonly name: string;
  readonly weights: Readonly<Record<string, number>>;
}

const ordinary = {
  writeInChat: 5,
  writeMail: 3,
  tellOfMail: 4,
  drainRelay: 2,
  decideMissed: 3,
  decideAllMissed: 1,
  advance: 3,
  openWindow: 2,
  mark: 2,
};
const troubles = {
  crashes: { crash: 4, sendAgain: 2 },
  connections: { dropWindow: 2, reconnect: 2, lookAgain: 2, sendAgain: 2 },
  answers: { replyByMail: 3 },
  wishes: { mute: 1, unmute: 1, end: 1, share: 1, renewAlias: 1 },
  departures: { block: 1, leave: 1, erase: 1, finishErasures: 1, signUp: 1 },
  rounds: { runRound: 1, sendIntroductions: 1, drainMails: 1, handInSurvey: 1 },
  bounces: { bounce: 2 },
  moods: { mood: 3 },
  lag: { lag: 2 },
  hiccups: { hiccup: 3, sendAgain: 1 },
  months: { longWait: 2, warnOfExpiry: 1 },
  standing: { pause: 1, resume: 1, signOut: 2, suspend: 1, ban: 1, reinstate: 1, report: 1, exportAll: 2, lookAtPages: 2 },
  recordings: { sendVoice: 3, replaceUpload: 1, sendAgain: 1 },
  pages: { openTab: 4, typeInTab: 6, readInTab: 2, closeTab: 1, reloadTab: 1, dealWithFailed: 1, storm: 1 },
  networks: { openTab: 3, typeInTab: 4, readInTab: 1, troubleNetwork: 4, hangUp: 1, restartServer: 1, reloadTab: 1 },
} as const;

/** The seed of the profile in which everything happens. */
export const profileOfEverything = 0;

/** Draws which troubles there are: about half of them. */
export const profileOf = (seed: number): Profile => {
  const random = seededRandom(seed);
  const drawn = Object.entries(troubles).filter(() => random.int(2) === 0 || seed === profileOfEverything);
  const weights: Record<string, number> = { ...ordinary };
  for (const [, more] of drawn) for (const [name, weight] of Object.entries(more)) weights[name] = (weights[name] ?? 0) + weight;
  return { name: drawn.map(([name]) => name).join(' + ') || 'no trouble', weights };
};

export const historiesOf = ({ weights }: Profile, replayPath?: string): fc.Arbitrary<Iterable<ToldStep>> =>
  fc.commands(stepsOf(weights) as never, {
    maxCommands: 50,
    size: 'max',
    ...(replayPath === undefined ? {} : { replayPath }),
  }) as unknown as fc.Arbitrary<Iterable<ToldStep>>;
