import { type AliasName, parseAliasName } from '../../../domain/kernel/alias-name.ts';
import { asciiLowerCase } from '../../../domain/kernel/email-address.ts';
import type { RelayUseCases } from '../needs.ts';
import { type RelayFacts, relayPage } from '../pages/operator/relay-page.ts';
import type { App, LoopContext } from '../session.ts';
import { deskOf, forOperatorsForm, type OperatorWeb, show } from './operator-desk.ts';
import { namesOf } from './operator-facts.ts';

/** How the relay does, and what is known of one alias. An alias stands in no address: it is asked for by a form alone. */
export const relayRoutes = (app: App, desk: OperatorWeb): void => {
  const { relay } = desk.web;
  if (relay === undefined) return;
  app.get('/operator/relay', async (context) => showRelay(context, { ...desk, relay }));

  app.post(
    '/operator/relay/alias',
    forOperatorsForm(desk.web, async (context, form) => {
      const typed = (form.get('alias') ?? '').trim().slice(0, addressCharactersMax);
      const alias = aliasIn(typed, desk.web.relayDomain);
      if (alias === undefined) return showRelay(context, { ...desk, relay }, { looked: { typed, problem: notAnAlias }, status: 422 });
      const visitor = context.get('visitor');
      if (visitor !== undefined) relay.onLookUp(visitor.member.id);
      const history = await relay.aliasHistory({ alias });
      if (history === undefined) return showRelay(context, { ...desk, relay }, { looked: { typed }, status: 404 });
      const names = await namesOf(desk.needs, [history.member, history.partner]);
      const address = `${alias}@${desk.web.relayDomain}`;
      return showRelay(context, { ...desk, relay }, { looked: { typed, found: { address, history, names } }, status: 200 });
    }),
  );
};

const addressCharactersMax = 320;
const notAnAlias = 'This is no private address of ours. They begin with c_ and have 29 characters before the @.';

/** With its domain, which then has to be ours, or without. */
const aliasIn = (typed: string, relayDomain: string): AliasName | undefined => {
  const [name = '', domain = relayDomain, ...more] = typed.split('@');
  return more.length === 0 && asciiLowerCase(domain) === asciiLowerCase(relayDomain) ? parseAliasName(name) : undefined;
};

const showRelay = async (
  context: LoopContext,
  { web, relay }: OperatorWeb & { readonly relay: RelayUseCases },
  { looked, status = 200 }: Pick<RelayFacts, 'looked'> & { readonly status?: 200 | 404 | 422 } = {},
): Promise<Response> => {
  const now = web.clock.now();
  const [week, month] = await Promise.all([relay.figures.sums(7, now), relay.figures.sums(30, now)]);
  return show(context, web, { page: relayPage(deskOf(context, web), { week, month, looked }), status });
};
