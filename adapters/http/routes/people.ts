import { canonicalAddress } from '../../../domain/kernel/email-address.ts';
import { type MemberId, parseMemberId } from '../../../domain/kernel/member-id.ts';
import type { WebNeeds } from '../needs.ts';
import { embeddedFrame } from '../pages/embedded/frame.ts';
import { peoplePage } from '../pages/embedded/people-page.ts';
import { readForm, refused, seeOther, show } from '../respond.ts';
import { type App, keepSession, type LoopContext } from '../session.ts';

/** In the embedded run, being anybody of the sample community. */
export const addPeople = (app: App, web: WebNeeds): void => {
  const { embedded } = web;
  if (embedded === undefined) return;

  const signIn = async (context: LoopContext, member: MemberId | undefined, path: '/me' | '/operator'): Promise<Response> => {
    const session = member === undefined ? undefined : await embedded.signInAs(member);
    if (session === undefined) return refused(context, web, 'http.not_found');
    keepSession(context, web, session);
    return seeOther(context, path);
  };

  app.get('/people', async (context) => {
    const text = (context.req.query('text') ?? '').trim().slice(0, searchCharactersMax);
    const found = await embedded.searchMembers({ text, limit: peopleShown });
    const { members, next } = found.ok ? found.value : { members: [], next: undefined };
    return show(context, web, { ...embeddedFrame(peoplePage({ members, text, more: next !== undefined })), here: '/people' });
  });

  app.post('/people/operator', async (context) =>
    signIn(context, web.secrets.memberIdOf(canonicalAddress(embedded.sampleOperator)), '/operator'),
  );

  app.post('/people/member', async (context) => {
    const form = await readForm(context);
    return form === undefined ? refused(context, web, 'http.not_a_form') : signIn(context, parseMemberId(form.get('member') ?? ''), '/me');
  });
};

const searchCharactersMax = 100;
const peopleShown = 12;
