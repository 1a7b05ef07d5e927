import { markup } from '../../files/report-markup.ts';
import type { Page } from './layout.ts';

/** Fixed names, so that a page that is open for days finds the newest (`web/vite.config.ts`). */
const files = { style: '/web/chat.css', script: '/web/chat.js' } as const;

/**
 * Where the script of the chat finds its place; what it shows, it asks for itself. What was written without a connection it keeps under
 * `box`, so that somebody else in the same browser does not send it.
 */
export const chatPage = (box: string): Page => ({
  title: 'Chat',
  here: '/chat',
  width: 'wide',
  files,
  content: markup`<div id="chat" data-box="${box}"><h1>Chat</h1>
<p class="lead">Your conversations are on their way …</p>
<p class="late">The chat has not come yet. Reload the page. By mail you reach everybody as well: their private addresses are on <a href="/me">your page</a>.</p>
<noscript><p>The chat needs JavaScript. Without it you can write to everybody by mail: their private addresses are on <a href="/me">your page</a>.</p></noscript>
</div>
`,
});

/** In a checkout that has only been run: pages that live are built once. */
export const chatNotBuiltPage: Page = {
  title: 'Chat',
  here: '/chat',
  content: markup`<h1>The chat is not built yet</h1>
<p class="lead">Run <code>node scripts/build-web.ts</code> where Loop lies, and reload this page. <code>npm start</code> does it by itself.</p>
`,
};
