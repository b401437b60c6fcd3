// 今日工作台 by keyboard: j and k move, every other key presses the button of the line that carries it.
(() => {
  const lines = () => [...document.querySelectorAll("[data-line]")];
  let place = -1; // of the line last worked on, so that its follower has the focus once it has left

  const enter = (index) => {
    const all = lines();
    if (!all.length) return;
    place = Math.max(0, Math.min(index, all.length - 1));
    all[place].focus({ preventScroll: true });
    all[place].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("focusin", (event) => {
    const line = event.target.closest("[data-line]");
    if (line) place = lines().indexOf(line);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select")) return;
    const line = document.activeElement.closest("[data-line]");
    const step = { j: 1, k: -1, ArrowDown: line && 1, ArrowUp: line && -1 }[event.key];
    if (step) {
      event.preventDefault();
      enter(line ? place + step : Math.max(place, 0));
      return;
    }
    if (event.key === "Enter" && event.target !== line) return; // a button that has the focus itself
    const button = line?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // The line has left: the next one takes its place, also where the same record comes back further down and htmx
  // would let the focus follow it.
  let left = -1;
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id === "page") left = place;
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id === "page" && left >= 0) enter(left);
  });
  document.getElementById("dialog")?.addEventListener("close", () => place >= 0 && enter(place));
})();
