/** How figures, drawings, people and pairs of a round look, wherever a page shows one. The colours are variables of that page. */
export const roundStyles = `.key { display: flex; flex-wrap: wrap; gap: 1px; background: var(--line); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
.key > div { flex: 1 1 8.25rem; background: var(--card); padding: 1rem 1.15rem; }
.key dt { color: var(--soft); font-size: 0.875rem; }
.key dd { font-size: 1.6rem; font-weight: 640; letter-spacing: -0.015em; line-height: 1.3; font-variant-numeric: tabular-nums; }
.key a { display: block; font-size: 0.8125rem; font-weight: 400; letter-spacing: 0; }

.columns { display: grid; gap: clamp(1rem, 2vw, 1.5rem); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: clamp(1.1rem, 3vw, 1.75rem); min-width: 0; }
.card p + p, .card table, .card table + p { margin-top: 0.75rem; }
.card p { max-width: 42rem; }
.quiet, .empty, .rest { color: var(--soft); font-size: 0.9375rem; }
@media screen and (min-width: 56rem) { .columns { grid-template-columns: 1fr 1fr; } .wide { grid-column: 1 / -1; } }

.histogram { padding-left: 2.1rem; }
.histogram svg { display: block; overflow: visible; font-size: 12px; font-variant-numeric: tabular-nums; }
.histogram text { fill: var(--soft); }
.grid line { stroke: var(--line); }
.bars rect { fill: var(--accent); }
.mean line { stroke: var(--card); stroke-width: 4; }
.mean line + line { stroke: var(--warm); stroke-width: 1.5; stroke-dasharray: 4 4; }
.mean text { fill: var(--warm); font-weight: 600; }
figcaption { color: var(--soft); font-size: 0.875rem; margin: 0.35rem 0 0 -2.1rem; }
details { margin-top: 0.9rem; font-size: 0.9375rem; }
summary { color: var(--accent); cursor: pointer; width: fit-content; }

.figures { width: 100%; border-collapse: collapse; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
.figures th, .figures td { padding: 0.4rem 0 0.4rem 0.75rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400; }
.figures tr > :first-child { padding-left: 0; text-align: left; }
.figures thead th, .figures tbody th { color: var(--soft); }
.figures thead + tbody td:nth-child(2) { font-weight: 640; }
.figures tbody tr:last-child > * { border-bottom: 0; }
details .figures { max-width: 18rem; }

h3 { font-size: 1rem; font-weight: 600; max-width: 46rem; line-height: 1.4; text-wrap: pretty; }
.people + h3 { margin-top: 1.4rem; }
.count { color: var(--soft); font-weight: 400; white-space: nowrap; }
.people { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: 0.5rem 1.5rem; margin-top: 0.6rem; }
small { color: var(--soft); font-size: 0.8125rem; }
.people small, .pairs small { display: block; line-height: 1.35; }

.pairs { list-style: none; display: grid; gap: 0.75rem; }
.pairs > li { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.15rem; display: grid; gap: 0.8rem 2rem; min-width: 0; }
.pairs > li > * { min-width: 0; }
.pairs div { border-left: 3px solid var(--accent); border-radius: 2px; padding-left: 0.8rem; display: grid; gap: 0.45rem; align-self: start; }
.pairs bdi { font-weight: 620; }
.pairs em { font-style: normal; font-size: 0.75rem; font-weight: 600; color: var(--warm); background: var(--glow); border-radius: 99px; padding: 0.15rem 0.55rem; white-space: nowrap; }
.pairs small + em { display: inline-block; margin-top: 0.2rem; }
.score { font-weight: 620; font-variant-numeric: tabular-nums; display: flex; align-items: center; gap: 0.75rem; }
.score svg { flex: 1; width: auto; min-width: 0; height: 6px; border-radius: 3px; background: var(--tint); overflow: hidden; }
.score rect { fill: var(--accent); }
.pairs ul { list-style: none; font-size: 0.9375rem; color: var(--soft); display: grid; gap: 0.3rem; align-content: start; }
.pairs ul li:first-child { color: var(--ink); }
.pairs > li:target { border-color: var(--warm); box-shadow: 0 0 0 1px var(--warm); }
.rest { margin-top: 1rem; }
@media (min-width: 52rem) {
.pairs > li { grid-template-columns: minmax(0, 17rem) 7rem minmax(0, 1fr); padding: 1.1rem 1.4rem; }
.score { flex-direction: column; align-items: stretch; gap: 0.4rem; justify-content: start; }
.score svg { flex: none; width: 100%; }
}
`;

/** The look of the report: system fonts, light and dark, from a phone to a wide screen and on paper. Texts keep a contrast of 4.5 : 1. A list without markers says `role="list"`, because some screen readers take it for none otherwise. */
export const reportStyles = `
:root { color-scheme: light dark; --page: #f4f6f5; --card: #fff; --ink: #17211d; --soft: #55615b; --line: #dde3e0; --accent: #17705a; --tint: #e1eee9; --warm: #8f4a10; --glow: #fbecdc; }
@media screen and (prefers-color-scheme: dark) {
:root { --page: #101513; --card: #181f1c; --ink: #e8edea; --soft: #a2aea8; --line: #2b3531; --accent: #66c9ab; --tint: #1d3029; --warm: #f0b37f; --glow: #38281a; }
}
* { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; background: var(--page); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body { max-width: 72rem; margin: 0 auto; padding: clamp(1.25rem, 4vw, 3.5rem) clamp(1rem, 4vw, 2.5rem); overflow-wrap: anywhere; }
p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
h1, h2, h3 { line-height: 1.2; margin: 0; text-wrap: balance; }
h1 { font-size: clamp(2rem, 1.4rem + 2.6vw, 3.1rem); font-weight: 680; letter-spacing: -0.025em; }
h2 { font-size: 1.25rem; font-weight: 650; letter-spacing: -0.01em; margin-bottom: 0.9rem; }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
h2:focus { outline: none; }
code { font: 0.92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.skip { position: absolute; left: 1rem; top: 0; padding: 0.6rem 1rem; background: var(--accent); color: var(--page); border-radius: 0 0 8px 8px; transform: translateY(-110%); }
.skip:focus { transform: none; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.eyebrow { color: var(--accent); font-size: 0.875rem; font-weight: 600; letter-spacing: 0.02em; margin-bottom: 0.5rem; }
.week { white-space: nowrap; font-variant-numeric: tabular-nums; }
.dates { color: var(--soft); margin-top: 0.35rem; }
.lead { font-size: clamp(1.1rem, 1rem + 0.5vw, 1.3rem); margin-top: 1.1rem; max-width: 46rem; text-wrap: balance; }
.lead + .quiet { margin-top: 0.4rem; }
.note { margin-top: 0.9rem; max-width: 44rem; padding: 0.65rem 0.9rem; border-left: 3px solid var(--warm); background: var(--glow); border-radius: 0 8px 8px 0; }
main > * { margin-top: clamp(1.5rem, 3vw, 2.25rem); }

${roundStyles}footer { margin-top: 2.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.875rem; }

@media print {
:root { --page: #fff; }
html { font-size: 10pt; }
body { max-width: none; padding: 0; }
.skip, details { display: none; }
.card, .pairs > li, .key > div { break-inside: avoid; }
h2, h3 { break-after: avoid; }
.bars, .score svg, .note, .pairs em { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
