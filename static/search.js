// The search box: opens by / or Ctrl-K, the arrows choose, Enter opens, Esc closes. What is found comes by htmx.
(() => {
  const dialog = document.getElementById("search");
  const box = document.getElementById("search-box");
  const found = document.getElementById("found");
  if (!box) return;
  let enter = false; // pressed before what was typed had been looked for

  function open() {
    if (dialog && !dialog.open) {
      dialog.showModal();
      htmx.trigger(box, "open");
    }
    box.select();
    box.focus();
  }

  const options = () => [...found.querySelectorAll("[role=option]")];
  const chosen = () => found.querySelector("[aria-selected=true]");

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", String(Boolean(option)));
  }

  function move(by) {
    const all = options();
    if (all.length) choose(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
  }

  function go() {
    const looked = document.getElementById("found-text")?.dataset.text;
    enter = looked !== box.value.trim();
    if (!enter) chosen()?.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!letter && !(slash && !document.querySelector("dialog[open]"))) return;
    event.preventDefault();
    if (dialog?.open) dialog.close();
    else open();
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the keys of an input method
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) move(steps[event.key]);
    else if (event.key === "Enter") go();
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest("#found [role=option]");
    if (event.target.closest("[data-search]") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open();
    } else if (event.target === dialog || event.target.closest("[data-close-search]") || (option && !event.ctrlKey && !event.metaKey)) {
      dialog?.close();
    }
  });

  found.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== chosen()) choose(option);
  });

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== found) return;
    found.scrollTop = 0;
    choose(options()[0]);
    if (enter) go();
  });
  if (options().length) choose(options()[0]);
})();
