// What is understood of a number with its unit stands beside the field while one types; the server reads it.
(() => {
  const waiting = new WeakMap();
  const neighbour = (field, name) => field.form?.elements[field.name.replace(/[^-]*$/, name)];

  function soon(field) {
    document.querySelector(`#${field.id}_understood [data-value]`)?.removeAttribute("data-value"); // of the text before
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(() => ask(field), 150));
  }

  async function ask(field) {
    const box = document.getElementById(`${field.id}_understood`);
    if (!box) return;
    const asked = new URLSearchParams({ text: field.value });
    for (const name of (field.dataset.beside || "").split(" ").filter(Boolean)) asked.set(name, neighbour(field, name)?.value || "");
    const said = field.value.trim() ? await fetch(`${box.dataset.understood}?${asked}`) : null;
    if (said && (!said.ok || field.value !== asked.get("text"))) return;
    box.innerHTML = said ? await said.text() : "";
    field.closest(".field").querySelector(`#${field.id}_error`)?.remove();
    field.dispatchEvent(new CustomEvent("understood", { bubbles: true }));
  }

  document.addEventListener("input", ({ target }) => {
    if (target.dataset?.unit) soon(target);
    const part = target.name?.match(/[^-]*$/)[0];
    for (const field of target.form?.querySelectorAll(`[data-beside~="${CSS.escape(part)}"]`) || []) {
      if (neighbour(field, part) === target && field.value.trim()) soon(field);
    }
  });
})();
