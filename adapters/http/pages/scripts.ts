/**
 * What makes a page more comfortable where scripts run; every page works without them. Each stands in its page word for word, which the
 * content security policy knows by its hash.
 */
export const scripts = {
  /**
   * The survey: keeps what is typed a moment after it was typed or when the page is left, and says so only when nothing newer waits;
   * counts what is answered and chosen, adds room for one more language, and proposes the time zone of the browser where the survey was
   * never begun.
   */
  survey: `
(() => {
  const form = document.querySelector('form[data-survey]');
  if (!form) return;
  const said = document.getElementById('saved');
  const count = document.getElementById('answered');
  const bar = document.getElementById('progress');
  const questions = [...form.querySelectorAll('[data-question]')];
  const given = (question) => [...question.querySelectorAll('input,select,textarea')].filter((field) =>
    field.name.startsWith('q.') && (field.type === 'checkbox' || field.type === 'radio' ? field.checked : true) && field.value.trim() !== '');
  const tell = () => {
    const answered = questions.filter((question) => given(question).length > 0).length;
    count.textContent = answered + ' of ' + questions.length + ' answered';
    bar.value = answered;
    for (const question of questions) {
      const limit = question.querySelector('[data-most]');
      if (!limit) continue;
      const chosen = given(question).length;
      limit.textContent = chosen === 0 ? limit.dataset.words : chosen + ' of up to ' + limit.dataset.most;
      limit.classList.toggle('over', chosen > Number(limit.dataset.most));
    }
  };
  let timer, running, again = false, sending = false, unsaved = false;
  const draft = () => ({ method: 'POST', body: new URLSearchParams(new FormData(form)) });
  const save = async () => {
    if (sending) return;
    if (running) { again = true; return; }
    running = new AbortController();
    unsaved = false;
    try {
      const answer = await fetch('/survey/draft', { ...draft(), signal: running.signal });
      if (answer.status !== 204) throw answer;
      if (!sending && !unsaved) said.textContent = 'Saved';
    } catch { unsaved = true; if (!sending) said.textContent = 'Not saved yet'; }
    running = undefined;
    if (again) { again = false; save(); }
  };
  const soon = () => { unsaved = true; clearTimeout(timer); said.textContent = ''; timer = setTimeout(save, 900); };
  const grow = (event) => {
    const slots = event.target.closest('[data-slots]');
    if (!slots) return;
    const fields = [...slots.querySelectorAll('input')];
    if (fields.length >= Number(slots.dataset.slots) || fields.some((field) => field.value.trim() === '')) return;
    const more = fields.at(-1).cloneNode();
    more.value = '';
    more.removeAttribute('placeholder');
    more.removeAttribute('id');
    more.setAttribute('aria-label', slots.dataset.label + ' ' + (fields.length + 1));
    slots.append(more);
  };
  form.addEventListener('input', (event) => { grow(event); tell(); soon(); });
  form.addEventListener('submit', () => { sending = true; clearTimeout(timer); running?.abort(); });
  addEventListener('pagehide', () => { if (unsaved && !sending) fetch('/survey/draft', { ...draft(), keepalive: true }); unsaved = false; });
  addEventListener('pageshow', () => { sending = false; tell(); });
  const zone = form.querySelector('input[data-zone]');
  if (zone && zone.value === '' && zone.dataset.zone === 'propose') {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const known = [...document.getElementById(zone.getAttribute('list')).options].some((option) => option.value === own);
    if (known && own !== 'UTC') zone.value = own;
  }
  tell();
})();
`,
} as const;

export type ScriptName = keyof typeof scripts;
