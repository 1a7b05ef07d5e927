import type { WebNeeds } from '../needs.ts';
import { endMinePage, sharePage } from '../pages/me/conversation.ts';
import { chatPath } from '../links.ts';
import { forMembers, forMembersForm, refused, seeOther, show } from '../respond.ts';
import type { App, LoopContext } from '../session.ts';
import { matchOf, type OwnMatch } from './me.ts';

/** What a member who is signed in does about a conversation of theirs; which alias is theirs is looked up, never sent by a browser. */
export const addMyConversation = (app: App, needs: WebNeeds): void => {
  const { relay, introductions } = needs;
  if (relay === undefined) return;

  for (const act of ['mute', 'unmute', 'end'] as const)
    app.post(
      `/me/introductions/:week/${act}`,
      forMembersForm(needs, async (context, visitor) => {
        const match = await matchOf(context, needs, visitor);
        if (match === undefined) return refused(context, needs, 'match.unknown');
        const acted = await relay.actOnConversation({ alias: match.alias, act });
        return acted.ok ? backToIt(context, acted.value) : refused(context, needs, acted.error.code);
      }),
    );

  for (const [deed, page] of [
    ['end', endMinePage],
    ['share', sharePage],
  ] as const)
    app.get(
      `/me/introductions/:week/${deed}`,
      forMembers(async (context, visitor) => {
        const match = await matchOf(context, needs, visitor);
        const isFromChat = needs.chat !== undefined && context.req.query('from') === 'chat';
        return match === undefined ? refused(context, needs, 'match.unknown') : show(context, needs, page(match, { visitor, isFromChat }));
      }),
    );

  app.post(
    '/me/introductions/:week/share',
    forMembersForm(needs, async (context, visitor, form) => {
      const match = await matchOf(context, needs, visitor);
      if (match === undefined) return refused(context, needs, 'match.unknown');
      const shared = await relay.shareAddress({ alias: match.alias });
      if (!shared.ok) return refused(context, needs, shared.error.code);
      const isFromChat = needs.chat !== undefined && form.get('from') === 'chat';
      return isFromChat ? seeOther(context, chatPath(match.conversationId)) : backToIt(context, shared.value);
    }),
  );

  app.post(
    '/me/introductions/:week/renew',
    forMembersForm(needs, async (context, visitor) => {
      const match: OwnMatch | undefined = await matchOf(context, needs, visitor);
      if (match === undefined) return refused(context, needs, 'match.unknown');
      const renewed = await introductions.renewAlias({ member: match.own, week: match.week });
      return renewed.ok ? backToIt(context, 'renewed') : refused(context, needs, renewed.error.code);
    }),
  );
};

const backToIt = (context: LoopContext, done: string): Response =>
  seeOther(context, `/me?done=${done}#i-${context.req.param('week') ?? ''}`);
