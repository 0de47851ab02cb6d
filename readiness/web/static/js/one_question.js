// On a phone a dimension shows one question at a time; its place stands in the address. The style sheet decides what a
// phone is: on a desk, and without this, the questions stand one below the other. What is typed stays in the page.

const nav = document.querySelector("[data-by-one]");
const form = nav.closest("form");
const sections = [...form.querySelectorAll("section.question")];
const place = nav.querySelector("[data-place]");
const open = nav.querySelector("[data-go=open]");
const phone = window.matchMedia("(max-width: 48rem)");
const action = form.getAttribute("action");
let current = sections[0];

// Every scale has its figure, or a tick stands in its place; every line of a choice is chosen.
function isAnswered(section) {
  const controls = [...section.querySelectorAll("input:not([type=hidden]), select, textarea")].filter(
    ({ name }) => name && !/^keep-|-reason$/.test(name),
  );
  const texts = controls.filter((control) => !["radio", "checkbox"].includes(control.type));
  const ticked = controls.some((control) => control.type === "checkbox" && control.checked);
  if (!controls.length || ticked) return true;
  if (texts.length) return texts.every((control) => control.value.trim());
  const groups = new Set(controls.filter((control) => control.type === "radio").map((control) => control.name));
  const chosen = controls.filter((control) => control.type === "radio" && control.checked && control.value);
  return groups.size > 0 && groups.size === new Set(chosen.map((control) => control.name)).size;
}

function afterwards() {
  const at = sections.indexOf(current);
  return [...sections.slice(at + 1), ...sections.slice(0, at)].filter((section) => !isAnswered(section));
}

function draw() {
  const at = sections.indexOf(current);
  for (const section of sections) section.toggleAttribute("data-current", section === current);
  form.toggleAttribute("data-last", at === sections.length - 1);
  nav.querySelector("[data-go='-1']").disabled = at === 0;
  nav.querySelector("[data-go='1']").disabled = at === sections.length - 1;
  const sentence = place.dataset.place.replace("{number}", at + 1).replace("{count}", sections.length);
  if (place.textContent !== sentence) place.textContent = sentence;
  const left = afterwards().length;
  open.hidden = left === 0;
  open.textContent = open.dataset.words.replace("{count}", left);
  form.setAttribute("action", phone.matches ? `${action}#${current.id}` : action); // opens there after a save
}

function show(section, focus = section) {
  current = section;
  draw();
  if (!phone.matches) return;
  if (focus === section) section.tabIndex = -1;
  focus.focus({ preventScroll: true });
  (focus === section ? section : focus).scrollIntoView({ block: "start" });
}

function named() {
  let target = null;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    // no name that a page could have
  }
  const section = target?.closest("section.question");
  return sections.includes(section) ? [section, target] : null;
}

function follow() {
  const found = named();
  if (found) show(...found);
}

nav.addEventListener("click", (event) => {
  const step = event.target.closest("button")?.dataset.go;
  const next = step === "open" ? afterwards()[0] : step && sections[sections.indexOf(current) + Number(step)];
  if (!next) return;
  history.pushState(null, "", `#${next.id}`);
  show(next);
});
form.addEventListener("focusin", (event) => {
  const section = event.target.closest("section.question");
  if (!section || section === current) return;
  current = section;
  draw();
});
for (const kind of ["input", "change", "click"]) form.addEventListener(kind, () => setTimeout(draw));
window.addEventListener("hashchange", follow);
window.addEventListener("popstate", () => (location.hash ? follow() : show(sections[0])));

form.classList.add("by-one-form");
nav.hidden = false;
const wrong = form.querySelector("section.question .field-wrong, section.question .error");
if (wrong) {
  current = wrong.closest("section.question");
  draw();
  // The question named in the address takes the focus from the summary above: it comes back.
  window.addEventListener("load", () => setTimeout(() => document.querySelector("[data-focus]")?.focus()));
} else {
  draw();
  follow();
}
