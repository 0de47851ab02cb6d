// Small helps for every page; all pages work without them.

// After a refused form the summary takes the focus, so that readers hear what is wrong.
// An address that names a place of the page takes the focus away once more when all is loaded.
const heard = document.querySelector("[data-focus]");
heard?.focus();
if (heard && location.hash) window.addEventListener("load", () => setTimeout(() => heard.focus()));

// Destructive steps ask once, with the object's name; the service, which would ask too, is told the answer.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = form.dataset.ask ?? (isTouched() ? form.dataset.unsaved : "");
  if (!question) return;
  if (!window.confirm(question)) event.preventDefault();
  else if (form.dataset.ask && !form.elements.confirmed) {
    const answer = Object.assign(document.createElement("input"), { type: "hidden", name: "confirmed", value: "yes" });
    form.append(answer);
  }
});

// True while something typed would be lost: it differs from what the page came with, or the page came back refused.
function isTouched() {
  const forms = [...document.querySelectorAll("main form[method=post]:not([data-autosave])")];
  if (forms.length && document.querySelector("main .summary")) return true;
  return forms.flatMap((form) => [...form.elements]).some((control) => {
    if (control.type === "hidden" || control.disabled) return false;
    if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
    if (control.type === "file") return control.files.length > 0;
    if (control.options) {
      const given = [...control.options].findIndex((option) => option.defaultSelected);
      return control.selectedIndex !== Math.max(given, 0);
    }
    return control.tagName !== "BUTTON" && control.tagName !== "FIELDSET" && control.value !== control.defaultValue;
  });
}

// A form is sent once, however often the button is pressed; a page from the browser's memory may send again.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Print buttons; without a script the browser's own menu prints.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Copy buttons: data-copy names the element whose text is copied.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.copied;
  });
}
