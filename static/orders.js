// The lines of an order form: added, removed, filled in from the product and added up while one types.
// It comes with every order form, also into the dialog; the server computes everything again.
(() => {
  const field = (line, name) => line.querySelector(`[name$="-${name}"]`);
  const figure = (line, name) => Number(field(line, name).value.replaceAll(",", "")) || 0;
  const money = (value) =>
    `¥ ${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

  // What the server has understood of a field with a unit, as a number (NaN: not yet); null where nothing stands there.
  function meant(line, name) {
    const said = document.getElementById(`${field(line, name).id}_understood`)?.querySelector("[data-value]");
    return field(line, name).value.trim() ? Number(said?.dataset.value ?? NaN) : null;
  }

  function amountOf(line) {
    const net = meant(line, "net_price") ?? figure(line, "price") * (1 - (meant(line, "discount") ?? 0));
    return Math.round(figure(line, "quantity") * net * 100 + 1e-6) / 100;
  }

  // Discount and net unit price say the same: what is typed last stands, the other one is emptied.
  function oneOfBoth(typed) {
    const pair = { discount: "net_price", net_price: "discount" }[typed.name.match(/[^-]*$/)[0]];
    const other = pair && typed.value.trim() && field(typed.closest("[data-line]"), pair);
    if (!other?.value) return;
    other.value = "";
    other.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function addUp(lines) {
    let total = 0;
    for (const line of lines.querySelectorAll("[data-line]")) {
      const amount = amountOf(line);
      total += amount;
      line.querySelector("[data-amount]").textContent = amount ? money(amount) : "";
      const stock = line.querySelector("[data-there]");
      stock?.classList.toggle("line-short", figure(line, "quantity") > Number(stock.dataset.there));
    }
    lines.querySelector("[data-total]").textContent = Number.isNaN(total) ? "…" : money(total);
  }

  function addLine(lines) {
    const count = lines.querySelector('[name$="-TOTAL_FORMS"]');
    const markup = lines.querySelector("template").innerHTML.replaceAll("__prefix__", count.value);
    count.value = Number(count.value) + 1;
    lines.querySelector("[data-line-list]").insertAdjacentHTML("beforeend", markup);
    const added = lines.querySelector("[data-line]:last-child");
    added.querySelector("[data-remove-line]").hidden = false;
    field(added, "product").focus();
  }

  // What the product brings replaces only what is empty or what the product before it brought.
  function fill(input, value) {
    if (input.value && input.value !== input.dataset.brought) return;
    input.value = input.dataset.brought = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function askFacts(lines, line) {
    const asked = field(line, "product").value;
    const query = new URLSearchParams({ product: asked, "product-key": field(line, "product-key").value });
    const answer = await fetch(`${lines.dataset.facts}?${query}`);
    if (!answer.ok || field(line, "product").value !== asked) return;
    const box = line.querySelector("[data-line-facts]");
    box.innerHTML = await answer.text();
    const facts = box.querySelector("[data-there]");
    if (facts) {
      fill(field(line, "unit"), facts.dataset.unit);
      fill(field(line, "price"), facts.dataset.price);
    }
    addUp(lines);
  }

  function listen() {
    document.addEventListener("click", (event) => {
      const lines = event.target.closest("[data-lines]");
      if (event.target.closest("[data-add-line]")) addLine(lines);
      if (event.target.closest("[data-remove-line]")) {
        event.target.closest("[data-line]").remove();
        addUp(lines);
      }
    });
    document.addEventListener("input", (event) => {
      const lines = event.target.closest("[data-lines]");
      if (!lines) return;
      oneOfBoth(event.target);
      addUp(lines);
    });
    document.addEventListener("understood", (event) => {
      const lines = event.target.closest("[data-lines]");
      if (lines) addUp(lines);
    });
    document.addEventListener("change", (event) => {
      const lines = event.target.closest("[data-lines]");
      if (lines && event.target.name.endsWith("-product")) askFacts(lines, event.target.closest("[data-line]"));
    });
  }

  if (!document.body.dataset.orderLines) {
    document.body.dataset.orderLines = "yes";
    listen();
  }
  for (const lines of document.querySelectorAll("[data-lines]")) {
    lines.querySelector("[data-add-line]").type = "button";
    lines.querySelector("[data-total-box]").hidden = false;
    for (const button of lines.querySelectorAll("[data-remove-line]")) button.hidden = false;
    addUp(lines);
  }
})();
