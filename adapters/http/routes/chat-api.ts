import type * as z from 'zod';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import { minuteMs, secondMs } from '../../../domain/kernel/instant.ts';
import { messagesPageMax } from '../../../domain/relay/chat/limits.ts';
import type { Acting, ChatRefusalCode, ChatRefused } from '../../../domain/relay/chat/use-cases.ts';
import {
  markBody,
  type Marks,
  type RefusalAnswer,
  sendBody,
  type ThreadList,
  type TicketAnswer,
  uploadBody,
  type UploadAnswer,
} from '../contract.ts';
import type { ChatNeeds, WebNeeds } from '../needs.ts';
import { chatApiPath, refused, type SignedIn, type Status } from '../respond.ts';
import type { App, LoopContext, Visitor } from '../session.ts';
import { makeTurns } from '../turns.ts';

/** Of one member, from one process: far more than any number of windows asks for that come back at once. */
export const ticketsPerMinuteMax = 60;
/** The same for recordings, each of which is asked for a place and sent: what is read of them is large, whether or not it is taken. */
export const recordingsPerMinuteMax = 20;

/** What the page of the chat asks for, as `contract.ts` lists it. */
export const addChatApi = (app: App, needs: WebNeeds, chat: ChatNeeds): void => {
  const mayAskForTicket = makeTurns({ clock: needs.clock, most: ticketsPerMinuteMax, windowMs: minuteMs });
  const signedIn = signedInWith(needs);
  const at = (path: string): string => `${chatApiPath}${path}`;

  app.get(
    at('threads'),
    signedIn(async (context, { member }) => {
      const threads = await chat.listThreads({ member: member.id });
      return context.json({ threads, name: member.name } satisfies ThreadList);
    }),
  );

  app.get(
    at('threads/:thread/messages'),
    signedIn(async (context, { member }) => {
      const [after, before, limit] = ['after', 'before', 'limit'].map((name) => placeIn(context.req.query(name)));
      if (after === 'malformed' || before === 'malformed' || limit === 'malformed') return answered(context, malformed);
      if (after !== undefined && before !== undefined) return answered(context, malformed);
      const asked = Math.min(messagesPageMax, Math.max(1, limit ?? messagesPageMax));
      const page = await chat.readMessages({ ...actingIn(context, member.id), after, before, limit: asked });
      return page.ok ? context.json(page.value) : answered(context, page.error);
    }),
  );

  app.get(
    at('threads/:thread/messages/:seq/:file'),
    signedIn(async (context, { member }) => {
      const seq = placeIn(context.req.param('seq'));
      const named = context.req.param('file');
      const file = named === 'voice' || named === 'html' ? named : placeIn(named);
      if (seq === undefined || seq === 'malformed' || file === undefined || file === 'malformed') return answered(context, malformed);
      const link = await chat.linkToFile({ ...actingIn(context, member.id), seq, file });
      return link.ok ? context.redirect(link.value, 303) : answered(context, link.error);
    }),
  );

  app.post(
    at('tickets'),
    signedIn(async (context, { member, session }) => {
      const turn = mayAskForTicket(member.id);
      if (turn !== 'taken') return answered(context, { ...tooManyTickets, retryAfterMs: turn.retryAfterMs });
      const { ticket, expiresAt } = await chat.issueTicket({ member: member.id, session });
      return context.json({ url: `${chat.socketUrl}?ticket=${encodeURIComponent(ticket)}`, expiresAt } satisfies TicketAnswer);
    }),
  );

  addWriting(app, needs, chat);
};

const addWriting = (app: App, needs: WebNeeds, chat: ChatNeeds): void => {
  const mayRecord = makeTurns({ clock: needs.clock, most: 2 * recordingsPerMinuteMax, windowMs: minuteMs });
  const signedIn = signedInWith(needs);
  app.post(
    `${chatApiPath}threads/:thread/messages`,
    signedIn(async (context, { member }) => {
      const body = await bodyIn(context, sendBody);
      if (body === 'not_json') return refused(context, needs, 'http.not_json');
      if (body === 'malformed') return answered(context, malformed);
      const { id, ...content } = body;
      const turn = 'voice' in content ? mayRecord(member.id) : 'taken';
      if (turn !== 'taken') return answered(context, { ...tooManyRecordings, retryAfterMs: turn.retryAfterMs });
      const sent = await chat.sendMessage({ ...actingIn(context, member.id), id, content });
      return sent.ok ? context.json(sent.value) : answered(context, sent.error);
    }),
  );

  app.post(
    `${chatApiPath}threads/:thread/marks`,
    signedIn(async (context, { member }) => {
      const body = await bodyIn(context, markBody);
      if (body === 'not_json') return refused(context, needs, 'http.not_json');
      if (body === 'malformed') return answered(context, malformed);
      const marked = await chat.markMessages({ ...actingIn(context, member.id), ...body });
      return marked.ok ? context.json(marked.value satisfies Marks) : answered(context, marked.error);
    }),
  );

  app.post(
    `${chatApiPath}threads/:thread/voice`,
    signedIn(async (context, { member }) => {
      const body = await bodyIn(context, uploadBody);
      if (body === 'not_json') return refused(context, needs, 'http.not_json');
      if (body === 'malformed') return answered(context, malformed);
      const turn = mayRecord(member.id);
      if (turn !== 'taken') return answered(context, { ...tooManyRecordings, retryAfterMs: turn.retryAfterMs });
      const place = await chat.askForUpload({ ...actingIn(context, member.id), ...body });
      return place.ok ? context.json(place.value satisfies UploadAnswer) : answered(context, place.error);
    }),
  );
};

/**
 * A script is told that nobody is signed in, and is not sent elsewhere. A page says whose it is (`member`): where somebody else signed in in
 * the same browser since, it is as good as signed out, and nothing of it is done in their name.
 */
const signedInWith =
  (needs: WebNeeds) =>
  (body: SignedIn) =>
  async (context: LoopContext): Promise<Response> => {
    const visitor: Visitor | undefined = context.get('visitor');
    const whose = context.req.query('member');
    if (visitor === undefined || (whose !== undefined && whose !== visitor.member.id))
      return refused(context, needs, 'membership.signed_out');
    return body(context, visitor);
  };

const actingIn = (context: LoopContext, member: MemberId): Acting => ({ member, thread: context.req.param('thread') ?? '' });

const placeIn = (text: string | undefined): number | undefined | 'malformed' => {
  if (text === undefined) return undefined;
  return /^\d{1,12}$/.test(text) ? Number(text) : 'malformed';
};

const bodyIn = async <Body>({ req }: LoopContext, schema: z.ZodType<Body>): Promise<Body | 'not_json' | 'malformed'> => {
  const type = (req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  // A form of another page could be sent without its say; JSON cannot.
  if (type !== 'application/json') return 'not_json';
  const read = schema.safeParse(await req.json().catch(() => undefined));
  return read.success ? read.data : 'malformed';
};

const answered = (context: LoopContext, { code, message, retryAfterMs }: Refusal): Response => {
  if (retryAfterMs !== undefined) context.header('Retry-After', String(Math.max(1, Math.ceil(retryAfterMs / secondMs))));
  const body: RefusalAnswer = { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return context.json(body, statuses[code]);
};

type Refusal = Omit<ChatRefused, 'code'> & { readonly code: keyof typeof statuses };

const statuses = {
  'chat.thread_unknown': 404,
  'chat.closed': 409,
  'chat.malformed': 400,
  'chat.empty': 422,
  'chat.too_long': 413,
  'chat.rate_limited': 429,
  'chat.upload_unknown': 410,
  'chat.upload_missing': 409,
  'chat.voice_too_large': 413,
  'chat.voice_too_long': 422,
  'chat.voice_not_audio': 422,
  'chat.too_many_tickets': 429,
} as const satisfies Record<ChatRefusalCode, Exclude<Status, 200>> & Readonly<Record<string, Exclude<Status, 200>>>;

const malformed: Refusal = { code: 'chat.malformed', message: 'That was nothing that we can read. Reload the page and try again.' };
const tooManyRecordings: Refusal = { code: 'chat.rate_limited', message: 'These are many recordings at once. Wait a little.' };
const tooManyTickets: Refusal = { code: 'chat.too_many_tickets', message: 'That was a lot at once. It is tried again in a moment.' };
