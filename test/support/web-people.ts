import { surveyPath } from '../../adapters/http/links.ts';
import type { MyMatch } from '../../domain/introductions/my-matches.ts';
import { hourMs, later } from '../../domain/kernel/instant.ts';
import { type Browser, createBrowser, type Fill, type OpenPage } from './browse.ts';
import { valueOf } from './introductions-world.ts';
import type { WebWorld } from './web-world.ts';

/** A browser without a past. A millisecond passes with each request, so that mails have an order. */
export const aBrowser = ({ app, clock, needs }: WebWorld, caller?: string): Browser => {
  const site = (request: Request): Response | Promise<Response> => {
    clock.moveBy(1);
    return app.fetch(request);
  };
  return createBrowser(site, { baseUrl: needs.baseUrl, ...(caller === undefined ? {} : { caller }) });
};

/** The token of the newest link that was mailed to somebody. */
export const newestToken = async (world: WebWorld, email: string): Promise<string> => {
  const token = (await world.mailsTo(email)).flatMap((mail) => ('token' in mail ? [mail.token] : [])).at(-1);
  if (token === undefined) throw new Error('no link was mailed');
  return token;
};

export const signUp = async (world: WebWorld, { email, name = 'Ana', browser = aBrowser(world, email) }: Person): Promise<OpenPage> =>
  (await browser.open('/')).press('Send me the questions', { email, name, consent: 'yes' });

export interface Person {
  readonly email: string;
  readonly name?: string;
  readonly browser?: Browser;
}

/** Somebody who has the questions in front of them. */
export const invited = async (world: WebWorld, person: Person): Promise<{ readonly browser: Browser; readonly survey: OpenPage }> => {
  const browser = person.browser ?? aBrowser(world, person.email);
  await signUp(world, { ...person, browser });
  const survey = await (await browser.open(surveyPath(await newestToken(world, person.email)))).press('Begin');
  return { browser, survey };
};

/** What the shipped survey insists on; people of different studios may meet. */
export const answersFrom = (studio: string): Fill => ({
  'q.languages': ['English', 'Portuguese'],
  'q.studio': studio,
  'q.disciplines': ['painting', 'film'],
});

/** Somebody who takes part. */
export const member = async (
  world: WebWorld,
  { studio = 'bakery', ...person }: Person & { readonly studio?: string },
): Promise<Browser> => {
  const { browser, survey } = await invited(world, person);
  const thanks = await survey.press('Send my answers', answersFrom(studio));
  if (thanks.path !== '/survey/thanks') throw new Error(thanks.text);
  return browser;
};

/** Ana and Ben, who have just been introduced to each other, and what Ana sees of it. */
export const introducedPair = async (
  world: WebWorld,
): Promise<{ readonly ana: Browser; readonly ben: Browser; readonly match: MyMatch }> => {
  const ana = await member(world, { email: 'ana@example.com', name: 'Ana' });
  const ben = await member(world, { email: 'ben@example.com', name: 'Ben', studio: 'foundry' });
  await holdRound(world);
  const [match] = await world.needs.introductions.myMatches({ member: world.idOf('ana@example.com') });
  if (match === undefined) throw new Error('they were not introduced');
  return { ana, ben, match };
};

/** Holds the next round and sends its introductions. */
export const holdRound = async ({ introductions, clock, needs }: WebWorld): Promise<void> => {
  const { week, roundAt } = needs.calendar.nextRound(clock.now());
  clock.moveTo(later(roundAt, 0));
  valueOf(await introductions.run({ week, seed: 1 }));
  clock.moveBy(2 * hourMs);
  valueOf(await introductions.send({ week }));
};

/** Signs in by mailed link. */
export const signIn = async (world: WebWorld, browser: Browser, email: string): Promise<OpenPage> => {
  await (await browser.open('/sign-in')).press('Mail me a link', { email });
  return (await browser.open(`/sign-in?token=${await newestToken(world, email)}`)).press('Sign in');
};
