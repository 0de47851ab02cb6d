// Saves each section of a form by itself: an answer of a dimension, the figures, shares or statements of a firm. The
// Save button works without this; what is typed is kept on the device until the service has acknowledged it, and a sending without an answer is repeated before anything newer.

const form = document.querySelector("form[data-autosave]");
const words = form.dataset;
const PAUSE = { change: 600, input: 2000 }; // milliseconds of rest before an answer is sent
const PATIENCE = 15000; // milliseconds for a reply
const WAITS = [2, 4, 8, 15]; // seconds before trying again; typing on tries at once
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
  keeps: true, // false where it is full or forbidden: the page says so, and warns before it is left
  write(entries) {
    try {
      if (Object.keys(entries).length) localStorage.setItem(this.name, JSON.stringify(entries));
      else localStorage.removeItem(this.name);
      this.keeps = true;
    } catch {
      this.keeps = false;
    }
  },
  keep(question) {
    const entry = { pairs: question.pairs(), base: question.base.value, at: question.typed };
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
    this.sending = null; // { id, pairs, base, seen, typed, choice } until the service has answered
    this.choice = []; // which of two values counts, as the buttons say it
    this.typed = Date.now();
    this.tries = 0; // without an answer of the service
    this.due = 0;
    const choice = `keep-${this.id.slice(2)}`; // of a whole section or of one of its fields
    const asked = document.querySelector(`[name="${choice}"], [name^="${choice}-"]`); // the page asks: yours or theirs
    this.refusal = asked ? words.clash : ""; // why it cannot be saved as it stands
    this.tried = ""; // what was refused; the same is not sent again
    this.line.hidden = false;
    section.addEventListener("answer-chosen", (event) => this.choose(event.detail));
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
    const { pairs, base, seen, id, typed, choice } = (this.sending ??= this.pack());
    this.show("saving", words.saving);
    const reply = await post(this.section.dataset.save, [
      ...pairs,
      ...choice,
      [this.base.name, base],
      [this.seen.name, seen],
      ["client_id", id],
      ["age", Math.max(0, Math.round((Date.now() - typed) / 1000))],
      ["person", words.autosave],
    ]);
    if (reply.status === 200 && reply.told.seen) return this.accept(reply.told);
    if (reply.status === 401) return this.wait("out", words.signedOut);
    if (reply.told.error === "csrf") await renewToken();
    const spoken = reply.told.error && reply.told.error !== "csrf"; // anything else is no word of the service
    const later = !spoken || reply.status >= 500 || [408, 429].includes(reply.status);
    return later ? this.wait("waiting", navigator.onLine ? words.waiting : words.offline) : this.refuse(reply.told);
  }

  pack() {
    const { typed, choice } = this;
    this.choice = [];
    return { id: randomName(), pairs: this.pairs(), base: this.base.value, seen: this.seen.value, typed, choice };
  }

  accept(told) {
    const sent = JSON.stringify(this.sending.pairs);
    if (told.fields?.length && this.text() === sent) this.fill(told.fields);
    this.acknowledged = told.fields?.length ? this.text() : sent;
    this.base.value = told.revision;
    this.seen.value = told.seen;
    this.sending = null;
    this.tries = 0;
    this.tell({ remarks: told.remarks, choice: "" });
    if (this.unsaved) device.keep(this);
    else device.forget(this.id);
    lastSaved = words.saved.replace("{time}", told.time);
    document.dispatchEvent(new Event("answer-saved"));
    otherWindows?.postMessage({ ...told, save: this.section.dataset.save, pairs: JSON.parse(this.acknowledged) });
    this.show("saved", lastSaved);
    return true;
  }

  refuse(told) {
    this.tried = JSON.stringify(this.sending.pairs);
    this.sending = null;
    this.tries = 0;
    const clash = told.choice ? words.choose : words.clash;
    this.refusal = told.error === "conflict" ? clash : words.refused.replace("{why}", () => told.detail ?? "");
    this.tell({ choice: told.choice });
    this.show("wrong", this.refusal);
    return true;
  }

  wait(state, sentence) {
    this.tries += 1;
    this.show(state, device.keeps ? sentence : words.unkept);
    return false;
  }

  // What is said below the fields (told.js): remarks on the answer, both values where two people answered.
  tell(said) {
    this.section.dispatchEvent(new CustomEvent("answer-told", { detail: said }));
  }

  choose(choice) {
    this.choice = choice;
    this.refusal = this.tried = "";
    this.due = 0;
    run();
  }

  // What the same person saved in another window stands here too, unless something else was typed meanwhile.
  follow(told) {
    if (this.unsaved) return;
    this.fill(told.pairs);
    this.acknowledged = this.text();
    this.base.value = told.revision;
    this.seen.value = told.seen;
    this.tell({ remarks: told.remarks, choice: "" });
    device.forget(this.id);
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
const signIn = Object.assign(document.createElement("a"), {
  href: words.signIn, target: "_blank", textContent: words.signInWords, className: "btn btn-outline-secondary", hidden: true,
});
pageState?.after(signIn);
let running = false;
let failures = 0;
let current = Promise.resolve();
let wake = () => {};
let leaving = false;
let lastSaved = "";
const otherWindows = "BroadcastChannel" in window ? new BroadcastChannel(`readiness answers ${words.autosave}`) : null;
otherWindows?.addEventListener("message", ({ data }) => {
  for (const question of questions) if (question.section.dataset.save === data.save) question.follow(data);
});

// The next to send: one that has no answer yet is repeated, but lets the others go first.
function following() {
  const open = questions.filter((question) => question.sending || question.ready);
  return open.sort((one, other) => one.tries - other.tries || Boolean(other.sending) - Boolean(one.sending))[0];
}

// One question after the other; while there is no answer it is tried again and again.
async function run() {
  if (running || leaving) return;
  running = true;
  for (let next; !leaving && (next = following()); ) {
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

// One that gets no answer of the service, first of all for want of a sign-in.
function stuck() {
  const open = questions.filter((question) => question.unsaved && ["out", "waiting"].includes(question.state));
  return open.find((question) => question.state === "out") ?? open[0];
}

// While something is pressed nothing may move: a button that slips away from under the finger is not pressed.
let held = false;

function showPage() {
  if (held) return;
  for (const question of questions) question.draw();
  const wrong = questions.find((question) => question.refusal && question.unsaved);
  const waiting = stuck();
  const busy = questions.find((question) => question.unsaved);
  const sentence =
    waiting?.sentence ??
    (wrong ? `${wrong.code} ${wrong.refusal}` : busy ? words.saving : lastSaved);
  if (pageState.textContent !== sentence) pageState.textContent = sentence;
  signIn.hidden = waiting?.state !== "out";
  pageState.dataset.state = waiting ? waiting.state : wrong ? "wrong" : busy ? "saving" : "saved";
}

function edited(question, rest) {
  if (question.refusal && question.text() === question.tried) return;
  question.refusal = "";
  question.tell({ choice: "" });
  if (question.unsaved) {
    device.keep(question);
    question.due = Date.now() + rest;
    if (stuck()) question.show(stuck().state, stuck().sentence);
    setTimeout(() => (running ? wake() : run()), rest + 10);
  } else {
    device.forget(question.id);
    question.show("", "");
  }
  showPage();
}

for (const kind of ["input", "change"]) {
  form.addEventListener(kind, (event) => {
    const question = questions.find((found) => found.section.contains(event.target));
    if (!question) return;
    question.typed = Date.now();
    edited(question, PAUSE[kind]);
  });
}

// Saving the whole form waits for the answer that is on its way, so that nobody meets his own answer as a stranger's.
form.addEventListener("submit", (event) => {
  if (leaving) return;
  event.preventDefault();
  if (!navigator.onLine) {
    pageState.textContent = words.offline;
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
        question.typed = entry.at;
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
