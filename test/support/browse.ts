import { attributesOf, formsIn, type FormField, type PageForm, textOf } from './page-parts.ts';

/** A browser without script: it follows links and redirects, fills forms, and keeps cookies. */
export interface Browser {
  readonly open: (path: string) => Promise<OpenPage>;
  /** Sends something that no form of ours would. */
  readonly send: (path: string, init: RequestInit) => Promise<Response>;
  readonly cookies: ReadonlyMap<string, string>;
}

export interface OpenPage {
  readonly status: number;
  /** Path and query where it ended up after redirects. */
  readonly path: string;
  readonly html: string;
  readonly headers: Headers;
  readonly title: string;
  readonly heading: string;
  /** What one reads, spaces collapsed. */
  readonly text: string;
  readonly forms: readonly PageForm[];
  /** Follows the first link of these words. */
  readonly follow: (label: string) => Promise<OpenPage>;
  /** Presses the button of these words, after filling in its form: by name, the value or values that a field then has. */
  readonly press: (label: string, fill?: Fill) => Promise<OpenPage>;
}

export type Fill = Readonly<Record<string, string | readonly string[]>>;

/** Anything that answers like `app.request` of hono. */
export type Site = (request: Request) => Response | Promise<Response>;

const redirectsMax = 5;

export const createBrowser = (
  site: Site,
  { baseUrl, caller = 'one caller' }: { readonly baseUrl: string; readonly caller?: string },
): Browser => {
  const cookies = new Map<string, string>();

  const send: Browser['send'] = async (path, init) => {
    const headers = new Headers(init.headers);
    if (!headers.has('host')) headers.set('host', new URL(baseUrl).host);
    headers.set('x-caller', caller);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await site(new Request(new URL(path, baseUrl), { ...init, headers, redirect: 'manual' }));
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    return response;
  };

  const load = async (path: string, init: RequestInit): Promise<OpenPage> => {
    let at = path;
    let response = await send(at, init);
    for (let redirects = 0; [301, 302, 303, 307, 308].includes(response.status); redirects++) {
      if (redirects === redirectsMax) throw new Error(`too many redirects from ${path}`);
      at = response.headers.get('location') ?? '/';
      response = await send(at, { headers: { 'sec-fetch-site': 'same-origin' } });
    }
    return pageOf(response, at, await response.text());
  };

  const pageOf = (response: Response, path: string, html: string): OpenPage => {
    const forms = formsIn(html);
    return {
      status: response.status,
      path,
      html,
      headers: response.headers,
      title: textOf(/<title>(.*?)<\/title>/s.exec(html)?.[1] ?? ''),
      heading: textOf(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? ''),
      text: textOf(html.replace(/<head>.*?<\/head>/s, '').replaceAll(/<script>.*?<\/script>/gs, '')),
      forms,
      follow: async (label) => {
        const links = [...html.matchAll(/<a ([^>]*)>(.*?)<\/a>/gs)].filter(([, , inner = '']) => textOf(inner) === label);
        const href = attributesOf(links[0]?.[1] ?? '')['href'];
        if (href === undefined) throw new Error(`no link “${label}” on ${path}`);
        return load(href, { headers: { 'sec-fetch-site': 'same-origin' } });
      },
      press: async (label, fill = {}) => {
        const form = forms.find(({ buttons }) => buttons.some((button) => button.label === label));
        const button = form?.buttons.find((each) => each.label === label);
        if (form === undefined || button === undefined)
          throw new Error(
            `no button “${label}” on ${path}: ${forms.flatMap(({ buttons }) => buttons.map((each) => each.label)).join(', ')}`,
          );
        const body = filled(form, fill);
        if (button.name !== undefined) body.append(button.name, button.value);
        return load(form.action ?? path, {
          method: 'POST',
          body: body.toString(),
          // Under `no-referrer` browsers send this origin with a form.
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', origin: 'null' },
        });
      },
    };
  };

  return { open: async (path) => load(path, { headers: { 'sec-fetch-site': 'none' } }), send, cookies };
};

const keepCookie = (cookies: Map<string, string>, line: string): void => {
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  if (attributes.some((each) => each.trim().toLowerCase() === 'max-age=0')) cookies.delete(name);
  else cookies.set(name, value);
};

/** What a browser would send of a form, with some fields filled in. */
export const filled = ({ fields }: PageForm, fill: Fill = {}): URLSearchParams => {
  const body = new URLSearchParams();
  for (const name of Object.keys(fill)) if (!fields.some((field) => field.name === name)) throw new Error(`the form has no field ${name}`);
  for (const name of new Set(fields.map((field) => field.name))) {
    const same = fields.filter((field) => field.name === name);
    const wanted = Object.hasOwn(fill, name) ? [fill[name] ?? []].flat() : same.flatMap(given);
    for (const value of wanted) {
      const isChoice = same.some(({ options }) => options !== undefined);
      if (isChoice && !same.some(({ options }) => options?.includes(value) === true)) throw new Error(`“${value}” is no choice of ${name}`);
      body.append(name, value);
    }
  }
  return body;
};

const given = ({ value, isGiven }: FormField): readonly string[] => (isGiven ? [value] : []);
