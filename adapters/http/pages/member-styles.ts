/** What only the pages of members and of those who may become one have. */
export const memberStyles = `
.hero { display: grid; gap: 2rem; align-items: start; }
.pitch > * + * { margin-top: 0.9rem; }
.hero h1 { font-size: clamp(2.1rem, 1.4rem + 3.2vw, 3.3rem); }
.steps { list-style: none; counter-reset: step; display: grid; gap: 1.35rem; max-width: 38rem; }
.steps > li { counter-increment: step; position: relative; padding-left: 3.1rem; }
.steps > li::before { content: counter(step); position: absolute; left: 0; top: 0.1rem; display: grid; place-items: center; width: 2.1rem; height: 2.1rem; border-radius: 50%; background: var(--tint); color: var(--accent); font-weight: 650; }
.steps h2 { font-size: 1.08rem; line-height: 1.4; }
.steps p { color: var(--soft); margin-top: 0.15rem; text-wrap: pretty; }
.steps strong { color: var(--ink); }
.join form { margin-top: 1.1rem; }
.join > .quiet { margin-top: 1rem; text-align: center; }
@media (min-width: 56rem) {
.hero { grid-template: "pitch join" auto "steps join" 1fr / minmax(0, 1fr) minmax(0, 25rem); gap: 2rem 4.5rem; padding-top: 1.5rem; }
.pitch { grid-area: pitch; }
.join { grid-area: join; margin-top: 0.4rem; padding: 2rem; }
.steps { grid-area: steps; }
}

.letterbox { text-align: center; max-width: 34rem; margin: clamp(0.5rem, 4vw, 3rem) auto 0; }
.letterbox > * + * { margin-top: 1rem; }
.letterbox .lead { margin-inline: auto; }
.envelope { fill: var(--tint); stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }

.next > h2 { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; font-size: 0.9375rem; font-weight: 600; color: var(--soft); letter-spacing: 0; }
.next > .when { font-size: clamp(1.2rem, 1.05rem + 0.7vw, 1.5rem); font-weight: 650; letter-spacing: -0.015em; line-height: 1.3; margin-top: 0.35rem; text-wrap: balance; }
.next > .standing { margin-top: 0.35rem; }
.introductions { margin-top: 2.25rem; }
.introductions > * + * { margin-top: 1rem; }
.introduction { scroll-margin-top: 1rem; }
.introduction h3 { font-size: 1.45rem; letter-spacing: -0.015em; margin-top: 0.15rem; }
.introduction:target { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.reasons { list-style: none; display: grid; gap: 0.35rem; max-width: 40rem; }
.reasons li { position: relative; padding-left: 1.2rem; }
.reasons li::before { content: ""; position: absolute; left: 0.15rem; top: 0.62em; width: 0.4rem; height: 0.4rem; border-radius: 50%; background: var(--accent); }
.card > .write { margin-top: 1.1rem; }
.card > .address { margin-top: 0.35rem; color: var(--soft); font: 0.8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.card > .met { margin-top: 1.1rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
.segments { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.segments button { background: transparent; color: var(--ink); border-color: var(--edge); font-weight: 500; }
.segments button:hover { background: var(--tint); border-color: var(--accent); }
.segments [aria-pressed] { background: var(--tint); border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); color: var(--accent); font-weight: 620; }
.segments [aria-pressed]::before { content: "✓"; margin-right: 0.45rem; }
.choices-of-answer { display: grid; gap: 0.75rem; max-width: 20rem; }
.steps-to-do { display: grid; gap: 1rem; }
.inline-form { display: grid; gap: 0.5rem; max-width: 24rem; justify-items: start; }
`;
