// What the pages need beyond htmx: the dialog, menus, toasts, and buttons that cannot be sent twice.
(() => {
  const dialog = document.getElementById("dialog");
  const body = document.getElementById("dialog-body");

  // Links and buttons marked data-dialog open in the dialog; without scripts they are plain pages. What asks for nothing
  // (data-now) is done by the click; the dialog opens only where it is refused.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-dialog]");
    if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy")) return;
    link.setAttribute("aria-busy", "true");
    const { now } = link.dataset;
    const address = link.href || `${link.formAction}?${new URLSearchParams(new FormData(link.form))}`;
    const into = { target: "#dialog-body", swap: "innerHTML", values: now ? { draft: now } : {} };
    htmx.ajax(now ? "POST" : "GET", "stay" in link.dataset ? andBack(address) : address, into).finally(() => link.removeAttribute("aria-busy"));
  });

  // What is done in place comes back here when it is done: lists, boards, today.
  function andBack(address) {
    const there = new URL(address, location.href);
    there.searchParams.set("back", location.pathname + location.search);
    return there.pathname + there.search;
  }

  const closeDialog = () => {
    if (dialog?.open) dialog.close();
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest("[data-close-dialog]") && dialog?.open) {
      event.preventDefault();
      closeDialog();
    }
    target.closest("[data-close]")?.closest("[data-toast]")?.remove();
    const day = target.closest("[data-day]");
    if (day) day.closest(".field").querySelector("input").value = day.dataset.day;
    const fill = target.closest("[data-fill]");
    if (fill) fillLogin(fill.dataset.fill);
    if (target.closest("[data-print]")) window.print();
    if (target.closest("[data-menu]")) toggleMenu();
    else if (document.body.classList.contains("menu-open") && !target.closest("#menu")) toggleMenu(false);
    for (const open of document.querySelectorAll("details[data-closes][open]")) {
      if (!open.contains(target)) open.open = false;
    }
  });

  function toggleMenu(open) {
    const now = document.body.classList.toggle("menu-open", open);
    document.querySelector("[data-menu]").setAttribute("aria-expanded", String(now));
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    toggleMenuIfOpen();
    for (const open of document.querySelectorAll("details[data-closes][open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });

  function toggleMenuIfOpen() {
    if (document.body.classList.contains("menu-open")) toggleMenu(false);
  }

  function fillLogin(name) {
    document.getElementById("id_username").value = name;
    document.getElementById("id_password").value = "keyou-demo";
    document.querySelector(".login-card button.w-100").focus();
  }

  document.body.addEventListener("htmx:afterSwap", (event) => {
    const box = event.detail.target;
    if (box?.id !== "dialog-body" && box?.id !== "form-page") return;
    if (box === body && !dialog.open) dialog.showModal();
    const wrong = box.querySelector(".field-wrong input, .field-wrong select, .field-wrong textarea");
    const first = box.querySelector("[autofocus]");
    first?.removeAttribute("autofocus"); // or htmx gives it the focus after all, also where another field is wrong
    (wrong || first || box.querySelector("input:not([type=hidden]), select, textarea, button[type=submit]"))?.focus();
  });

  dialog?.addEventListener("close", () => body.replaceChildren());

  // A form in the dialog led to another page: the dialog has done its work.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id === "page") closeDialog();
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "page") return;
    document.title = document.querySelector("#page h1")?.textContent.trim() || document.title;
  });

  // The server or the way to it is down: what was typed stays where it is.
  document.body.addEventListener("htmx:sendError", unanswered);
  const failed = ({ xhr }) => xhr.status >= 500;
  const says = ({ xhr }) => Boolean(xhr.getResponseHeader("HX-Reswap")); // a line of its own, for above the form
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => { if (failed(detail)) detail.shouldSwap = says(detail); });
  document.body.addEventListener("htmx:responseError", (event) => failed(event.detail) && !says(event.detail) && unanswered(event));
  function unanswered({ detail }) {
    const { unsent, unanswered: silent } = document.body.dataset;
    toast(detail.requestConfig?.verb === "post" ? unsent : silent);
  }
  function toast(text) {
    for (const old of document.querySelectorAll("[data-unheard]")) old.remove();
    const line = document.createElement("div");
    line.className = "alert alert-danger toast-line";
    line.dataset.unheard = "";
    line.setAttribute("role", "alert");
    line.append(Object.assign(document.createElement("span"), { textContent: text }));
    if (dialog?.open) body.querySelector(".modal-body")?.prepend(line);
    else document.querySelector(".toasts")?.append(line);
    setTimeout(() => line.remove(), 12000);
  }

  // A plain form is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 3000);
  });

  // The columns of a list change places where they stand; without scripts the form does it.
  document.addEventListener("click", (event) => {
    const move = event.target.closest("[data-columns] :is([name=up], [name=down])");
    if (!move) return;
    event.preventDefault();
    const line = move.closest("li");
    if (move.name === "up") line.previousElementSibling?.before(line);
    else line.nextElementSibling?.after(line);
    move.focus();
  });

  setInterval(() => {
    for (const line of document.querySelectorAll(".alert-success[data-toast]:not(:has(form))")) {
      if (line.dataset.seen) line.remove();
      line.dataset.seen = "yes";
    }
  }, 5000);
})();
