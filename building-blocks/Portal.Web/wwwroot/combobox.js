// A search field with a list of hits, as WAI-ARIA describes the editable combobox: the focus stays in the field, the arrows,
// Home and End walk the hits, Enter goes to the one that is marked, Escape closes the list, then empties the field.
(() => {
  const listOf = field => document.getElementById(field.getAttribute('aria-controls'));
  const optionsOf = field => [...listOf(field).querySelectorAll('[role="option"]')];
  const panelOf = field => listOf(field).closest('[data-combobox-panel]');
  const marked = field => optionsOf(field).find(option => option.getAttribute('aria-selected') === 'true');
  const fieldOf = list => list?.id && document.querySelector(`[data-combobox][aria-controls="${CSS.escape(list.id)}"]`);

  const mark = (field, option) => {
    marked(field)?.setAttribute('aria-selected', 'false');
    if (!option) { field.removeAttribute('aria-activedescendant'); return; }
    option.setAttribute('aria-selected', 'true');
    field.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  };

  const isOpen = field => !panelOf(field)?.hidden;

  const show = (field, open) => {
    const panel = panelOf(field);
    if (panel) panel.hidden = !open || panel.textContent.trim() === '';
    if (!open) mark(field, null);
    field.setAttribute('aria-expanded', open && optionsOf(field).length > 0);
  };

  document.addEventListener('keydown', e => {
    const field = e.target.closest?.('[data-combobox]');
    if (!field || e.isComposing || e.altKey || e.ctrlKey || e.metaKey) return;
    const options = optionsOf(field);
    const at = options.indexOf(marked(field));
    const go = to => { e.preventDefault(); show(field, true); mark(field, options[to]); };
    switch (e.key) {
      // Before the first and after the last stands the field itself.
      case 'ArrowDown': if (options.length) go(at + 1 < options.length ? at + 1 : -1); break;
      case 'ArrowUp': if (options.length) go(at < 0 ? options.length - 1 : at - 1); break;
      case 'Home': if (at >= 0) go(0); break;
      case 'End': if (at >= 0) go(options.length - 1); break;
      case 'Enter': if (at >= 0 && isOpen(field)) { e.preventDefault(); options[at].click(); } break;
      case 'Tab': show(field, false); break;
      case 'Escape':
        // One in a popover leaves closing to the browser, which gives the focus back to what opened it.
        if (!panelOf(field)) return;
        e.preventDefault();
        if (isOpen(field)) { show(field, false); return; }
        field.value = '';
        listOf(field).replaceChildren();
        field.blur();
        break;
    }
  });

  // What was marked stays so while one types on, as long as it is still among the hits.
  let kept = null;
  document.addEventListener('htmx:beforeSwap', e => {
    const field = fieldOf(e.detail.target);
    if (field) kept = marked(field)?.getAttribute('href') ?? null;
  });
  document.addEventListener('htmx:afterRequest', e => {
    const field = e.detail.elt.closest?.('[data-combobox]');
    if (!field) return;
    show(field, document.activeElement === field);
    mark(field, kept && optionsOf(field).find(option => option.getAttribute('href') === kept));
    kept = null;
  });

  document.addEventListener('focusin', e => {
    const field = e.target.closest?.('[data-combobox]');
    if (field && field.value) show(field, true);
  });
  document.addEventListener('focusout', e => {
    const field = e.target.closest?.('form')?.querySelector('[data-combobox]');
    const panel = field && panelOf(field);
    if (panel && !field.form.contains(e.relatedTarget)) show(field, false);
  });

  // A filter is drawn anew with the list: the focus goes back to its button.
  let returning = null;
  document.addEventListener('click', e => {
    const option = e.target.closest?.('[role="option"]');
    const field = option && fieldOf(option.closest('[role="listbox"]'));
    if (field?.dataset.returnsTo) returning = field.dataset.returnsTo;
  });
  document.addEventListener('htmx:afterSettle', () => {
    const button = returning && document.getElementById(returning);
    if (!button || document.getElementById(`${returning}-menu`)?.matches(':popover-open')) return;
    button.focus();
    returning = null;
  });
})();
