import { roundStyles } from '../../../files/report-styles.ts';

/** What only the pages of operators and of the embedded run show; rounds look as they do in the report. */
export const operatorStyles = `
.desk {
${roundStyles}& > * + * { margin-top: clamp(1.25rem, 3vw, 2rem); }
& > section:not(.card) > h2 { margin-bottom: 0.75rem; }
& > .opening + .dates, & > .opening + .badges, & > .dates + .quiet { margin-top: 0.5rem; }
.lead { margin-top: 0.75rem; }
.dates { color: var(--soft); }
h2 .badge { vertical-align: 0.15em; margin-left: 0.35rem; }
.opening .eyebrow + h1 { margin-top: 0.45rem; }
.opening .back + h1 { margin-top: 0.6rem; }
.eyebrow .badge { font-size: 0.8125rem; }
.card > h3:not(:first-child) { margin-top: 1.4rem; }
.card ul:not([role]) { padding-left: 1.2rem; display: grid; gap: 0.35rem; }
.note { max-width: 44rem; padding: 0.75rem 1rem; border-left: 3px solid var(--warm); background: var(--glow); border-radius: 0 10px 10px 0; }
.note ul { padding-left: 1.2rem; margin-top: 0.35rem; }
.note p + p { margin-top: 0.35rem; }
blockquote { margin: 0.75rem 0 0; padding-left: 0.9rem; border-left: 3px solid var(--line); }

.sections { overflow-x: auto; border-bottom: 1px solid var(--line); }
.sections ul { list-style: none; display: flex; gap: 0.25rem; width: max-content; }
.sections a { display: block; padding: 0.65rem 0.8rem; color: var(--soft); text-decoration: none; font-size: 0.9375rem; border-bottom: 2px solid transparent; }
.sections a:hover { color: var(--ink); }
.sections a[aria-current] { color: var(--accent); border-color: var(--accent); font-weight: 620; }
.sections a:focus-visible { outline-offset: -3px; }

.badge { display: inline-block; border-radius: 0.85rem; padding: 0.1rem 0.6rem; font-size: 0.8125rem; font-weight: 600; line-height: 1.5; letter-spacing: 0; white-space: normal; background: var(--line); color: var(--ink); }
.badge.good { background: var(--tint); color: var(--accent); }
.badge.warm { background: var(--glow); color: var(--warm); }
.badges { display: flex; flex-wrap: wrap; gap: 0.35rem; }

.buttons { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; margin-top: 1rem; }
.act { border-color: var(--accent); }
.regret { margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.regret summary { color: var(--warm); }
.stack { display: grid; gap: 0.5rem; margin-top: 0.75rem; max-width: 36rem; }
.search { max-width: 34rem; }
.search label { display: block; font-weight: 600; margin-bottom: 0.35rem; }
.with-button { display: flex; gap: 0.5rem; }
.with-button input { flex: 1; min-width: 0; }

.scroll { overflow-x: auto; }
.scroll .figures th, .scroll .figures td, .figures thead th, .figures .badge { white-space: nowrap; }
@media (max-width: 30rem) { .figures { font-size: 0.875rem; } .figures th, .figures td { padding-left: 0.4rem; } .figures td small { display: block; } .scroll .figures thead th { white-space: normal; vertical-align: bottom; overflow-wrap: normal; } .scroll .many thead th { white-space: nowrap; } .sections ul { flex-wrap: wrap; width: auto; } }
.key small { display: block; font-weight: 400; letter-spacing: 0; line-height: 1.35; }
.figures .this > * { background: var(--tint); }
.figures .this > :first-child { padding-left: 0.5rem; color: var(--ink); font-weight: 640; }
.figures tbody a { white-space: nowrap; }

.rows { list-style: none; }
.rows > li { display: grid; gap: 0.25rem 1.25rem; padding: 0.8rem 0; border-top: 1px solid var(--line); min-width: 0; }
.rows > li:first-child { border-top: 0; padding-top: 0.25rem; }
.rows > li > * { margin: 0; min-width: 0; }
.card .rows p + p { margin-top: 0; }
.rows.cards > li { border: 1px solid var(--line); padding: clamp(1.1rem, 3vw, 1.5rem); gap: 0.6rem; }
.rows.cards > li + li { margin-top: 0.75rem; }
.rows small { display: block; }
.buttons + .rows { margin-top: 1.25rem; border-top: 1px solid var(--line); padding-top: 0.75rem; }
.rows.chooser > li { grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
.chooser form { grid-column: 2; grid-row: 1 / 3; }
@media (min-width: 44rem) {
.chooser form { grid-column: auto; grid-row: auto; }
.rows:not(.cards) > li { grid-template-columns: minmax(0, 1fr) auto auto; align-items: center; }
.rows.members > li { grid-template-columns: minmax(0, 1fr) 11rem 17rem; }
.rows.mails > li { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 12.5rem; }
.rows.mails .when { text-align: right; }
}
.person { color: var(--ink); text-decoration-color: var(--line); }
.person:hover { color: var(--accent); text-decoration-color: currentColor; }
.person small { text-decoration: none; display: inline-block; }
.pairs .why { border: 0; padding: 0; }

.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); gap: 0.9rem 1.5rem; }
.facts dt { color: var(--soft); font-size: 0.875rem; }
.facts dd { font-weight: 560; }

.pager { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; align-items: center; margin-top: 1.25rem; color: var(--soft); font-size: 0.9375rem; }
.pager a { padding: 0.3rem 0; }

.meter + .meter { margin-top: 1rem; }
.meter { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.25rem 1rem; }
.meter progress { flex-basis: 100%; }
progress { appearance: none; width: 100%; height: 10px; border: 0; border-radius: 5px; background: var(--tint); overflow: hidden; }
progress::-webkit-progress-bar { background: var(--tint); }
progress::-webkit-progress-value { background: var(--accent); border-radius: 5px; }
progress::-moz-progress-bar { background: var(--accent); border-radius: 5px; }
.meter + .quiet { margin-top: 1.25rem; }

.chart { padding-left: 2.1rem; }
.chart svg { display: block; overflow: visible; font-size: 12px; font-variant-numeric: tabular-nums; }
.chart text { fill: var(--soft); }
.chart rect { shape-rendering: crispEdges; }
.chart rect.met { fill: var(--accent); }
.chart rect.introduced { fill: color-mix(in srgb, var(--accent) 40%, var(--card)); }
.chart rect.left { fill: var(--warm); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.25rem; margin: 0 0 0.9rem -2.1rem; font-size: 0.875rem; color: var(--soft); }
.legend li::before { content: ""; display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.45rem; border-radius: 3px; background: var(--accent); vertical-align: -0.05rem; }
.legend .introduced::before { background: color-mix(in srgb, var(--accent) 40%, var(--card)); }
.legend .left::before { background: var(--warm); }

.tabs ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem; }
.tabs a { display: block; padding: 0.45rem 0.9rem; border-radius: 99px; text-decoration: none; color: var(--soft); font-size: 0.9375rem; }
.tabs a[aria-current] { background: var(--tint); color: var(--accent); font-weight: 620; }
.tabs + .mail { margin-top: 0.75rem; }
iframe.mail { display: block; width: 100%; height: min(46rem, 80vh); border: 1px solid var(--line); border-radius: 14px; background: #fff; color-scheme: light dark; }
pre.mail { margin: 0; max-height: 46rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: clamp(1rem, 3vw, 1.5rem); font: 0.875rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.links { list-style: none; display: grid; gap: 0.4rem; }

.qr { display: block; width: min(100%, 15rem); height: auto; margin-top: 0.75rem; border-radius: 10px; background: #fff; }
.secret { font: 600 1.05rem/1.7 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; word-spacing: 0.35rem; }
.codes { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr)); gap: 0.25rem 1.25rem; margin-top: 0.75rem; font: 1.05rem/1.7 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }

.moves { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11.5rem), 1fr)); }
.moves button { display: grid; gap: 0.1rem; text-align: left; padding: 0.8rem 1rem; }
.moves small { color: inherit; opacity: 0.85; font-weight: 400; }
.happenings { list-style: none; display: grid; gap: 0.5rem; }
}
`;
