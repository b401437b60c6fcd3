// What is typed is heard once it is there: not while an input method composes it, and a list that is searched asks once.
(() => {
  // Whoever listens to a text hears nothing of what is being composed, and of the whole once it is.
  let composing = false;
  window.addEventListener("compositionstart", () => { composing = true; }, true);
  window.addEventListener("compositionend", ({ target }) => {
    composing = false;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }, true);
  window.addEventListener("input", (event) => {
    if (composing || event.isComposing) event.stopImmediatePropagation();
  }, true);

  // The search box of a list, marked data-asks: by keys, mouse or voice, its form asks when there is a pause.
  const PAUSE = 350; // ms
  const asked = new WeakMap(); // of each box: the text its list was asked for
  const boxOf = (target) => target.closest?.("[data-asks]");
  let waiting;

  function ask(box) {
    clearTimeout(waiting);
    if (box.value === (asked.get(box) ?? box.defaultValue)) return;
    asked.set(box, box.value);
    htmx.trigger(box.form, "ask");
  }

  document.addEventListener("input", ({ target }) => {
    const box = boxOf(target);
    if (!box) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(box), PAUSE);
  });

  // Leaving the box, or Enter, asks at once for what has not been asked for, and not again for what has.
  window.addEventListener("change", (event) => {
    const box = boxOf(event.target);
    if (!box) return;
    event.stopImmediatePropagation();
    ask(box);
  }, true);
  window.addEventListener("submit", (event) => {
    const box = event.target.querySelector?.("[data-asks]");
    if (!box || box !== document.activeElement) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(box);
  }, true);

  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    document.body.addEventListener(name, () => { for (const box of document.querySelectorAll("[data-asks]")) asked.delete(box); });
  }

  // Typing on, after a pause, is the same search: one step back leads to before it, and the same address is no step.
  let searching = false;
  document.addEventListener("focusin", () => { searching = false; });
  document.body.addEventListener("htmx:beforeHistoryUpdate", ({ detail }) => {
    const { history, requestConfig } = detail;
    const typed = requestConfig?.triggeringEvent?.type === "ask";
    const same = history.path === location.pathname + location.search;
    if (history.type === "push" && (same || (typed && searching))) history.type = "replace";
    searching = typed;
  });
})();
