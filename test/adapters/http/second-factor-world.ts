import { codeAt, wrongCodeAt } from '../../support/authenticator.ts';
import { addressOf } from '../../support/introductions-world.ts';
import { aCommunity, type BrowsingVisitor, operatorWorld, type OperatorWorld, signedIn, type WorldWish } from './operator-world.ts';

export const here = '/operator/second-factor';
export const required = { secondFactor: 'required' } as const;
/** Olga and Otto run the community. */
export const aPair = { ...aCommunity, operators: [addressOf('Olga'), addressOf('Otto')] };

/** Types the secret of the page into an app. */
export const secretOn = (body: string): string => /<p class="secret">([^<]*)</.exec(body)?.[1]?.replaceAll(' ', '') ?? '';
export const recoveryCodesOn = (body: string): readonly string[] =>
  [...body.matchAll(/<li>([a-z2-7-]{19})<\/li>/g)].map(([, code = '']) => code);

export const setUp = async (world: OperatorWorld, browser: BrowsingVisitor) => {
  await browser.get(here);
  await browser.submit(`${here}/begin`);
  const secret = secretOn((await browser.get(here)).body);
  const done = await browser.submit(`${here}/confirm`, { code: codeAt(secret, world.clock.now()) });
  world.clock.moveBy(30_000);
  return { secret, done, code: () => codeAt(secret, world.clock.now()), wrong: () => wrongCodeAt(secret, world.clock.now()) };
};

/** Olga has a second factor, gave a code, and holds the browser that she set it up in. */
export const settled = async (wish: WorldWish = required) => {
  const world = await operatorWorld(wish);
  const olga = await signedIn(world, 'Olga');
  return { world, olga, ...(await setUp(world, olga)) };
};

export const formTokenOf = async (browser: BrowsingVisitor): Promise<string> =>
  /name="form" value="([^"]*)"/.exec((await browser.get('/me/settings')).body)?.[1] ?? '';

export const everything = (world: OperatorWorld): string => JSON.stringify(world.table.items());
