// Passkeys: a form with data-passkey="create" or "get" asks the device and sends its answer. Without a script, or where
// the browser knows no passkeys, the form stays hidden and its neighbour with data-passkey-none says what to do instead.

const toBytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const toKeys = (list) => (list ?? []).map((key) => ({ ...key, id: toBytes(key.id) }));

async function ask(kind, options) {
  const publicKey = { ...options, challenge: toBytes(options.challenge) };
  if (kind === "create") {
    publicKey.user = { ...options.user, id: toBytes(options.user.id) };
    publicKey.excludeCredentials = toKeys(options.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = toKeys(options.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function written(credential) {
  const said = credential.response;
  const response = { clientDataJSON: toText(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[name]) response[name] = toText(said[name]);
  }
  if (said.getTransports) response.transports = said.getTransports();
  const { id, type } = credential;
  return JSON.stringify({ id, type, rawId: toText(credential.rawId), response, clientExtensionResults: {} });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const part = form.closest("[data-passkey-part]");
  if (!window.PublicKeyCredential || !window.isSecureContext) continue;
  part.hidden = false;
  for (const other of document.querySelectorAll("[data-passkey-none]")) other.hidden = true;
  const trouble = form.querySelector("[data-passkey-trouble]");
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    trouble.hidden = true;
    try {
      const options = JSON.parse(form.querySelector("[data-passkey-options]").value);
      form.elements.credential.value = written(await ask(form.dataset.passkey, options));
      form.submit();
    } catch (error) {
      trouble.textContent = error.name === "InvalidStateError" ? trouble.dataset.known : trouble.dataset.stopped;
      trouble.hidden = false;
    }
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.elements.credential.value = "";
});
