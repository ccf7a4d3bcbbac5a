/* Passkeys: what the server asks, the device answers. A form with data-passkey="create", "use" or "sign-in". */
import { watch } from "./watch.js";

/** base64url to bytes. Pure. */
export function bytesOf(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** Bytes to base64url without padding. Pure. */
export function textOf(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const named = (keys) => keys?.map((key) => ({ ...key, id: bytesOf(key.id) }));

/** What the server sent, as navigator.credentials wants it. Pure. */
export function requestFrom({ publicKey }) {
  const wanted = { ...publicKey, challenge: bytesOf(publicKey.challenge) };
  if (publicKey.user) wanted.user = { ...publicKey.user, id: bytesOf(publicKey.user.id) };
  if (publicKey.excludeCredentials) wanted.excludeCredentials = named(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) wanted.allowCredentials = named(publicKey.allowCredentials);
  return { publicKey: wanted };
}

/** What the device answered, as the server reads it. Pure. */
export function answerFrom(credential) {
  const { response } = credential;
  const told = { clientDataJSON: textOf(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) told[part] = textOf(response[part]);
  }
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: told,
  };
}

/** The name of the sentence that tells the reader what went wrong. Pure. */
export function problemNamed(error) {
  if (error.name === "SecurityError") return "insecure";
  if (error.name === "InvalidStateError") return "known";
  if (error.name === "NotAllowedError" || error.name === "AbortError") return "refused";
  return "failed";
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
  }
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()).request_options;
}

async function ask(form) {
  const options = requestFrom(await optionsOf(form));
  if (form.dataset.passkey !== "create") return navigator.credentials.get(options);
  const alone = form.elements.passwordless?.checked ?? false;
  options.publicKey.authenticatorSelection = {
    ...options.publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return navigator.credentials.create(options);
}

function preparePasskey(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  const tell = (name) => {
    problem.textContent = problem.dataset[name];
    problem.hidden = false;
  };
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    if (!window.PublicKeyCredential) return tell(window.isSecureContext ? "unsupported" : "insecure");
    try {
      form.elements.credential.value = JSON.stringify(answerFrom(await ask(form)));
    } catch (error) {
      return tell(problemNamed(error));
    }
    form.submit(); // past this listener
  });
}

if (typeof document !== "undefined") watch("[data-passkey]", preparePasskey);
