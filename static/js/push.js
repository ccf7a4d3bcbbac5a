/* Push messages in this browser, turned on and off by a click. `data-push` is the form; it says what is the case. */
import { work } from "./offline.js";
import { bytesOf, textOf } from "./passkey.js";

/** What is the case here, as the name of a sentence. Pure. */
export function standing({ isSupported, isAtHome, permission, isOn }) {
  if (!isSupported) return isAtHome === false ? "home" : "unsupported";
  if (permission === "denied") return "denied";
  return isOn && permission === "granted" ? "on" : "off";
}

/** Whether the server knows this address, of which it told us digests, as one of the reader's. */
export async function isKnown(endpoint, digests) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return digests.includes(Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""));
}

const isSupported = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function manager() {
  await work();
  return (await navigator.serviceWorker.ready).pushManager;
}

/** A subscription with our key of today: one that was made with another is of no use. */
async function subscribed(key) {
  const push = await manager();
  const old = await push.getSubscription();
  if (old && textOf(old.options.applicationServerKey) === key) return old;
  await old?.unsubscribe();
  return push.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
}

export async function offerPush(form) {
  const { pushKey: key, pushOn, pushOff } = form.dataset;
  const known = form.dataset.pushKnown.split(" ");

  const say = (name) => {
    for (const each of form.querySelectorAll("[data-push-says]")) each.hidden = each.dataset.pushSays !== name;
  };
  const tell = async (address, facts) => {
    const body = new FormData(form);
    for (const [name, value] of Object.entries(facts)) body.append(name, value);
    const answer = await fetch(address, { method: "POST", body });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  };
  const current = async () => {
    if (!isSupported() || Notification.permission !== "granted") return null;
    const there = await (await navigator.serviceWorker.getRegistration("/"))?.pushManager.getSubscription();
    return there && textOf(there.options.applicationServerKey) === key ? there : null;
  };
  const look = async () => {
    const there = await current();
    const isOn = there !== null && (await isKnown(there.endpoint, known));
    const permission = isSupported() ? Notification.permission : "";
    say(standing({ isSupported: isSupported(), isAtHome: navigator.standalone, permission, isOn }));
  };
  const turnOn = async () => {
    if ((await Notification.requestPermission()) !== "granted") return look();
    const { endpoint, keys } = (await subscribed(key)).toJSON();
    await tell(pushOn, { endpoint, p256dh: keys.p256dh, auth: keys.auth });
    return say("on");
  };
  const turnOff = async () => {
    const there = await current();
    if (there) {
      await tell(pushOff, { endpoint: there.endpoint });
      await there.unsubscribe();
    }
    return say("off");
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.submitter.disabled = true;
    try {
      await (event.submitter.value === "on" ? turnOn() : turnOff());
    } catch {
      say("failed");
    }
    event.submitter.disabled = false;
    form.querySelector("[data-push-says]:not([hidden]) button")?.focus(); // the one that was pressed is gone
  });
  await look();
}
