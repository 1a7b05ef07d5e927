import type { Destination } from '../session.ts';
import type { WebNeeds } from '../needs.ts';
import { erasedPage, erasePage, exportPage, leavePage, leftPage, signInAgainPage } from '../pages/me/taking-leave-pages.ts';
import { forMembers, forMembersForm, refused, seeOther, show } from '../respond.ts';
import { type App, forgetSession, type LoopContext, type Visitor } from '../session.ts';
import { mailSignInAgain } from './sign-in.ts';

/** Taking one's data along, leaving, and having everything erased. */
export const addTakingLeave = (app: App, needs: WebNeeds): void => {
  const { membership } = needs;
  const community = needs.community.name;

  app.get(
    '/me/export',
    forMembers((context, visitor) =>
      visitor.fresh ? show(context, needs, exportPage({ visitor, community })) : signInAgain(context, needs, { visitor, ...toExport }),
    ),
  );
  app.post(
    '/me/export',
    forMembersForm(needs, async (context, visitor) => {
      const exported = await membership.exportMember({ member: visitor.member.id, session: visitor.session });
      if (!exported.ok)
        return exported.error.code === 'membership.sign_in_again'
          ? signInAgain(context, needs, { visitor, ...toExport })
          : refused(context, needs, exported.error.code);
      context.header('Content-Type', 'application/json; charset=utf-8');
      context.header('Content-Disposition', 'attachment; filename="loop-export.json"');
      return context.body(`${JSON.stringify(exported.value, undefined, 2)}\n`);
    }),
  );

  app.get(
    '/me/leave',
    forMembers((context, visitor) => show(context, needs, leavePage({ visitor, community }))),
  );
  app.post(
    '/me/leave',
    forMembersForm(needs, async (context, { member }) => {
      const left = await membership.leave({ member: member.id });
      if (!left.ok) return refused(context, needs, left.error.code);
      forgetSession(context, needs);
      return seeOther(context, '/left');
    }),
  );
  app.get('/left', (context) => show(context, needs, leftPage(community)));

  app.get(
    '/me/erase',
    forMembers((context, visitor) =>
      visitor.fresh ? show(context, needs, erasePage({ visitor, community })) : signInAgain(context, needs, { visitor, ...toErase }),
    ),
  );
  app.post(
    '/me/erase',
    forMembersForm(needs, async (context, visitor) => {
      const erased = await membership.eraseMember({ member: visitor.member.id, session: visitor.session });
      if (!erased.ok) return notErased(context, needs, { visitor, code: erased.error.code });
      forgetSession(context, needs);
      return seeOther(context, '/erased');
    }),
  );
  app.get('/erased', (context) => show(context, needs, erasedPage(community)));

  for (const { path } of [toExport, toErase])
    app.post(
      `${path}/sign-in`,
      forMembersForm(needs, async (context, { member }) => mailSignInAgain(context, needs, { member, destination: path })),
    );
};

interface Purpose {
  readonly path: Destination;
  readonly title: string;
}
const toExport: Purpose = { path: '/me/export', title: 'Take everything along' };
const toErase: Purpose = { path: '/me/erase', title: 'Have everything erased' };

const notErased = (
  context: LoopContext,
  needs: WebNeeds,
  { visitor, code }: { readonly visitor: Visitor; readonly code: 'membership.sign_in_again' | 'membership.second_factor_needed' },
): Response => (code === 'membership.sign_in_again' ? signInAgain(context, needs, { visitor, ...toErase }) : refused(context, needs, code));

const signInAgain = (context: LoopContext, needs: WebNeeds, about: Purpose & { readonly visitor: Visitor }): Response =>
  show(context, needs, { ...signInAgainPage(about), status: 403 });
