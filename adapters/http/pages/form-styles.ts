/** Forms and buttons. What one presses is at least 44 pixels high (WCAG 2.5.5). */
export const formStyles = `
button, .button { appearance: none; display: inline-block; min-height: 2.75rem; padding: 0.7rem 1.25rem; border: 1px solid var(--accent); border-radius: 10px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 620; line-height: 1.25; text-align: center; text-decoration: none; cursor: pointer; overflow-wrap: anywhere; }
button:hover, .button:hover { background: var(--deep); border-color: var(--deep); color: var(--on-accent); }
.quiet-button { background: transparent; color: var(--accent); border-color: var(--edge); font-weight: 560; }
.quiet-button:hover { background: var(--tint); color: var(--deep); border-color: var(--accent); }
button.danger { background: var(--danger); border-color: var(--danger); color: var(--card); }
button.danger:hover { background: var(--danger); border-color: var(--danger); color: var(--card); filter: brightness(0.9); }
.link { appearance: none; min-height: 0; background: none; border: 0; border-radius: 0; padding: 0; color: var(--accent); font: inherit; }
.link:hover { background: none; }
.full { width: 100%; }
.buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; }
* + .buttons, * + form:not(.buttons) > button:only-child { margin-top: 1.1rem; }
@media (prefers-reduced-motion: no-preference) { button, .button, .choice, .step { transition: background-color 0.12s, border-color 0.12s, color 0.12s; } }

input, select, textarea { font: inherit; color: inherit; accent-color: var(--accent); }
input:not([type="checkbox"], [type="radio"]), select, textarea { width: 100%; min-height: 2.75rem; padding: 0.55rem 0.8rem; background: var(--page); border: 1px solid var(--edge); border-radius: 10px; }
textarea { resize: vertical; line-height: 1.5; display: block; }
select { appearance: none; padding-right: 2.2rem; background-image: linear-gradient(45deg, transparent 50%, var(--soft) 50%), linear-gradient(135deg, var(--soft) 50%, transparent 50%); background-position: calc(100% - 1.1rem) 55%, calc(100% - 0.75rem) 55%; background-size: 0.35rem 0.35rem; background-repeat: no-repeat; }
input:focus-visible, select:focus-visible, textarea:focus-visible { outline-offset: 1px; border-radius: 10px; }
::placeholder { color: var(--soft); opacity: 0.75; }
.short { max-width: 8rem; }
label { font-weight: 580; }
.field > label { display: block; margin-bottom: 0.3rem; }
.field + .field { margin-top: 1.1rem; }
.field + button, fieldset + button { margin-top: 1.35rem; }
.help { color: var(--soft); font-size: 0.9375rem; margin-bottom: 0.5rem; max-width: 40rem; text-wrap: pretty; }
.problem { color: var(--warm); font-size: 0.9375rem; font-weight: 580; margin-bottom: 0.5rem; }
.problem::first-letter { text-transform: uppercase; }
.wrong input:not([type="checkbox"], [type="radio"]), .wrong select, .wrong textarea { border-color: var(--warm); border-width: 2px; }
.tick > label { display: flex; gap: 0.7rem; align-items: flex-start; font-weight: 400; margin: 0; padding: 0.2rem 0; cursor: pointer; }
.tick input { flex: none; width: 1.2rem; height: 1.2rem; margin: 0.17rem 0 0; }
.tick + .tick { margin-top: 0.35rem; }
fieldset.plain > legend { padding: 0; font-weight: 580; margin-bottom: 0.35rem; }
form.row { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 0.75rem; }
form.row .field { flex: 1 1 13rem; max-width: 24rem; }
form.row button { margin: 0; }
details.more > summary { color: var(--accent); cursor: pointer; width: fit-content; padding: 0.35rem 0; font-size: 0.9375rem; }
details.more > * + * { margin-top: 0.75rem; }

.progress { position: sticky; top: 0; z-index: 5; display: grid; grid-template-columns: 1fr auto; align-items: center; gap: 0.35rem 1rem; margin: 0 -0.5rem; padding: 0.75rem 0.5rem 0.7rem; background: var(--page); font-size: 0.9375rem; }
.progress label { font-variant-numeric: tabular-nums; }
.progress span { color: var(--soft); order: 1; }
.progress progress { order: 2; grid-column: 1 / -1; appearance: none; width: 100%; height: 6px; border: 0; border-radius: 3px; background: var(--line); overflow: hidden; }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--accent); border-radius: 3px; }
progress::-moz-progress-bar { background: var(--accent); border-radius: 3px; }
.part { scroll-margin-top: 4.5rem; }
.part + .part { margin-top: 1.25rem; }
.question { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: clamp(1.15rem, 3vw, 1.75rem); box-shadow: var(--shadow); scroll-margin-top: 5rem; }
.question + .question { margin-top: 1rem; }
.question.wrong { border-color: var(--warm); box-shadow: 0 0 0 1px var(--warm); }
.question legend { float: left; width: 100%; padding: 0; }
.question legend + * { clear: both; }
.question legend, .question .legend { display: flex; gap: 0.7rem; align-items: baseline; font-size: 1.1rem; font-weight: 620; line-height: 1.35; margin-bottom: 0.35rem; text-wrap: balance; }
.number { flex: none; color: var(--accent); font-variant-numeric: tabular-nums; min-width: 1.1rem; }
.question .badge { margin-left: 0.3rem; }
.question .limit { color: var(--soft); font-size: 0.875rem; font-variant-numeric: tabular-nums; margin-bottom: 0.6rem; }
.question .limit.over { color: var(--warm); font-weight: 600; }
.question textarea + .limit { margin: 0.4rem 0 0; }
.gone { color: var(--warm); font-size: 0.9375rem; margin-bottom: 0.6rem; }
.choices { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.scale + .choices { margin-top: 0.35rem; }
.choice { position: relative; display: inline-flex; align-items: center; gap: 0.55rem; min-height: 2.75rem; padding: 0.45rem 0.95rem 0.45rem 0.8rem; border: 1px solid var(--edge); border-radius: 10px; font-weight: 450; line-height: 1.3; cursor: pointer; }
.choice input { flex: none; width: 1.1rem; height: 1.1rem; margin: 0; }
.choice span { display: inline-block; }
.choice span::first-letter { text-transform: uppercase; }
.choice:hover, .step:hover span:first-of-type { border-color: var(--accent); background: var(--tint); }
.choice:has(:checked) { background: var(--tint); border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.choice:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.choice input:focus-visible { outline: none; }
.choice.none, .choice.none:has(:checked) { background: none; border-color: transparent; box-shadow: none; padding-left: 0.2rem; color: var(--soft); font-weight: 450; }
.scale { max-width: 34rem; }
.steps-of-scale { display: flex; gap: 0.4rem; }
.step { position: relative; flex: 1 1 0; min-width: 0; cursor: pointer; }
.step input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.step span:first-of-type { display: grid; place-items: center; min-height: 2.75rem; border: 1px solid var(--edge); border-radius: 10px; font-variant-numeric: tabular-nums; font-weight: 560; }
.step input:checked + span { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.step input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px; }
.ends { display: flex; justify-content: space-between; gap: 1rem; color: var(--soft); font-size: 0.875rem; margin-top: 0.4rem; }
.ends span:last-child { text-align: right; }
.ends span::first-letter { text-transform: uppercase; }
.slots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); gap: 0.6rem; }
.go-on { margin-top: 1rem; }
.send { margin-top: 1.75rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
.send button { font-size: 1.05rem; padding: 0.8rem 1.75rem; }
@media (max-width: 34rem) {
.steps-of-scale:has(:nth-child(8)) { display: grid; grid-template-columns: repeat(6, 1fr); }
.send button, .hero form button { width: 100%; }
}
`;
