import { icon } from '../pages/layout.ts';
import { styles } from '../pages/stylesheet.ts';
import type { App } from '../session.ts';

/** What all pages share. Pages name the stylesheet by what is in it, so a browser may keep it for good. */
export const addAssets = (app: App): void => {
  app.get('/style.css', (context) => {
    context.header('Content-Type', 'text/css; charset=utf-8');
    context.header('Cache-Control', 'public, max-age=31536000, immutable');
    return context.body(styles);
  });
  app.get('/icon.svg', (context) => {
    context.header('Content-Type', 'image/svg+xml');
    context.header('Cache-Control', 'public, max-age=86400');
    return context.body(icon);
  });
  app.get('/robots.txt', (context) => context.text('User-agent: *\nDisallow: /\n'));
};
