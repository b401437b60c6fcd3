// The tick boxes of a list: all of a page, a run of rows with Shift, how many are ticked, and Enter to get to the actions.
(() => {
  let last;
  const boxes = () => [...document.querySelectorAll("[name='tick']")];

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches?.("[data-tick-page]")) for (const one of boxes()) one.checked = box.checked;
    if (!box.matches?.("[name='tick']")) return;
    const all = boxes();
    if (event.shiftKey && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
      for (const one of all.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[name='tick'], [data-tick-page]")) return;
    event.preventDefault();
    document.querySelector("#bulk button")?.focus();
  });

  // Counted when whoever else listens has had its turn.
  const count = () => setTimeout(() => {
    const said = document.querySelector("[data-ticked]");
    if (!said) return;
    const all = document.querySelector("#bulk [name='all']");
    const ticked = boxes().filter((one) => one.checked).length;
    const number = all?.checked ? Number(all.dataset.count) : ticked;
    const more = all?.checked ? all.dataset.more : "";
    said.textContent = number ? `${said.dataset.ticked} ${number.toLocaleString("en")}${more}` : "";
    document.querySelector("[data-tick-page]").checked = ticked > 0 && ticked === boxes().length;
  });
  for (const name of ["change", "click", "reset"]) document.addEventListener(name, count);
})();
