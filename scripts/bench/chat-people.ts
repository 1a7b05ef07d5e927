import { join } from 'node:path';
import { T } from '../../adapters/composition/tokens.ts';
import { readSurvey } from '../../adapters/files/survey-file.ts';
import { surveyTokens } from '../../adapters/local/sample-life.ts';
import { sampleMembers } from '../../adapters/local/sample-members.ts';
import { makeSignInAs } from '../../adapters/local/sign-in-as.ts';
import { nextRound, sendingAt } from '../../domain/introductions/calendar.ts';
import type { Match } from '../../domain/introductions/match.ts';
import { pageMax } from '../../domain/introductions/ports.ts';
import { hourMs } from '../../domain/kernel/instant.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { openSessions } from '../../domain/membership/sessions.ts';
import { answersOf, type Container, done, readOrThrow, type Wired, wired } from './dynamodb.ts';

export interface Introduced {
  readonly container: Container;
  /** Those of the last round. */
  readonly matches: readonly Match[];
}

/** Sample people who signed up and were introduced by the real use cases, in so many rounds. */
export const introducedPeople = async ({
  people,
  rounds,
  ...parts
}: Wired & { readonly people: number; readonly rounds: number }): Promise<Introduced> => {
  const survey = readOrThrow(readSurvey(join(parts.folder, 'survey.json')));
  const { clock } = parts;
  const container = wired(parts);
  const { membership, introductions } = T;
  const sample = sampleMembers(survey, { count: people, seed: 7 });
  for (const { email, name } of sample) {
    done(await container.get(membership.signUp)({ email, name, consent: true, ip: email }));
    // So many sign up an hour and no more.
    clock.moveBy(hourMs / 100);
  }
  const tokens = await surveyTokens(container);
  for (const token of tokens.values()) done(await container.get(membership.spendLink)({ purpose: 'survey', token }));
  for (const person of sample) done(await container.get(membership.handInSurvey)(answersOf(container, person, survey.version)));

  let matches: readonly Match[] = [];
  for (let round = 1; round <= rounds; round++) {
    const calendar = container.get(introductions.calendar);
    const { week, roundAt } = nextRound(calendar, clock.now());
    clock.moveTo(roundAt);
    done(await container.get(introductions.runRound)({ week }));
    clock.moveTo(sendingAt(calendar, week));
    done(await container.get(introductions.sendIntroductions)({ week }));
    const stored = await container.get(introductions.rounds).find(week);
    invariant(stored !== undefined, 'a round that was run is there');
    matches = await container.get(introductions.matches).ofRound(stored, undefined, pageMax);
  }
  return { container, matches };
};

/** Signs a member in, in one browser; answers the id of the session. */
export const signIn = async (container: Container, member: MemberId): Promise<string> => {
  const parts = { members: container.get(T.membership.members), secrets: container.get(T.secrets), clock: container.get(T.clock) };
  await makeSignInAs(parts)(member);
  const found = await parts.members.find(member);
  const session = found === undefined ? undefined : openSessions(found, parts.clock.now()).at(-1);
  invariant(session !== undefined, 'whoever signed in has a session');
  return session.id;
};
