// The panel with the result so far: fetched anew after answers are saved. Without this it stands as it was when the page came.

const REST = 700; // milliseconds without a further save
let timer = 0;
let latest = 0;

document.addEventListener("answer-saved", () => {
  clearTimeout(timer);
  timer = setTimeout(renew, REST);
});

// A panel that cannot be fetched, or that was asked for before a newer one, is left out: the next save asks again.
async function renew() {
  const panel = document.querySelector("[data-outlook]");
  if (!panel) return;
  const asked = ++latest;
  try {
    const reply = await fetch(panel.dataset.outlook, { headers: { Accept: "text/html" } });
    if (!reply.ok || reply.redirected || asked !== latest) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.querySelector("[data-outlook]");
    if (!fresh || asked !== latest) return;
    const open = panel.querySelector("details")?.open;
    if (panel.contains(document.activeElement)) return; // whoever reads there is not interrupted
    if (open) fresh.querySelector("details")?.setAttribute("open", "");
    panel.replaceWith(fresh);
  } catch {
    // no connection
  }
}
