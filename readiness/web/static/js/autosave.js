// Saves each section of a form by itself: an answer of a dimension, the figures, shares or statements of a firm. The Save button works without this; what is typed is kept on the
// device until the service has acknowledged it, and a sending without an answer is repeated before anything newer.

const form = document.querySelector("form[data-autosave]");
const words = form.dataset;
const PAUSE = { change: 600, input: 2000 }; // milliseconds of rest before an answer is sent
const PATIENCE = 15000; // milliseconds for a reply
const WAITS = [2, 4, 8, 15, 30]; // seconds before trying again
const KEPT_DAYS = 30;

// --- what is kept on this device ------------------------------------------------------------------------------------

const device = {
  name: `readiness answers ${words.autosave} ${location.pathname}`,
  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      return {};
    }
  },
  write(entries) {
    try {
      if (Object.keys(entries).length) localStorage.setItem(this.name, JSON.stringify(entries));
      else localStorage.removeItem(this.name);
    } catch {
      // Full or forbidden: the page itself still holds what was typed and warns before it is left.
    }
  },
  keep(question) {
    const entry = { pairs: question.pairs(), base: question.base.value, at: Date.now() };
    this.write({ ...this.read(), [question.id]: entry });
  },
  forget(id) {
    const { [id]: _gone, ...rest } = this.read();
    this.write(rest);
  },
};

// --- one question, or one part of the profile ------------------------------------------------------------------------

class Question {
  constructor(section) {
    this.section = section;
    this.id = section.id;
    this.code = section.getAttribute("aria-label");
    this.line = section.querySelector(".save-state");
    this.base = section.querySelector('input[type=hidden][name^="base-"]');
    this.seen = section.querySelector('input[type=hidden][name^="seen-"]');
    this.acknowledged = section.hasAttribute("data-unsaved") ? null : this.text();
    this.sending = null; // { id, pairs, base } until the service has answered
    this.due = 0;
    const choice = `keep-${this.id.slice(2)}`; // of a whole section or of one of its fields
    const asked = document.querySelector(`[name="${choice}"], [name^="${choice}-"]`); // the page asks: yours or theirs
    this.refusal = asked ? words.clash : ""; // why it cannot be saved as it stands
    this.tried = ""; // what was refused; the same is not sent again
    this.line.hidden = false;
    this.show("", "");
  }

  controls() {
    const all = this.section.querySelectorAll("input:not([type=hidden]), select, textarea");
    return [...all].filter((control) => control.name);
  }

  pairs() {
    const chosen = this.controls().filter((c) => !["radio", "checkbox"].includes(c.type) || c.checked);
    return chosen.map((control) => [control.name, control.value]);
  }

  text() {
    return JSON.stringify(this.pairs());
  }

  fill(pairs) {
    for (const control of this.controls()) {
      const values = pairs.filter(([name]) => name === control.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
      else control.value = values[0] ?? "";
    }
  }

  get unsaved() {
    return this.sending !== null || this.text() !== this.acknowledged;
  }

  get ready() {
    return this.unsaved && !this.refusal && this.due <= Date.now();
  }

  show(state, sentence) {
    this.state = state;
    this.sentence = sentence;
  }

  draw() {
    this.line.dataset.state = this.state;
    if (this.line.textContent !== this.sentence) this.line.textContent = this.sentence;
  }

  // One try; false when the same has to be sent again later.
  async send() {
    this.sending ??= { id: randomName(), pairs: this.pairs(), base: this.base.value };
    this.show("saving", words.saving);
    const reply = await post(this.section.dataset.save, [
      ...this.sending.pairs,
      [this.base.name, this.sending.base],
      ["client_id", this.sending.id],
    ]);
    if (reply.status === 200 && reply.told.seen) return this.accept(reply.told);
    if (reply.status === 401) return this.wait(words.signedOut);
    if (reply.told.error === "csrf") await renewToken();
    const spoken = reply.told.error && reply.told.error !== "csrf"; // anything else is no word of the service
    if (!spoken || reply.status >= 500 || [408, 429].includes(reply.status)) return this.wait(words.waiting);
    this.tried = JSON.stringify(this.sending.pairs);
    this.sending = null;
    this.refusal =
      reply.told.error === "conflict" ? words.clash : words.refused.replace("{why}", () => reply.told.detail ?? "");
    this.show("wrong", this.refusal);
    return true;
  }

  accept(told) {
    this.acknowledged = JSON.stringify(this.sending.pairs);
    this.base.value = told.revision;
    this.seen.value = told.seen;
    this.sending = null;
    if (this.unsaved) device.keep(this);
    else device.forget(this.id);
    lastSaved = words.saved.replace("{time}", told.time);
    document.dispatchEvent(new Event("answer-saved"));
    this.show("saved", lastSaved);
    return true;
  }

  wait(sentence) {
    this.show("waiting", sentence);
    return false;
  }
}

function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- talking to the service -----------------------------------------------------------------------------------------

// Status 0 stands for no reply at all.
async function post(address, pairs) {
  const body = new URLSearchParams([...pairs, ["csrf_token", form.elements.csrf_token.value]]);
  return ask(address, { method: "POST", body });
}

async function ask(address, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const reply = await fetch(address, { ...options, signal: stop.signal, headers: { Accept: "application/json" } });
    const told = await reply.json().catch(() => ({}));
    return { status: reply.status, told };
  } catch {
    return { status: 0, told: {} };
  } finally {
    clearTimeout(timer);
  }
}

// After signing in again the old token is no longer good; every form of the page gets the new one.
async function renewToken() {
  const { told } = await ask(words.token);
  if (!told.csrf_token) return;
  for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = told.csrf_token;
}

// --- the page -------------------------------------------------------------------------------------------------------

const questions = [...form.querySelectorAll("section[data-save]")].map((section) => new Question(section));
const pageState = form.querySelector("[data-page-state]");
let running = false;
let failures = 0;
let current = Promise.resolve();
let wake = () => {};
let leaving = false;
let lastSaved = "";

// One question after the other; while there is no answer the same one is tried again and again.
async function run() {
  if (running || leaving) return;
  running = true;
  for (let next; !leaving && (next = questions.find((question) => question.sending) ?? questions.find((q) => q.ready)); ) {
    current = next.send();
    showPage();
    const answered = await current;
    failures = answered ? 0 : failures + 1;
    showPage();
    if (!answered) await pause(WAITS[Math.min(failures, WAITS.length) - 1]);
  }
  running = false;
  showPage();
}

function pause(seconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

// While something is pressed nothing may move: a button that slips away from under the finger is not pressed.
let held = false;

function showPage() {
  if (held) return;
  for (const question of questions) question.draw();
  const wrong = questions.find((question) => question.refusal && question.unsaved);
  const waiting = questions.find((question) => question.state === "waiting");
  const busy = questions.find((question) => question.unsaved);
  const sentence =
    waiting?.sentence ??
    (wrong ? `${wrong.code} ${wrong.refusal}` : busy ? words.saving : lastSaved);
  if (pageState.textContent !== sentence) pageState.textContent = sentence;
  pageState.dataset.state = waiting ? "waiting" : wrong ? "wrong" : busy ? "saving" : "saved";
}

function edited(question, rest) {
  if (question.refusal && question.text() === question.tried) return;
  question.refusal = "";
  if (question.unsaved) {
    device.keep(question);
    question.due = Date.now() + rest;
    setTimeout(run, rest + 10);
  } else {
    device.forget(question.id);
    question.show("", "");
  }
  showPage();
}

for (const kind of ["input", "change"]) {
  form.addEventListener(kind, (event) => {
    const question = questions.find((found) => found.section.contains(event.target));
    if (question) edited(question, PAUSE[kind]);
  });
}

// Saving the whole form waits for the answer that is on its way, so that nobody meets his own answer as a stranger's.
form.addEventListener("submit", (event) => {
  if (leaving) return;
  event.preventDefault();
  if (!navigator.onLine) {
    pageState.textContent = words.waiting;
    return;
  }
  leaving = true;
  wake();
  Promise.race([current, new Promise((resolve) => setTimeout(resolve, PATIENCE))]).then(() =>
    setTimeout(() => form.requestSubmit(event.submitter)), // within the event itself it would do nothing
  );
});

document.addEventListener("pointerdown", () => (held = true), true);
for (const kind of ["pointerup", "pointercancel"]) {
  const release = () => {
    held = false;
    setTimeout(showPage);
  };
  document.addEventListener(kind, release, true);
}
window.addEventListener("pageshow", () => {
  leaving = false;
  run();
});
window.addEventListener("online", () => wake());
window.addEventListener("beforeunload", (event) => {
  if (!leaving && questions.some((question) => question.unsaved)) {
    event.preventDefault();
    event.returnValue = true; // older browsers
  }
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return wake();
  for (const question of questions) question.due = 0;
  run();
});

// --- what a former visit left on this device ------------------------------------------------------------------------

function offerKept() {
  const box = document.getElementById("kept");
  const entries = device.read();
  const open = [];
  for (const question of questions) {
    const entry = entries[question.id];
    const old = entry && Date.now() - entry.at > KEPT_DAYS * 86400000;
    const same = entry && JSON.stringify(entry.pairs) === question.text();
    if (entry && (old || (same && !question.unsaved))) device.forget(question.id);
    else if (entry && !same) open.push([question, entry]);
  }
  box.hidden = open.length === 0;
  box.querySelector("[data-kept-codes]").textContent = open.map(([question]) => question.code).join(", ");
  box.addEventListener("click", (event) => {
    const wanted = event.target.dataset.kept;
    if (!wanted) return;
    for (const [question, entry] of open) {
      if (wanted === "drop") device.forget(question.id);
      else {
        question.fill(entry.pairs);
        question.base.value = entry.base; // what was seen then: a colleague's newer answer is asked about, not overwritten
        edited(question, 0);
      }
    }
    box.hidden = true;
    form.querySelector("input:not([type=hidden])")?.focus();
  });
}

offerKept();
for (const question of questions) if (question.unsaved) device.keep(question);
showPage();
run();
