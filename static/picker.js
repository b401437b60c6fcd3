// Pickers: records are suggested while one types; the arrows, Enter, a click or leaving the box with the only match take one.
// The companion beside the box holds its key with its text, and counts only as long as the box says just that.
(() => {
  const PAUSE = 200; // ms
  const AWAY = 250; // ms after which a box that was left is looked after: a click elsewhere comes first
  const partOf = (picker, css) => picker.parentElement.querySelector(css);
  const listOf = (picker) => partOf(picker, ".picker-list");
  const companionOf = (picker) => partOf(picker, "[data-companion]");
  const optionsOf = (picker) => [...listOf(picker).querySelectorAll("[data-key]")];
  const chosenOf = (picker) => listOf(picker).querySelector("[aria-selected=true]");
  const keyOf = (picker) => {
    const [key] = companionOf(picker).value.split(" ", 1);
    return key && companionOf(picker).value === `${key} ${picker.value}` ? key : "";
  };
  const settled = (picker) => !picker.value.trim() || Boolean(keyOf(picker));
  let waiting;

  async function ask(picker, text = picker.value) {
    const [path, query] = picker.dataset.picker.split("?");
    const asked = new URLSearchParams(query);
    asked.set("q", text);
    const beside = picker.dataset.beside && picker.form.elements[picker.dataset.beside];
    if (beside) asked.set(...(keyOf(beside) ? [beside.name, keyOf(beside)] : [`${beside.name}_text`, beside.value]));
    const answer = await fetch(`${path}?${asked}`);
    if (!answer.ok || answer.redirected || !picker.isConnected) return false;
    const found = await answer.text();
    if (text && text !== picker.value) return false;
    listOf(picker).innerHTML = found;
    optionsOf(picker).forEach((option, place) => { option.id = `${listOf(picker).id}_${place}`; });
    return true;
  }

  function take(picker, option) {
    clearTimeout(waiting);
    picker.value = option.dataset.text;
    companionOf(picker).value = `${option.dataset.key} ${picker.value}`;
    partOf(picker, ".picker-near").replaceChildren();
    close(picker);
    tell(picker);
  }

  function tell(picker) {
    picker.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function open(picker) {
    const list = listOf(picker);
    if (!list.children.length || document.activeElement !== picker) return;
    if (!list.matches(":popover-open")) list.showPopover();
    place(picker);
    picker.setAttribute("aria-expanded", "true");
  }

  function place(picker) {
    const { left, top, bottom, width } = picker.getBoundingClientRect();
    const { style, offsetHeight } = listOf(picker);
    const above = bottom + offsetHeight > innerHeight && top > offsetHeight;
    style.left = `${left}px`;
    style.top = `${above ? top - offsetHeight - 2 : bottom + 2}px`;
    style.minWidth = `${width}px`;
  }

  function close(picker) {
    const list = listOf(picker);
    if (list.matches(":popover-open")) list.hidePopover();
    picker.setAttribute("aria-expanded", "false");
    choose(picker, null);
  }

  function choose(picker, option) {
    chosenOf(picker)?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) picker.setAttribute("aria-activedescendant", option.id);
    else picker.removeAttribute("aria-activedescendant");
  }

  async function suggest(picker, text) {
    if (await ask(picker, text)) open(picker);
  }

  // What was typed is taken for the only record it fits; where there are several, or none, they are offered.
  async function settle(picker) {
    if (!(await ask(picker))) return;
    const found = listOf(picker).querySelector("[data-only]");
    if (found) return take(picker, found);
    if (document.activeElement === picker) return open(picker);
    close(picker);
    partOf(picker, ".picker-near").replaceChildren(...[...listOf(picker).children].map(staying));
    tell(picker);
  }

  // A suggestion below the box that was left, to be chosen by mouse or keys.
  function staying(option) {
    option.removeAttribute("role");
    if (!option.dataset.key) return option;
    const line = document.createElement("li");
    line.innerHTML = '<label class="form-check"><input class="form-check-input" type="radio"><span class="form-check-label"></span></label>';
    Object.assign(line.firstChild.dataset, { key: option.dataset.key, text: option.dataset.text });
    line.querySelector("span").append(...option.childNodes);
    return line;
  }

  const pickerOf = (target) => target.closest?.("[data-picker]");
  document.addEventListener("input", ({ target }) => {
    const picker = pickerOf(target);
    if (!picker) return;
    clearTimeout(waiting);
    partOf(picker, ".picker-near").replaceChildren();
    if (picker.value.trim()) waiting = setTimeout(() => suggest(picker), PAUSE);
    else close(picker);
  });

  document.addEventListener("keydown", (event) => {
    const picker = pickerOf(event.target);
    if (!picker || event.isComposing || event.keyCode === 229) return; // the keys of an input method
    const shown = listOf(picker).matches(":popover-open");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !shown) suggest(picker, keyOf(picker) ? "" : picker.value);
    else if (step) {
      const all = optionsOf(picker);
      const from = all.indexOf(chosenOf(picker));
      choose(picker, all[(from + (from < 0 && step < 0 ? 0 : step) + all.length) % all.length]);
    } else if (event.key === "Enter" && shown && chosenOf(picker)) take(picker, chosenOf(picker));
    else if (event.key === "Enter" && !settled(picker)) settle(picker);
    else if (event.key === "Escape" && shown) close(picker);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // The browser's own word that a box was changed is held back until it is clear what was meant.
  window.addEventListener("change", (event) => {
    const picker = pickerOf(event.target);
    if (!picker || !event.isTrusted || settled(picker)) return;
    event.stopImmediatePropagation();
    clearTimeout(waiting);
    setTimeout(() => { if (picker.isConnected && !settled(picker)) settle(picker); }, AWAY);
  }, true);

  document.addEventListener("focusout", ({ target }) => { if (pickerOf(target)) close(pickerOf(target)); });
  document.addEventListener("mousedown", (event) => { if (event.target.closest(".picker-list")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest(".picker [data-key]");
    const picker = option ? option.closest(".picker").querySelector("[data-picker]") : pickerOf(event.target);
    if (!picker) return;
    if (!option) return void (settled(picker) && suggest(picker, ""));
    event.preventDefault();
    take(picker, option);
    picker.focus();
  });
  for (const name of ["scroll", "resize"]) {
    window.addEventListener(name, ({ target }) => {
      const picker = pickerOf(document.activeElement ?? document.body);
      if (picker && !target.closest?.(".picker-list") && listOf(picker).matches(":popover-open")) place(picker);
    }, true);
  }

  // An address keeps the key alone, without the text beside it.
  document.addEventListener("formdata", ({ target, formData }) => {
    for (const picker of target.querySelectorAll("[data-picker]")) {
      const { name } = companionOf(picker);
      if (picker.name !== `${name}_text`) continue;
      if (keyOf(picker)) formData.set(name, keyOf(picker));
      else formData.delete(name);
      if (keyOf(picker) || !picker.value.trim()) formData.delete(picker.name);
    }
  });
})();
