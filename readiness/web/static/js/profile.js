// The profile's page: the shares that are declared with their sum, a search for other processes, rates as figures are
// typed. Without this the page lists every process, and the service computes sum and rates.

const list = document.querySelector("[data-processes]");
const rows = [...list.querySelectorAll("[data-process]")].map((node) => ({
  node,
  field: node.querySelector("input"),
  button: node.querySelector("[data-remove]"),
  name: node.querySelector("label").textContent.trim(),
  words: narrow(node.dataset.words),
  added: false,
}));

function narrow(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s._-]+/g, " ").trim();
}

// A number as people type it: full-width digits, thousands commas, a unit behind it; NaN for anything else.
function figure(text) {
  const plain = text.normalize("NFKC").replace(/[\u2212\u2013]/g, "-").replace(/\s/g, "");
  const found = /^[-+]?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?(e[-+]?\d+)?/i.exec(plain);
  return found && /\d/.test(found[0]) ? Number(found[0].replaceAll(",", "")) : NaN;
}

function short(number, places) {
  return String(Number(number.toFixed(places)));
}

// --- processes and their sum ----------------------------------------------------------------------------------------

const sum = list.querySelector("[data-sum]");

function showSum() {
  const typed = rows.map((row) => row.field.value.trim()).filter(Boolean);
  const total = typed.map(figure).reduce((all, one) => all + (Number.isNaN(one) ? 0 : one), 0);
  const rest = total - 100;
  const state = !typed.length
    ? "nothing"
    : Math.abs(rest) <= Number(sum.dataset.tolerance) + 1e-9 ? "complete" : rest > 0 ? "over" : "missing";
  const sentence = sum.dataset[state]
    .replace("{sum}", short(total, 4))
    .replace("{rest}", short(Math.abs(rest), 4));
  const output = sum.querySelector("output");
  if (output.textContent !== sentence) output.textContent = sentence;
  sum.dataset.state = state;
}

function isShown(row) {
  return row.added || row.field.value.trim() !== "" || Boolean(row.node.querySelector(".error"));
}

function showRows() {
  for (const row of rows) {
    row.node.hidden = !isShown(row);
    if (row.button) row.button.hidden = false;
  }
  for (const trade of list.querySelectorAll("fieldset.trade")) {
    trade.hidden = !trade.querySelector("[data-process]:not([hidden])");
  }
}

function tell(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// --- the search -------------------------------------------------------------------------------------------------------

const box = list.querySelector("[data-find]");
const search = box.querySelector("input");
const finds = box.querySelector("[data-finds]");
const told = box.querySelector("[data-found]");
const whole = box.querySelector("[data-whole]");

function find() {
  const parts = narrow(search.value).split(" ").filter(Boolean);
  const all = whole.getAttribute("aria-expanded") === "true";
  const open = rows.filter((row) => !isShown(row));
  const found = parts.length || all ? open.filter((row) => parts.every((part) => row.words.includes(part))) : [];
  finds.replaceChildren(...found.map(choice));
  told.textContent = !parts.length ? "" : found.length
    ? told.dataset.some.replace("{count}", found.length) : told.dataset.none;
}

function choice(row) {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link" });
  const code = Object.assign(document.createElement("span"), { className: "code", textContent: row.node.dataset.process });
  button.append(`+ ${row.name} `, code);
  button.addEventListener("click", () => add(row));
  item.append(button);
  return item;
}

function add(row) {
  row.added = true;
  search.value = "";
  whole.setAttribute("aria-expanded", "false");
  showRows();
  find();
  row.field.focus();
}

function remove(row) {
  row.node.querySelector(".error")?.remove();
  row.field.value = "";
  tell(row.field);
  row.added = false;
  showRows();
  find();
  search.focus();
}

// A link of another page leads to a process that is not declared: it is shown.
function showNamed() {
  const row = rows.find((one) => `#${one.field.id}` === location.hash);
  if (row) add(row);
}

if (!list.closest("fieldset[disabled]")) {
  box.hidden = false;
  for (const row of rows) row.button?.addEventListener("click", () => remove(row));
  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the first find, not the Save button
    finds.querySelector("button")?.click();
  });
  whole.addEventListener("click", () => {
    whole.setAttribute("aria-expanded", String(whole.getAttribute("aria-expanded") !== "true"));
    find();
  });
  list.addEventListener("input", (event) => {
    if (event.target === search) return;
    const row = rows.find((one) => one.field === event.target);
    if (row) row.added = true; // an emptied field stays while somebody types in it
    showSum();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-kept]")) setTimeout(() => (showRows(), showSum(), showRates()));
  });
  window.addEventListener("hashchange", showNamed);
  showRows();
  showSum();
  showNamed();
}

// --- rates --------------------------------------------------------------------------------------------------------------

const rates = [...document.querySelectorAll("[data-rate]")];

function total(names) {
  return names.split(" ").map((name) => figure(document.getElementById(name).value)).reduce((a, b) => a + b, 0);
}

function showRates() {
  for (const { dataset, ...rate } of rates.map((node) => ({ dataset: node.dataset, output: node.querySelector("output") }))) {
    const divisor = Math.max(total(dataset.denominator), Number(dataset.least));
    const value = (Number(dataset.factor) * total(dataset.numerator)) / divisor;
    const sentence = divisor > 0 && Number.isFinite(value) ? `${short(value, 4)} ${dataset.unit}`.trim() : dataset.missing;
    if (rate.output.textContent !== sentence) rate.output.textContent = sentence;
  }
}

document.addEventListener("input", (event) => {
  if (event.target.id.startsWith("profile-")) showRates();
});
window.addEventListener("pageshow", () => (showSum(), showRates()));
