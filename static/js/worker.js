/*
 * The service worker: shows messages, and a page when there is no network. `self.shell` is what /sw.js says of this
 * release. Pages online never come from here, and no answer of the site is kept but the page without network, what it
 * is drawn with, and a reader's day, when his own page asks for it (offline.js).
 */
const { version, page, files, icon, signOut } = self.shell;
const SHELL = `shell-${version}`;
let keeping = Promise.resolve(); // one day after the other, and whoever signs out leaves after the last of them
const LASTS = 24 * 60 * 60 * 1000; // milliseconds for which a kept day is shown

self.addEventListener("install", (event) => event.waitUntil(prepare()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === signOut) event.waitUntil(leave());
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(arrive(event));
  else if (files.includes(pathname)) event.respondWith(fetch(request).catch(() => keptFile(request)));
});
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil((keeping = keeping.then(() => keep(event.data))));
});
self.addEventListener("push", (event) => event.waitUntil(show(event.data)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

async function prepare() {
  const cache = await caches.open(SHELL);
  await cache.addAll([page, ...files].map((path) => new Request(path, { cache: "reload" })));
  await self.skipWaiting(); // it has no state that an older one could share
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable(); // a page does not wait until this worker has started
}

async function arrive(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await keptDay()) ?? (await (await caches.open(SHELL)).match(page)) ?? Response.error();
  }
}

async function keptFile(request) {
  return (await (await caches.open(SHELL)).match(request)) ?? Response.error();
}

const days = async () => (await caches.keys()).filter((name) => name.startsWith("day-"));

async function keptDay() {
  for (const name of await days()) {
    const day = await (await caches.open(name)).match(page);
    if (day && Date.now() - Date.parse(day.headers.get("Date")) < LASTS) return day;
  }
  return undefined;
}

async function keep({ keep: path, whose }) {
  const day = await fetch(path).catch(() => null); // on a weak line the one that is there will do
  if (!day?.ok || day.redirected) return;
  const all = await day.blob().catch(() => null); // an answer that breaks off would take the day that is there with it
  if (all) await (await caches.open(`day-${whose}`)).put(page, new Response(all, { headers: day.headers }));
}

/** Whoever signs out leaves nothing here: nobody else at this computer reads his day, or what he is told. */
async function leave() {
  await keeping;
  for (const name of await days()) await caches.delete(name);
  const subscription = await self.registration.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}

async function show(data) {
  let said = {};
  try {
    said = data.json();
  } catch {
    // a browser takes permission away from whoever shows nothing
  }
  const { title = "Tradefair", body, tag, path = "/", lang, dir } = said;
  await self.registration.showNotification(title, { body, tag, lang, dir, icon, data: { path } });
}

/** The page itself if it is open anywhere, else a new one: nobody is torn out of a call. */
async function open(path) {
  const { href, origin } = new URL(path, self.location.origin);
  if (origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((each) => each.url.split(/[?#]/)[0] === href.split(/[?#]/)[0]);
  await (there ? there.focus() : self.clients.openWindow(href));
}
