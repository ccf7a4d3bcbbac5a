/* What is kept in this browser for reading without network: one day, for the person who is signed in, and for nobody else. */

const WORKER = "/sw.js";
const PAGE = "/offline/"; // under which the worker looks for it

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

/** The day that `data-keep-day` names is kept, instead of any that was. */
export async function keepDay(element) {
  if (!reader() || !("caches" in window)) return;
  const day = await fetch(element.dataset.keepDay).catch(() => null); // on a weak line the one that is there will do
  if (!day?.ok || day.redirected) return;
  const all = await day.blob().catch(() => null); // an answer that breaks off would take the day that is there with it
  if (all) await (await caches.open(`day-${reader()}`)).put(PAGE, new Response(all, { headers: day.headers }));
}
