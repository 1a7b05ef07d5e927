/** The colours of a mail, those of the pages; texts keep a contrast of 4.5 : 1. */
export const colours = {
  page: '#f4f6f5',
  card: '#ffffff',
  ink: '#17211d',
  soft: '#55615b',
  line: '#dde3e0',
  accent: '#17705a',
  tint: '#e1eee9',
  onAccent: '#ffffff',
} as const;

export const fontFamily = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

// A mail program that prefers the dark reads this; `!important` is what outdoes the styles in the elements.
export const darkStyles = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) { .card { padding: 26px 20px 18px !important; } }
@media (prefers-color-scheme: dark) {
.page { background: #101513 !important; color: #e8edea !important; }
.card { background: #181f1c !important; border-color: #2b3531 !important; }
.ink { color: #e8edea !important; }
.soft { color: #a2aea8 !important; }
.accent { color: #66c9ab !important; }
.tint { background: #1d3029 !important; }
.fill { background: #66c9ab !important; color: #0f1a16 !important; }
.face { border-color: #181f1c !important; }
.first { background: #1d3029 !important; color: #66c9ab !important; }
.second { background: #66c9ab !important; color: #0f1a16 !important; }
}
`;
