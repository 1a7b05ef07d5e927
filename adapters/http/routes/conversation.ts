import { grouped } from '../../files/round-figures.ts';
import { conversationPath, conversationRoute, readConversationToken } from '../links.ts';
import type { RelayUseCases, WebNeeds } from '../needs.ts';
import { type ConversationFacts, conversationPage, donePage, endPage, reportPage, reportWordsMax } from '../pages/conversation-pages.ts';
import { isOver } from '../pages/conversation-words.ts';
import type { Page } from '../pages/layout.ts';
import { readForm, refused, show, statusOf } from '../respond.ts';
import type { App, LoopContext } from '../session.ts';

/**
 * A member's side of a conversation, by the signed link that stands in each of its mails; signed in or not. Opening any of it changes
 * nothing, as programs that check mails open every link.
 */
export const addConversation = (app: App, needs: WebNeeds): void => {
  const { relay } = needs;
  if (relay === undefined) return;
  const looking = lookingWith(needs, relay);
  app.get(conversationRoute, looking(conversationPage));
  // Where a form went to, somebody may come back to.
  for (const deed of ['mute', 'unmute'] as const) app.get(`${conversationRoute}/${deed}`, looking(conversationPage));
  app.get(
    `${conversationRoute}/end`,
    looking((facts) => (isOver(facts.view) ? conversationPage(facts) : endPage(facts))),
  );
  app.get(`${conversationRoute}/report`, looking(reportPage));
  addDeeds(app, needs, relay);
};

const lookingWith =
  (needs: WebNeeds, relay: RelayUseCases) =>
  (pageOf: (facts: ConversationFacts) => Page) =>
  async (context: LoopContext): Promise<Response> => {
    const alias = aliasOf(context, needs);
    if (alias === undefined) return refused(context, needs, 'membership.link_unknown');
    const view = await relay.lookAtConversation({ alias });
    if (view === undefined) return refused(context, needs, 'relay.alias_unknown');
    return show(context, needs, pageOf({ community: needs.community, view, ...pathsOf(needs, alias) }));
  };

const addDeeds = (app: App, needs: WebNeeds, relay: RelayUseCases): void => {
  // Mail programs send this by themselves and follow no redirect (RFC 8058, 3.1). Where all is over they have what they want.
  app.post(`${conversationRoute}/mute`, async (context) => {
    const alias = aliasOf(context, needs);
    if (alias === undefined) return refused(context, needs, 'membership.link_unknown');
    const muted = await relay.actOnConversation({ alias, act: 'mute' });
    return show(context, needs, donePage(muted.ok ? muted.value : 'over', pathsOf(needs, alias)));
  });

  for (const act of ['unmute', 'end'] as const)
    app.post(`${conversationRoute}/${act}`, async (context) => {
      const alias = aliasOf(context, needs);
      if (alias === undefined) return refused(context, needs, 'membership.link_unknown');
      const acted = await relay.actOnConversation({ alias, act });
      return acted.ok ? show(context, needs, donePage(acted.value, pathsOf(needs, alias))) : refused(context, needs, acted.error.code);
    });

  app.post(`${conversationRoute}/report`, async (context) => {
    const alias = aliasOf(context, needs);
    if (alias === undefined) return refused(context, needs, 'membership.link_unknown');
    const form = await readForm(context);
    if (form === undefined) return refused(context, needs, 'http.not_a_form');
    const words = (form.get('words') ?? '').replaceAll('\r\n', '\n').trim();
    if (words.length > reportWordsMax) {
      const problem = `Please use at most ${grouped(reportWordsMax)} characters.`;
      const status = statusOf('membership.report_too_long');
      return show(context, needs, { ...reportPage({ ...pathsOf(needs, alias), typed: words, problem }), status });
    }
    const reported = await relay.actOnConversation({ alias, act: 'report', ...(words === '' ? {} : { words }) });
    return reported.ok
      ? show(context, needs, donePage(reported.value, pathsOf(needs, alias)))
      : refused(context, needs, reported.error.code);
  });
};

type Alias = NonNullable<ReturnType<typeof aliasOf>>;

const aliasOf = (context: LoopContext, { secrets }: WebNeeds) => readConversationToken(secrets, context.req.query('token') ?? '');

const pathsOf = ({ secrets }: WebNeeds, alias: Alias): Pick<ConversationFacts, 'pathOf'> => ({
  pathOf: (deed) => conversationPath(secrets, alias, deed),
});
