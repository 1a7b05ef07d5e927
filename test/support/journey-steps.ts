import type { Visitor } from './journey-visitor.ts';

export interface Newcomer {
  readonly email: string;
  readonly name: string;
}

/** From the first page to the questions, by way of the mail. */
export const join = async (visitor: Visitor, { email, name }: Newcomer): Promise<void> => {
  await visitor.go('/');
  await visitor.page.getByLabel('Your mail address').fill(email);
  await visitor.page.getByLabel('What should we call you?').fill(name);
  await visitor.page.getByRole('checkbox').check();
  await visitor.press('Send me the questions');
  await visitor.openMail(email, /Your questions from/);
  await visitor.clickInMail('Answer the questions');
  await visitor.press('Begin');
};

/** What the shipped survey insists on, and a little more. */
export const answer = async ({ page }: Visitor, { studio }: { readonly studio: string }): Promise<void> => {
  await page.getByLabel('Answer 1, language 1').fill('English');
  await page.getByLabel('Answer 1, language 2').fill('Portuguese');
  await page.getByRole('radio', { name: studio }).check();
  for (const discipline of ['painting', 'ceramics'])
    await question(page, 'What do you work in?').getByLabel(discipline, { exact: true }).check();
  await question(page, 'What are you looking for?').getByLabel('honest critique').check();
  await question(page, 'What can you offer?').getByLabel('framing').check();
};

/** One question of the survey, by its words. */
export const question = (page: Visitor['page'], words: string) => page.getByRole('group').filter({ hasText: words });

export const handIn = async (visitor: Visitor): Promise<void> => visitor.press('Send my answers');

/** Signs in by a mailed link; the browser is back where the link leads. */
export const signIn = async (visitor: Visitor, email: string): Promise<void> => {
  await visitor.go('/sign-in');
  await visitor.page.getByLabel('Your mail address').fill(email);
  await visitor.press('Mail me a link');
  await followSignInLink(visitor, email);
};

export const followSignInLink = async (visitor: Visitor, email: string): Promise<void> => {
  await visitor.openMail(email, /^Sign in to/);
  await visitor.clickInMail('Sign in');
  await visitor.press('Sign in');
};

export type ClockMove = 'To the next round' | 'To the sending hour' | '1 hour on' | '1 day on' | '1 week on';

/** Puts the clock forward, and answers with what happened on the way. */
export const putForward = async (visitor: Visitor, move: ClockMove): Promise<string> => {
  await visitor.go('/clock');
  await visitor.press(new RegExp(`^${move}`));
  return visitor.text();
};

/** Lives on to the next round and until its introductions have left; answers with the week of that round. */
export const liveToTheNextRound = async (visitor: Visitor): Promise<string> => {
  const happened = await putForward(visitor, 'To the next round');
  const week = /the round of (\d{4}-W\d{2}) was run/.exec(happened)?.[1];
  if (week === undefined) throw new Error(`no round was run: ${happened}`);
  await putForward(visitor, 'To the sending hour');
  return week;
};

/** Signs in as somebody of the sample community, in the run on one laptop. */
export const be = async (visitor: Visitor, name: string): Promise<void> => {
  await visitor.go(`/people?text=${encodeURIComponent(name)}`);
  await visitor.press(`Sign in as ${name}`);
};

export const beTheOperator = async (visitor: Visitor): Promise<void> => {
  await visitor.go('/people');
  await visitor.press('Sign in as the sample operator');
};

/** Who is named in the newest introduction on the visitor's own page. */
export const partnerOnMyPage = async (visitor: Visitor): Promise<string> => {
  await visitor.go('/me');
  return (await visitor.page.locator('article.introduction h3').first().innerText()).trim();
};
