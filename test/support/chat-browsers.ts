import type { ThreadList, TicketAnswer } from '../../adapters/http/contract.ts';
import { type ChatWindow, openWindow } from './chat-windows.ts';

/** Browsers of sample people on a run of Loop on this machine, without its pages' script. */
export const browsersOf = (run: { readonly url: string }) => {
  const post = async (path: string, body: string | URLSearchParams, cookie = ''): Promise<Response> =>
    fetch(`${run.url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie,
        origin: run.url,
        'sec-fetch-site': 'same-origin',
        'content-type': typeof body === 'string' ? 'application/json' : 'application/x-www-form-urlencoded',
      },
      body,
    });

  /** Somebody of the sample community in a browser of their own, signed in by the page for that. */
  const browserOf = async (member: string): Promise<Somebody> => {
    const signedIn = await post('/people/member', new URLSearchParams({ member }));
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const json = async <V>(path: string, body?: unknown): Promise<V> =>
      (await (body === undefined ? fetch(`${run.url}${path}`, { headers: { cookie } }) : post(path, JSON.stringify(body), cookie)).then(
        async (answer) => answer.json(),
      )) as V;
    const ticket = async (): Promise<string> => (await json<TicketAnswer>('/chat/api/tickets', {})).url;
    return {
      cookie,
      json,
      ticket,
      page: async (path: string): Promise<string> => (await fetch(`${run.url}${path}`, { headers: { cookie } })).text(),
      form: async (path: string, fields: Readonly<Record<string, string>>) => post(path, new URLSearchParams(fields), cookie),
      threads: async () => (await json<ThreadList>('/chat/api/threads')).threads,
      open: async (): Promise<ChatWindow> => openWindow(await ticket(), { origin: run.url }),
    };
  };

  /** Two who were introduced and may write to each other, and their conversation. */
  const aPair = async (nth = 0): Promise<{ readonly one: Somebody; readonly other: Somebody; readonly thread: string }> => {
    const people = peopleOn(await (await fetch(`${run.url}/people`)).text());
    let found = 0;
    for (const member of people) {
      const one = await browserOf(member);
      const open = (await one.threads()).find(({ state, partnerName }) => state === 'open' && partnerName !== undefined);
      if (open === undefined || found++ < nth) continue;
      const named = peopleOn(await (await fetch(`${run.url}/people?text=${encodeURIComponent(open.partnerName ?? '')}`)).text());
      for (const each of named) {
        const other = await browserOf(each);
        if (each !== member && (await other.threads()).some(({ thread }) => thread === open.thread))
          return { one, other, thread: open.thread };
      }
    }
    throw new Error('nobody of the sample community may write to anybody');
  };

  /** Ids of sample people: the page shows a dozen at a time, and finds them by the numbers in their names. */
  const people = async (): Promise<readonly string[]> => {
    const found = new Set<string>();
    for (let tens = 0; tens < 20; tens++)
      for (const id of peopleOn(await (await fetch(`${run.url}/people?text=${String(tens).padStart(2, '0')}`)).text())) found.add(id);
    return [...found];
  };

  return { browserOf, aPair, people };
};

export interface Somebody {
  readonly cookie: string;
  readonly json: <V>(path: string, body?: unknown) => Promise<V>;
  readonly ticket: () => Promise<string>;
  readonly page: (path: string) => Promise<string>;
  readonly form: (path: string, fields: Readonly<Record<string, string>>) => Promise<Response>;
  readonly threads: () => Promise<ThreadList['threads']>;
  readonly open: () => Promise<ChatWindow>;
}

const peopleOn = (page: string): readonly string[] => [
  ...new Set([...page.matchAll(/value="(m_[a-z2-7]{26})"/g)].map(([, id = '']) => id)),
];
