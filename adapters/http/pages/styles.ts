/** The look of all pages: colours and sizes of the report and the mails, light and dark. Texts keep a contrast of 4.5 : 1, borders of controls 3 : 1. */
export const baseStyles = `
:root { color-scheme: light dark; --page: #f4f6f5; --card: #fff; --ink: #17211d; --soft: #55615b; --line: #dde3e0; --edge: #7d8a84; --accent: #17705a; --deep: #115646; --on-accent: #fff; --tint: #e1eee9; --warm: #8f4a10; --glow: #fbecdc; --danger: #a3261f; --shadow: 0 1px 2px rgb(23 33 29 / 0.04), 0 6px 20px rgb(23 33 29 / 0.05); }
@media screen and (prefers-color-scheme: dark) {
:root { --page: #101513; --card: #181f1c; --ink: #e8edea; --soft: #a2aea8; --line: #2b3531; --edge: #75827c; --accent: #66c9ab; --deep: #86dbc1; --on-accent: #0f1a16; --tint: #1d3029; --warm: #f0b37f; --glow: #38281a; --danger: #f28b82; --shadow: none; }
}
*, ::before, ::after { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; background: var(--page); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 5rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column; overflow-wrap: anywhere; }
p, ul, ol, dl, dd, figure, fieldset { margin: 0; padding: 0; }
fieldset { border: 0; min-width: 0; }
h1, h2, h3 { line-height: 1.2; margin: 0; text-wrap: balance; }
h1 { font-size: clamp(1.9rem, 1.5rem + 1.9vw, 2.6rem); font-weight: 680; letter-spacing: -0.025em; }
h2 { font-size: 1.25rem; font-weight: 650; letter-spacing: -0.01em; }
h3 { font-size: 1.05rem; font-weight: 620; }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:hover { color: var(--deep); text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
main:focus, :target:focus { outline: none; }
code { font: 0.92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
strong { font-weight: 640; }
small { color: var(--soft); font-size: 0.8125rem; }
.skip { position: absolute; left: 1rem; top: 0; z-index: 9; padding: 0.6rem 1rem; background: var(--accent); color: var(--on-accent); border-radius: 0 0 8px 8px; transform: translateY(-110%); }
.skip:focus { transform: none; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.strip { background: var(--tint); color: var(--ink); font-size: 0.875rem; display: flex; flex-wrap: wrap; gap: 0.15rem 1.25rem; justify-content: center; padding: 0.4rem 1rem; }
.strip ul { list-style: none; display: flex; gap: 1.25rem; }
.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top-bar { max-width: 72rem; margin: 0 auto; padding: 0.5rem clamp(1rem, 4vw, 2.5rem); display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 1.5rem; }
.brand { display: inline-flex; align-items: center; gap: 0.6rem; font-weight: 650; letter-spacing: -0.01em; color: var(--ink); text-decoration: none; padding: 0.4rem 0; }
.brand:hover { color: var(--accent); }
.mark { flex: none; fill: none; stroke: var(--accent); stroke-width: 2.2; }
.main ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.35rem; font-size: 0.9375rem; }
.main a, .main .link { display: inline-block; padding: 0.5rem 0; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; font-weight: 450; }
.main a:hover, .main .link:hover { color: var(--ink); }
.main [aria-current] { color: var(--ink); font-weight: 600; border-bottom-color: var(--accent); }
main { flex: 1; width: 100%; margin: 0 auto; padding: clamp(1.75rem, 5vw, 3.5rem) clamp(1rem, 4vw, 2.5rem); }
main.text { max-width: 47rem; }
main.wide { max-width: 72rem; }
.bottom { border-top: 1px solid var(--line); color: var(--soft); font-size: 0.875rem; }
.bottom p { max-width: 72rem; margin: 0 auto; padding: 1.1rem clamp(1rem, 4vw, 2.5rem) 1.5rem; }

main > * + * { margin-top: 1.25rem; }
main > h1 + .lead { margin-top: 0.75rem; }
.eyebrow { color: var(--accent); font-size: 0.875rem; font-weight: 600; letter-spacing: 0.02em; }
main > .eyebrow + h1 { margin-top: 0.4rem; }
.back { font-size: 0.9375rem; }
.back a::before { content: "←"; margin-right: 0.4rem; }
.back + h1 { margin-top: 0.5rem; }
.lead { font-size: clamp(1.08rem, 1rem + 0.4vw, 1.22rem); color: var(--soft); max-width: 44rem; text-wrap: pretty; }
.lead strong { color: var(--ink); }
.quiet, .empty { color: var(--soft); font-size: 0.9375rem; }
.after { margin-top: 1.25rem; max-width: 40rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: clamp(1.15rem, 3vw, 1.75rem); min-width: 0; box-shadow: var(--shadow); }
.card > * + * { margin-top: 0.75rem; }
.card > h2 + * { margin-top: 0.6rem; }
ul.plain, ol.plain { padding-left: 1.3rem; max-width: 42rem; }
.plain > li + li { margin-top: 0.45rem; }
.plain > li::marker { color: var(--accent); font-weight: 600; }

.notice { border-left: 3px solid var(--accent); background: var(--tint); border-radius: 0 10px 10px 0; padding: 0.75rem 1rem; max-width: 44rem; }
.notice.refused { border-color: var(--warm); background: var(--glow); }
.notice ul { padding-left: 1.2rem; margin-top: 0.3rem; }
.notice.refused a { color: var(--ink); }
.notice p + p { margin-top: 0.3rem; }
.badge { display: inline-block; font-style: normal; font-size: 0.75rem; font-weight: 600; line-height: 1.3; border-radius: 99px; padding: 0.18rem 0.6rem; white-space: nowrap; background: var(--tint); color: var(--accent); vertical-align: 0.12em; }
.badge.warm { background: var(--glow); color: var(--warm); }
.badge.calm { background: var(--page); color: var(--soft); }
.lines { list-style: none; }
.lines > li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1.5rem; padding: 0.8rem 0; border-top: 1px solid var(--line); }
.lines > li:first-child { border-top: 0; padding-top: 0.2rem; }
.lines > li:last-child { padding-bottom: 0; }
.lines > li > p { flex: 1 1 14rem; min-width: 0; }

@media (max-width: 34rem) {
.top-bar { padding-top: 0.35rem; padding-bottom: 0.1rem; }
.main ul { gap: 0 1.05rem; font-size: 0.875rem; }
}
@media print { .top, .strip, .skip, .bottom { display: none; } .card { box-shadow: none; break-inside: avoid; } }
`;
