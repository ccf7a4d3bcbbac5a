/* The line to a lobby: it comes back by itself, says that this page is there, and knows the server's clock. */
import { pause } from "../live.js";

const SHUT = 4400; // from this code on the server means it: do not come back
const LEAVING = 1000;

/** How far the server's clock is ahead of this one, in milliseconds. Pure. */
export function ahead(at, now = Date.now()) {
  return new Date(at).getTime() - now;
}

/** Of what was said and not yet seen, what is to be said again: all that the snapshot does not hold. Pure. */
export function unheard(said, remarks) {
  const heard = new Set(remarks.map((remark) => remark.id));
  return said.filter((message) => !heard.has(message.id));
}

/** What waits to be said, with this as the last of it: never twice. Pure. */
export function withLast(waiting, message) {
  const text = JSON.stringify(message);
  return [...waiting.filter((each) => JSON.stringify(each) !== text), message];
}

/** Tells "up", "down", "shut" with a code, and every message under the name of its `tell`. */
export class Line extends EventTarget {
  constructor(address) {
    super();
    this.address = new URL(address, window.location.href.replace(/^http/, "ws"));
    this.tries = 0;
    this.skew = 0;
    this.said = []; // remarks that may not have arrived
    this.asked = []; // what was pressed while the line was down
    this.stay = ""; // the name of this page on the line, kept when the line is down for a while
  }

  /** The present moment by the server's clock, in milliseconds. */
  now() {
    return Date.now() + this.skew;
  }

  connect() {
    if (this.stay) this.address.searchParams.set("stay", this.stay);
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => this.hear(JSON.parse(data)));
    socket.addEventListener("close", ({ code }) => this.lose(code));
  }

  /** The page goes, and says so. */
  leave() {
    this.isLeaving = true;
    this.socket?.close(LEAVING);
  }

  hear(message) {
    if (message.at) this.skew = ahead(message.at);
    if (message.tell === "welcome") this.begin(message);
    if (message.tell === "snapshot") {
      this.said = unheard(this.said, message.remarks ?? []);
      this.revision = message.revision;
    }
    this.dispatchEvent(new CustomEvent(message.tell, { detail: message }));
  }

  begin(message) {
    this.tries = 0;
    this.stay = message.stay;
    clearInterval(this.beat);
    this.beat = setInterval(() => this.say({ do: "stay" }), message.beat * 1000);
    this.dispatchEvent(new CustomEvent("up"));
    for (const message of [...this.said, ...this.asked.splice(0)]) this.say(message);
  }

  lose(code) {
    clearInterval(this.beat);
    if (this.isLeaving) return;
    if (code >= SHUT) {
      this.dispatchEvent(new CustomEvent("shut", { detail: { code } }));
      return;
    }
    this.dispatchEvent(new CustomEvent("down"));
    setTimeout(() => this.connect(), pause(this.tries++));
  }

  /** Says it now, if the line is up. True if it was said. */
  say(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Says it now, or once the line is up; what is pressed twice meanwhile is said once. */
  ask(message) {
    if (!this.say(message)) this.asked = withLast(this.asked, message);
  }

  /** A remark arrives, now or when the line is up again, and once. */
  remark(text) {
    const message = { do: "say", id: crypto.randomUUID(), text };
    this.said.push(message);
    this.say(message);
  }
}
