import { parseMemberId } from '../../../domain/kernel/member-id.ts';
import { type Markup, markup } from '../../files/report-markup.ts';
import type { WebNeeds } from '../needs.ts';
import { notice } from '../pages/form.ts';
import { mailWishes, settingsPage, type SettingsFacts } from '../pages/me/settings-page.ts';
import { forMembers, forMembersForm, inWords, refused, seeOther, show, statusOf } from '../respond.ts';
import type { App, LoopContext, Visitor } from '../session.ts';

/** A member's name, mails, browsers and blocks. */
export const addSettings = (app: App, needs: WebNeeds): void => {
  const { membership } = needs;
  app.get(
    '/me/settings',
    forMembers(async (context, visitor) => showSettings(context, needs, { visitor })),
  );

  app.post(
    '/me/name',
    forMembersForm(needs, async (context, visitor, form) => {
      const typed = form.get('name') ?? '';
      const renamed = await membership.rename({ member: visitor.member.id, name: typed });
      if (renamed.ok) return seeOther(context, '/me/settings?done=renamed');
      const { code } = renamed.error;
      if (code === 'membership.no_member') return refused(context, needs, code);
      return showSettings(context, needs, { visitor, name: { typed, problem: inWords(code) }, code });
    }),
  );

  app.post(
    '/me/mails',
    forMembersForm(needs, async (context, { member }, form) => {
      const wanted = form.getAll('kind');
      for (const [kind] of mailWishes) {
        const wish = { member: member.id, kind };
        const changed = wanted.includes(kind) ? await membership.resubscribe(wish) : await membership.unsubscribe(wish);
        if (!changed.ok) return refused(context, needs, changed.error.code);
      }
      return seeOther(context, '/me/settings?done=mails');
    }),
  );

  app.post(
    '/me/sessions/end',
    forMembersForm(needs, async (context, { member }, form) => {
      await membership.revokeSession({ member: member.id, session: form.get('session') ?? '' });
      return seeOther(context, '/me/settings?done=session#sessions');
    }),
  );

  app.post(
    '/me/sessions/end-others',
    forMembersForm(needs, async (context, { member, session }) => {
      const revoked = await membership.revokeAll({ member: member.id, keep: session });
      return revoked.ok ? seeOther(context, '/me/settings?done=sessions#sessions') : refused(context, needs, revoked.error.code);
    }),
  );

  app.post(
    '/me/unblock',
    forMembersForm(needs, async (context, { member }, form) => {
      const whom = parseMemberId(form.get('whom') ?? '');
      if (whom === undefined) return refused(context, needs, 'http.malformed');
      await membership.unblockMember({ member: member.id, whom });
      return seeOther(context, '/me/settings?done=unblocked#blocks');
    }),
  );
};

interface SettingsShown extends Pick<SettingsFacts, 'name' | 'address'> {
  readonly visitor: Visitor;
  readonly code?: Parameters<typeof statusOf>[0];
}

export const showSettings = async (
  context: LoopContext,
  needs: WebNeeds,
  { visitor, code, ...problems }: SettingsShown,
): Promise<Response> => {
  const { membership, community, clock } = needs;
  const [sessions, blocks] = [
    await membership.listSessions({ member: visitor.member.id }),
    await membership.listBlocks({ member: visitor.member.id }),
  ];
  if (!sessions.ok) return refused(context, needs, sessions.error.code);
  const said = doneNotice(context.req.query('done'));
  const page = settingsPage({
    community,
    now: clock.now(),
    visitor,
    sessions: sessions.value,
    blocks: blocks.ok ? blocks.value : [],
    said,
    ...problems,
  });
  return show(context, needs, { ...page, status: code === undefined ? 200 : statusOf(code) });
};

const doneNotice = (done: string | undefined): Markup | undefined => {
  const words = Object.entries(doneWords).find(([what]) => what === done)?.[1];
  return words === undefined ? undefined : notice('done', markup`<p>${words}</p>`);
};

const doneWords = {
  renamed: 'Your name is changed.',
  address: 'We have written to that address. Open the link in the mail, and it counts as yours.',
  address_removed: 'That address is removed.',
  mails: 'Saved.',
  session: 'That browser is signed out.',
  sessions: 'You are signed out everywhere else.',
  unblocked: 'Unblocked. You two may be introduced again.',
} as const;
