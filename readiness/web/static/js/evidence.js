// Sends files one by one as soon as they are chosen, dropped, pasted or photographed, and shows how far each is. The form
// works without this. A file that did not arrive stays in the list until it is sent again; the page's own parts are
// taken from the service's answer.

const form = document.querySelector("form[data-evidence]");
const words = form.dataset;
const list = form.querySelector("[data-sending]");
const told = form.querySelector("[data-told]");
const zone = form.querySelector("[data-drop]");
const RENEWED = ["evidence-now", "evidence-others"];
const queue = [];
let running = false;

class Sending {
  constructor(file) {
    this.file = file;
    this.row = document.createElement("li");
    this.bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    this.line = Object.assign(document.createElement("span"), { className: "save-state" });
    this.again = Object.assign(document.createElement("button"), {
      type: "button",
      className: "btn btn-outline-secondary",
      textContent: words.again,
      hidden: true,
    });
    this.again.addEventListener("click", () => enqueue(this));
    const name = Object.assign(document.createElement("strong"), { textContent: file.name });
    this.row.append(name, this.bar, this.line, this.again);
    this.bar.setAttribute("aria-label", file.name);
    list.append(this.row);
  }

  show(state, sentence) {
    this.line.dataset.state = state;
    this.line.textContent = sentence;
    this.bar.hidden = state !== "saving";
    this.again.hidden = state !== "waiting";
    if (state !== "saving") told.textContent = `${this.file.name}: ${sentence}`;
  }

  async send() {
    this.show("saving", words.busy);
    let reply = await post(this.file, (share) => (this.bar.value = share));
    if (reply.status === 400 && (await renewToken())) reply = await post(this.file, (share) => (this.bar.value = share));
    const page = reply.page;
    if (reply.status === 200 && page?.getElementById("evidence-now")) return this.taken(page);
    if (reply.status === 0 || reply.status === 429) return this.show("waiting", words.waiting);
    if (page?.querySelector("form[data-evidence]")) return this.refused(page);
    if (reply.status === 401 || reply.status === 400) return this.show("waiting", words.signedOut);
    this.show("waiting", page?.querySelector("h1")?.textContent.trim() ?? words.waiting);
  }

  // The service's answer is the page as it stands now, with a word on what became of the file above it.
  taken(page) {
    renew(page);
    const doubt = page.querySelector("main .notice-wrong[role=status]")?.textContent.trim();
    if (doubt) return this.show("wrong", doubt);
    this.show("saved", page.querySelector("main .notice-info[role=status]")?.textContent.trim() ?? words.done);
  }

  refused(page) {
    const said = (page.querySelector("main .error") ?? page.querySelector(".summary li"))?.lastChild.textContent.trim() ?? "";
    const why = said.startsWith(this.file.name) ? said.slice(this.file.name.length).replace(/^[:：]\s*/, "") : said;
    this.show("wrong", words.refused.replace("{why}", () => why));
  }
}

function renew(page) {
  for (const id of RENEWED) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(document.adoptNode(fresh));
  }
  const token = page.querySelector("form[data-evidence] [name=csrf_token]")?.value;
  if (token) for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = token;
}

// After signing in again in another window the old token is no longer good.
async function renewToken() {
  try {
    const reply = await fetch(words.token, { headers: { Accept: "application/json" } });
    form.elements.csrf_token.value = (await reply.json()).csrf_token;
    return true;
  } catch {
    return false;
  }
}

// Status 0 stands for no reply at all; fetch could not tell how far a sending is.
function post(file, onProgress) {
  const body = new FormData();
  for (const name of ["issued_on", "valid_until", "note", "csrf_token"]) body.append(name, form.elements[name].value);
  body.append("file", file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => resolve({ status: request.status, page: request.response }));
    for (const kind of ["error", "abort", "timeout"]) {
      request.addEventListener(kind, () => resolve({ status: 0, page: null }));
    }
    request.send(body);
  });
}

async function run() {
  if (running) return;
  running = true;
  while (queue.length) {
    await queue[0].send();
    queue.shift();
  }
  running = false;
}

function enqueue(sending) {
  queue.push(sending);
  sending.show("saving", words.busy);
  run();
}

function take(files) {
  for (const file of files) enqueue(new Sending(file));
}

for (const input of form.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
}

// A file that misses the zone must not open in place of the page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}
for (const [kind, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  zone.addEventListener(kind, () => zone.classList.toggle("drop-over", over));
}
zone.addEventListener("drop", (event) => take([...event.dataTransfer.files]));
document.addEventListener("paste", (event) => {
  if (event.clipboardData?.files.length) take([...event.clipboardData.files]);
});

window.addEventListener("beforeunload", (event) => {
  if (!queue.length && !list.querySelector("[data-state=waiting]")) return;
  event.preventDefault();
  event.returnValue = words.leave;
});

form.querySelector("[data-drop-words]").hidden = false;
form.querySelector("[data-send]").hidden = true;
