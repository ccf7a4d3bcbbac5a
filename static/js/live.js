/* A page that learns from a socket that it should look again. Nothing depends on one message arriving. */

const PATIENCE = 300; // milliseconds in which several messages are one
const LONGEST = 30000;
const SHUT = 4400; // from this code on the server means it: do not come back

/** How long to wait before the next try, in milliseconds: longer each time, and never all at once. Pure. */
export function pause(tries, chance = Math.random()) {
  return Math.min(LONGEST, 500 * 2 ** tries) * (0.5 + chance / 2);
}

/**
 * A line to the socket of this path, which comes back by itself until the page is left or the server means its no.
 * `back` is called when it has been down: something may have happened meanwhile; `stands` whenever that changes.
 */
export function keepOpen(path, heard, back = () => {}, stands = () => {}) {
  let tries = 0;

  const connect = () => {
    const socket = new WebSocket(new URL(path, window.location.href.replace(/^http/, "ws")));
    socket.addEventListener("open", () => {
      if (tries) back();
      tries = 0;
      stands(true);
    });
    socket.addEventListener("message", heard);
    socket.addEventListener("close", ({ code }) => {
      stands(false);
      if (code < SHUT) setTimeout(connect, pause(tries++));
    });
    window.addEventListener("pagehide", () => socket.close(), { once: true });
  };
  connect();
}

/**
 * `data-live` names the socket, `data-live-target` the element that is fetched anew from this very address, and
 * `data-live-every` after how many seconds it is even without a message, for what says how soon something begins;
 * `data-live-lost` after how many while the socket is down. Not while somebody is on one of its links or buttons.
 */
export function keepFresh(element) {
  let timer = 0;

  const refresh = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const select = element.dataset.liveTarget;
      const target = element.querySelector(select);
      if (target) window.htmx.ajax("GET", window.location.href, { source: element, target, select, swap: "outerHTML" });
    }, PATIENCE);
  };

  const age = () => {
    const target = element.querySelector(element.dataset.liveTarget);
    if (!document.hidden && !target?.contains(document.activeElement)) refresh();
  };
  if (element.dataset.liveEvery) {
    setInterval(age, element.dataset.liveEvery * 1000);
    document.addEventListener("visibilitychange", age);
  }
  let isUp = false;
  if (element.dataset.liveLost) setInterval(() => isUp || age(), element.dataset.liveLost * 1000);

  keepOpen(element.dataset.live, refresh, refresh, (stands) => (isUp = stands));
}
