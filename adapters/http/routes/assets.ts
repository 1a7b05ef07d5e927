import { icon, stylesheetVersion } from '../pages/layout.ts';
import { styles } from '../pages/stylesheet.ts';
import type { App } from '../session.ts';

/**
 * What all pages share. Pages name the stylesheet by what is in it, so a browser may keep it for good; but only under its own name: while
 * a new version takes over, the old one may be asked for the new one's.
 */
export const addAssets = (app: App): void => {
  app.get('/style.css', (context) => {
    context.header('Content-Type', 'text/css; charset=utf-8');
    const isNamed = context.req.query('v') === stylesheetVersion;
    context.header('Cache-Control', isNamed ? 'public, max-age=31536000, immutable' : 'no-store');
    return context.body(styles);
  });
  app.get('/icon.svg', (context) => {
    context.header('Content-Type', 'image/svg+xml');
    context.header('Cache-Control', 'public, max-age=86400');
    return context.body(icon);
  });
  app.get('/robots.txt', (context) => context.text('User-agent: *\nDisallow: /\n'));
};
