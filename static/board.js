// The board: a card is dragged or moved by keys; either way the link of a step is followed, whose form opens in the dialog.
(() => {
  const dialog = document.getElementById("dialog");
  const narrow = window.matchMedia("(max-width: 760px)");
  let dragged = null; // the card under the pointer
  let waiting = null; // where a dropped card came from, until its step is taken or not
  let last = null; // the card moved last, and how far the board was scrolled
  let stale = false; // somebody else was faster: the board shows what is no more

  const at = (event, css) => event.target.closest?.(css);
  const moveTo = (card, column) => card.querySelector(`[data-move="${column.dataset.stage}"]`);
  const columns = () => [...document.querySelectorAll("[data-stage]")];
  const cards = (column) => [...column.querySelectorAll(".board-card")];

  document.addEventListener("dragstart", (event) => {
    dragged = at(event, ".board-card[draggable]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    for (const column of columns()) column.classList.add(moveTo(dragged, column) ? "board-open" : "board-shut");
  });

  document.addEventListener("dragover", (event) => {
    const over = at(event, ".board-open");
    for (const column of columns()) column.classList.toggle("board-over", column === over);
    if (dragged && over) event.preventDefault();
  });

  document.addEventListener("drop", (event) => {
    const column = at(event, ".board-open");
    if (!dragged || !column) return;
    event.preventDefault();
    waiting = { card: dragged, list: dragged.parentElement, next: dragged.nextElementSibling };
    column.querySelector(".board-cards").prepend(dragged);
    dragged.classList.add("board-waiting");
    moveTo(dragged, column).click();
  });

  document.addEventListener("dragend", () => {
    for (const column of columns()) column.classList.remove("board-open", "board-shut", "board-over");
    dragged = null;
  });

  // The step was refused or not taken: the card is where it was.
  function putBack() {
    if (!waiting) return;
    waiting.card.classList.remove("board-waiting");
    waiting.list.insertBefore(waiting.card, waiting.next);
    waiting = null;
  }

  document.addEventListener("click", (event) => {
    const move = at(event, "[data-move]");
    if (!move) return;
    move.closest("details").open = false;
    last = { id: move.closest(".board-card").id, left: document.querySelector("[data-board]").scrollLeft };
  });

  document.body.addEventListener("htmx:sendError", putBack);
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status < 400) return;
    putBack();
    stale ||= [403, 404, 409].includes(detail.xhr.status);
  });
  dialog.addEventListener("close", () => {
    putBack();
    if (stale) htmx.ajax("GET", window.location.href, { target: "#rows", swap: "innerHTML" }).then(settle);
    stale = false;
  });

  // The board came anew: as far scrolled as before, the moved card in focus.
  function settle() {
    const board = document.querySelector("[data-board]");
    if (!board || !last) return;
    board.scrollLeft = last.left;
    if (!narrow.matches) document.querySelector(`#${last.id} .board-title`)?.focus();
    last = null;
  }

  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "page") return;
    waiting = null;
    settle();
  });

  document.addEventListener("keydown", (event) => {
    const card = at(event, ".board-card");
    if (!card || event.ctrlKey || event.altKey || event.metaKey) return;
    const goal = event.key.toLowerCase() === "m" ? openMoves(card) : neighbour(card, event);
    if (!goal) return;
    event.preventDefault();
    goal.focus();
  });

  function openMoves(card) {
    const moves = card.querySelector("details");
    if (moves) moves.open = true;
    return moves?.querySelector("a");
  }

  // What an arrow key leads to: another move of the open menu, else another card.
  function neighbour(card, event) {
    const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return null;
    const level = event.key === "ArrowUp" || event.key === "ArrowDown";
    const moves = [...card.querySelectorAll("details[open] a")];
    if (level && moves.includes(event.target)) return moves[moves.indexOf(event.target) + step];
    const column = card.closest("[data-stage]");
    const place = cards(column).indexOf(card);
    if (level) return cards(column)[place + step]?.querySelector(".board-title");
    const filled = columns().filter((one) => one === column || cards(one).length);
    const beside = filled[filled.indexOf(column) + step];
    return beside && cards(beside)[Math.min(place, cards(beside).length - 1)].querySelector(".board-title");
  }
})();
