// What the portal adds to htmx and plain HTML. Pages work without it; with it they are quicker and more careful.
(() => {
  const toasts = document.getElementById('toasts');
  const sprite = toasts?.dataset.sprite ?? '';
  // What the script says was written by the server, in the reader's language.
  const said = toasts?.dataset ?? {};
  const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? '';

  // Times are written by the server in the viewer's zone.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) document.cookie = `portal.zone=${zone}; path=/; max-age=34560000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;

  const icon = name => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    use.setAttribute('href', `${sprite}#${name}`);
    svg.append(use);
    return svg;
  };

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  // Toasts. What went wrong stays until it is dismissed; the rest leaves by itself, unless it is being read.
  const icons = { good: 'circle-check', warning: 'alert-triangle', bad: 'alert-circle', notice: 'info-circle', neutral: 'circle-dot' };

  const leaveLater = note => {
    if (note.classList.contains('notice-bad')) return;
    const wait = () => setTimeout(() => note.remove(), note.querySelector('form') ? 20000 : 8000);
    let timer = wait();
    for (const stay of ['mouseenter', 'focusin']) note.addEventListener(stay, () => clearTimeout(timer));
    for (const go of ['mouseleave', 'focusout']) note.addEventListener(go, () => { clearTimeout(timer); timer = wait(); });
  };

  const toast = ({ tone = 'notice', text, undo }) => {
    if (!toasts) return;
    for (const same of toasts.querySelectorAll('[data-toast]')) if (same.querySelector('p').textContent === text) same.remove();
    const note = element('div', { class: `notice notice-${tone} toast-note`, 'data-toast': '' }, icon(icons[tone] ?? icons.notice), element('p', {}, text));
    if (undo) {
      note.append(element('form', { method: 'post', action: undo },
        element('input', { type: 'hidden', name: '__RequestVerificationToken', value: csrf() }),
        element('button', { class: 'btn btn-link', type: 'submit' }, said.undo)));
    }
    note.append(element('button', { class: 'icon-button', type: 'button', 'data-dismiss': '', 'aria-label': said.close }, icon('x')));
    toasts.append(note);
    leaveLater(note);
  };

  document.querySelectorAll('[data-toast]').forEach(leaveLater);
  document.addEventListener('portal:toasts', e => e.detail.toasts.forEach(toast));
  document.addEventListener('click', e => e.target.closest('[data-dismiss]')?.closest('[data-toast]')?.remove());

  // htmx: the anti-forgery token on everything that changes something, and a word when a request failed.
  document.addEventListener('htmx:configRequest', e => {
    if (e.detail.verb !== 'get') e.detail.headers.RequestVerificationToken = csrf();
    // What is not filled in need not stand in the address.
    else for (const [name, value] of [...e.detail.formData]) if (value === '') e.detail.formData.delete(name);
  });
  const unreachable = () => toast({ tone: 'bad', text: said.unreachable });
  document.addEventListener('htmx:sendError', unreachable);
  document.addEventListener('htmx:timeout', unreachable);
  document.addEventListener('htmx:responseError', e => {
    if (!e.detail.xhr.getResponseHeader('HX-Trigger')) toast({ tone: 'bad', text: said.refused });
  });

  // A form that stays on the page after htmx has sent it may be sent again, as a new submission.
  const uuid = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((b, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + b.toString(16).padStart(2, '0')).join('');
  };
  document.addEventListener('htmx:afterRequest', e => {
    const once = e.target.closest?.('form')?.elements?.namedItem('__once');
    if (once && e.detail.successful) once.value = uuid();
  });

  // Questions before something grave, for plain forms and for hx-confirm.
  const dialog = document.getElementById('confirm');
  const ask = (question, yes) => {
    if (!dialog) return confirm(question) && yes();
    dialog.querySelector('#confirm-text').textContent = question;
    dialog.returnValue = '';
    dialog.addEventListener('close', () => { if (dialog.returnValue === 'yes') yes(); }, { once: true });
    dialog.showModal();
  };
  document.addEventListener('click', e => {
    const button = e.target.closest('button[data-confirm]');
    if (!button || !button.dataset.confirm || !button.form) return;
    if (button.dataset.confirmed) { delete button.dataset.confirmed; return; }
    e.preventDefault();
    ask(button.dataset.confirm, () => { button.dataset.confirmed = 'yes'; button.form.requestSubmit(button); delete button.dataset.confirmed; });
  });
  document.addEventListener('htmx:confirm', e => {
    if (!e.detail.question) return;
    e.preventDefault();
    ask(e.detail.question, () => e.detail.issueRequest(true));
  });

  // Unsaved changes: a form shown again with errors holds what was typed, so it counts as changed.
  const guarded = () => document.querySelector('form[data-guard]');
  let changed = !!guarded() && !!document.querySelector('.error-summary, .conflict');
  document.addEventListener('input', e => { if (e.target.form && e.target.form === guarded()) changed = true; });
  addEventListener('beforeunload', e => { if (changed) e.preventDefault(); });

  // One click sends once. The server knows too; this spares the question.
  document.addEventListener('submit', e => {
    const form = e.target;
    if (form.method !== 'post' || e.defaultPrevented || form.hasAttribute('hx-post')) return;
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = 'yes';
    changed = false;
    e.submitter?.setAttribute('aria-busy', 'true');
  });
  addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach(form => { delete form.dataset.sent; });
    document.querySelectorAll('button[aria-busy]').forEach(button => button.removeAttribute('aria-busy'));
  });

  // Lists: select all on the page, and how many are selected.
  const boxes = form => document.querySelectorAll(`input[name="ids"][form="${form}"]`);
  const count = form => {
    const all = boxes(form);
    const chosen = [...all].filter(box => box.checked).length;
    const head = document.querySelector(`[data-select-all="${form}"]`);
    if (head) { head.checked = chosen > 0 && chosen === all.length; head.indeterminate = chosen > 0 && chosen < all.length; }
    const words = document.querySelector(`#${form} [data-bulk-count]`);
    if (words) words.textContent = words.dataset.bulkCount.replace('{0}', chosen);
  };
  document.addEventListener('change', e => {
    const all = e.target.dataset?.selectAll;
    if (all) boxes(all).forEach(box => { box.checked = e.target.checked; });
    const form = all ?? (e.target.name === 'ids' ? e.target.getAttribute('form') : null);
    if (form) count(form);
  });
  const prepare = root => {
    root.querySelectorAll('[data-select-all]').forEach(box => { box.hidden = false; });
    root.querySelectorAll('[data-copy]:not([data-ready])').forEach(secret => {
      secret.dataset.ready = '';
      const button = element('button', { class: 'btn copy', type: 'button' }, icon('copy'), said.copyText);
      button.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(secret.textContent.trim());
          toast({ tone: 'good', text: said.copied });
        } catch {
          getSelection().selectAllChildren(secret);
          toast({ tone: 'notice', text: said.pressCopy });
        }
      });
      secret.after(button);
    });
    root.querySelector('[data-focus]')?.focus();
  };
  prepare(document);
  document.addEventListener('htmx:afterSettle', e => prepare(e.target));

  // Live parts: say when what is shown may be old, and read it again when the connection is back.
  const lost = document.getElementById('connection-lost');
  const broken = new Map();
  const tell = () => { if (lost) lost.hidden = broken.size === 0 || ![...broken.values()].includes(true); };
  document.addEventListener('htmx:sseError', e => {
    if (broken.has(e.target)) return;
    broken.set(e.target, false);
    setTimeout(() => { if (broken.has(e.target)) { broken.set(e.target, true); tell(); } }, 2000);
  });
  document.addEventListener('htmx:sseOpen', e => {
    if (!broken.delete(e.target)) return;
    tell();
    e.target.querySelectorAll('[hx-trigger*="sse:changed"]').forEach(part => htmx.trigger(part, 'sse:changed'));
  });
  document.addEventListener('htmx:beforeRequest', e => {
    // A list with selected rows, or one whose filter is open, is not pulled away from under the hand.
    const list = e.target.matches?.('[data-live-read]') && e.target.closest('.list-results');
    if (list && (list.querySelector('input[name="ids"]:checked') || list.contains(document.activeElement))) e.preventDefault();
  });

  // "/" goes to the search box; what it finds is walked as in every combobox (combobox.js).
  const search = document.querySelector('[data-live-search]');
  document.addEventListener('keydown', e => {
    if (e.key === '/' && !e.ctrlKey && !e.metaKey && !e.altKey && !e.target.closest?.('input, textarea, select, [contenteditable]') && search) {
      e.preventDefault();
      search.focus();
      search.select();
    }
  });
})();
