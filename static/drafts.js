// What is typed into a form is kept on the server while one types: a closed tab or an ended session loses nothing.
(() => {
  const PAUSE = 1200; // ms without typing
  const LONGEST = 5000; // ms of typing on without such a pause
  const SURVIVES = 60_000; // characters; a browser lets no more than 64 KiB go on after its page is left
  const states = new WeakMap(); // of each form: what it held when it was opened, what waits to be kept
  const waiting = new Set();

  function contents(form) {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    for (const secret of form.querySelectorAll("[type=password]")) data.delete(secret.name);
    return data;
  }

  function text(form) {
    const data = contents(form);
    for (const name of ["csrfmiddlewaretoken", "draft"]) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  function watch() {
    for (const form of document.querySelectorAll("form[data-draft]")) {
      if (!states.has(form)) states.set(form, { opened: text(form), kept: text(form) });
    }
  }

  function rest(form, state) {
    clearTimeout(state.timer);
    waiting.delete(form);
    state.since = 0;
  }

  // A form back where it began needs no keeping, unless it began with something kept.
  function keep(form, leaving) {
    const state = states.get(form);
    rest(form, state);
    const now = text(form);
    if (now === state.kept) return;
    const body = contents(form);
    body.set("drafting", now === state.opened && !form.dataset.draft ? "forget" : "keep");
    state.sending?.abort(); // an older one must not come after it
    state.sending = new AbortController();
    const how = { keepalive: leaving || now.length < SURVIVES, signal: state.sending.signal };
    fetch(form.getAttribute("action"), { method: "POST", body, redirect: "manual", ...how })
      .then((answer) => { if (answer.ok) state.kept = now; })
      .catch(() => {}); // kept with the next letter
  }

  for (const name of ["input", "change"]) {
    document.addEventListener(name, ({ target }) => {
      const form = target.form;
      const state = form && states.get(form);
      if (!state) return;
      clearTimeout(state.timer);
      waiting.add(form);
      state.since ||= Date.now();
      state.timer = setTimeout(() => keep(form), Math.min(PAUSE, state.since + LONGEST - Date.now()));
    });
  }

  document.addEventListener("submit", ({ target }) => {
    const state = states.get(target);
    if (!state) return;
    rest(target, state);
    state.sending?.abort();
  }, true);

  const leave = () => { for (const form of [...waiting]) keep(form, true); };
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });

  // After logging in again in place the whole page has to speak for the new session.
  function renew(form) {
    const fresh = form?.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!fresh) return;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = fresh;
  }

  document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (["dialog-body", "form-page"].includes(detail.target?.id)) renew(detail.target.querySelector("form"));
    watch();
  });
  watch();
})();
