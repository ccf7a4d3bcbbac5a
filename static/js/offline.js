/* What is kept in this browser for reading without network: one day, for the person who is signed in, and for nobody else. */

const WORKER = "/sw.js";

const reader = () => document.body.dataset.reader ?? "";

/** The names of kept days that are not this reader's. Pure. */
export function strange(names, whose) {
  return names.filter((name) => name.startsWith("day-") && name !== `day-${whose}`);
}

/** The worker is there for whoever is signed in. Where a browser wants none, pages do without. */
export async function work() {
  if (!reader() || !("serviceWorker" in navigator)) return null;
  return navigator.serviceWorker.register(WORKER).catch(() => null);
}

/** What somebody else has left here is gone: he has signed out, or his session has ended. */
export async function letGo() {
  if (!("caches" in window)) return;
  for (const name of strange(await caches.keys(), reader())) await caches.delete(name);
}

/** The day that `data-keep-day` names is kept, instead of any that was: by the worker, so that whoever leaves this page
 * in the middle of the writing does not lose the day that was there. */
export async function keepDay(element) {
  if (!reader() || !("serviceWorker" in navigator)) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: element.dataset.keepDay, whose: reader() });
}
