import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import { type Markup, markup, shown } from '../../files/report-markup.ts';
import { formField } from './form.ts';
import { scripts, type ScriptName } from './scripts.ts';
import { styles } from './stylesheet.ts';

/** A page, as far as it is not the same on all of them. `content` has the one `h1`. */
export interface Page {
  readonly title: string;
  readonly content: Markup;
  /** The path of the place in the navigation that this page belongs to. */
  readonly here?: string | undefined;
  /** `text` is as wide as one reads, `wide` takes the screen. */
  readonly width?: 'text' | 'wide' | undefined;
  readonly script?: ScriptName | undefined;
  /** Files of ours that it needs beside what all pages share: a stylesheet, and a script that is a module. */
  readonly files?: { readonly style: string; readonly script: string } | undefined;
}

/** What every page knows of the site and of who looks at it. */
export interface Site {
  readonly name: string;
  readonly visitor: { readonly name: string; readonly isOperator: boolean; readonly formToken: string } | undefined;
  readonly isEmbedded: boolean;
  readonly hasChat: boolean;
}

export const stylesheetVersion = createHash('sha256').update(styles).digest('base64url').slice(0, 12);
export const stylesheetPath = `/style.css?v=${stylesheetVersion}`;

export const layout = ({ title, content, here, width = 'text', script, files }: Page, site: Site): Markup => markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${shown(title, titleCharactersMax)} – ${site.name}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${stylesheetPath}">
${files === undefined ? undefined : markup`<link rel="stylesheet" href="${files.style}">\n<script type="module" src="${files.script}"></script>\n`}</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${site.isEmbedded ? embeddedStrip : undefined}<header class="top"><div class="top-bar">
<a class="brand" href="/">${mark}<span>${site.name}</span></a>
${navigation(site, here)}</div></header>
<main id="content" class="${width}" tabindex="-1">
${content}</main>
<footer class="bottom"><p>${site.name} <span aria-hidden="true">·</span> One person a week, well chosen.</p></footer>
${script === undefined ? undefined : markup`<script>${raw(scripts[script])}</script>\n`}</body>
</html>
`;

const titleCharactersMax = 120;

const navigation = ({ visitor, hasChat }: Site, here: string | undefined): Markup => {
  if (visitor === undefined)
    return markup`<nav class="main" aria-label="Main"><ul role="list">${link('/sign-in', 'Sign in', here)}</ul></nav>
`;
  return markup`<nav class="main" aria-label="Main"><ul role="list">${link('/me', 'My page', here)}${hasChat ? link('/chat', 'Chat', here) : undefined}${link('/survey', 'My answers', here)}${link('/me/settings', 'Settings', here)}${visitor.isOperator ? link('/operator', 'Operators', here) : undefined}<li><form method="post" action="/sign-out">${formField(visitor)}<button type="submit" class="link">Sign out</button></form></li></ul></nav>
`;
};

const link = (path: string, label: string, here: string | undefined): Markup =>
  markup`<li><a href="${path}"${path === here ? markup` aria-current="page"` : undefined}>${label}</a></li>`;

// What is written here goes nowhere: whoever tries Loop out needs to find the mails that it pretends to send.
const embeddedStrip = markup`<aside class="strip" aria-label="This computer only"><p>A run on this computer alone.</p><ul role="list"><li><a href="/mailbox">Mailbox</a></li><li><a href="/clock">Clock</a></li><li><a href="/people">People</a></li></ul></aside>
`;

// Two circles that meet.
const mark = markup`<svg class="mark" viewBox="0 0 28 20" width="28" height="20" aria-hidden="true" focusable="false"><circle cx="10" cy="10" r="8"/><circle cx="18" cy="10" r="8"/></svg>`;

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#17705a"/><g fill="none" stroke="#fff" stroke-width="2.4"><circle cx="12.5" cy="16" r="6.5"/><circle cx="19.5" cy="16" r="6.5"/></g></svg>`;
