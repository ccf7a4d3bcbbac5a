/* The call: one way to each other page that is in it, made and unmade as the snapshots say who is there. */
import { Peer, isPolite } from "./peer.js";

/** Which ways are to be made and which are over: of the pages in the call, and those that one has. Pure. */
export function changes(people, mine, known) {
  const there = people.map((person) => person.call).filter((call) => call && call !== mine);
  return { made: there.filter((call) => !known.includes(call)), over: known.filter((call) => !there.includes(call)) };
}

/** How many people are in the call. Pure. */
export function callers(people) {
  return people.filter((person) => person.call).length;
}

/** Tells "peers" whenever somebody has come, gone, or is to be seen. */
export class Call extends EventTarget {
  constructor(line, media) {
    super();
    this.line = line;
    this.media = media;
    this.peers = new Map(); // by the other page's stay
    this.servers = [];
    this.early = new Map(); // what a page has said before the snapshot that tells of it
    line.addEventListener("welcome", ({ detail }) => {
      this.servers = detail.ice;
      this.places = detail.places;
    });
    line.addEventListener("snapshot", ({ detail }) => this.follow(detail));
    line.addEventListener("signal", ({ detail }) => this.hear(detail));
    line.addEventListener("up", () => this.renewBroken());
    window.addEventListener("online", () => this.renewBroken());
    media.addEventListener("changed", () => this.show());
    this.wasSoundFirst = false;
  }

  get isIn() {
    return this.isEntered;
  }

  /** Whether one more can go in. */
  hasPlace(people) {
    return callers(people) < this.places;
  }

  follow({ people, you }) {
    const me = people.find((person) => person.seat === you);
    this.isEntered = me?.call === this.line.stay;
    const { made, over } = changes(this.isEntered ? people : [], this.line.stay, [...this.peers.keys()]);
    for (const stay of over) this.drop(stay);
    for (const stay of made) this.meet(stay);
    if (made.length || over.length) this.tell();
  }

  meet(stay) {
    const send = (data) => this.line.say({ do: "signal", to: stay, data: JSON.parse(JSON.stringify(data)) });
    const peer = new Peer({ servers: this.servers, polite: isPolite(this.line.stay, stay), send });
    peer.addEventListener("stream", () => this.tell());
    peer.addEventListener("state", () => this.tell());
    peer.addEventListener("wanted", () => this.showTo(peer));
    this.peers.set(stay, peer);
    this.showTo(peer);
    peer.begin();
    if (this.media.isSoundFirst) send({ picture: false });
    for (const data of this.early.get(stay) ?? []) peer.take(data);
    this.early.delete(stay);
  }

  drop(stay) {
    this.peers.get(stay)?.close();
    this.peers.delete(stay);
  }

  hear({ from, data }) {
    const peer = this.peers.get(from);
    if (peer) peer.take(data);
    else this.early.set(from, [...(this.early.get(from) ?? []), data].slice(-50));
  }

  show() {
    for (const peer of this.peers.values()) this.showTo(peer);
    if (this.media.isSoundFirst === this.wasSoundFirst) return;
    this.wasSoundFirst = this.media.isSoundFirst;
    for (const peer of this.peers.values()) peer.send({ picture: !this.wasSoundFirst });
  }

  showTo(peer) {
    peer.show(this.media.microphone, peer.isPictureWanted ? this.media.picture : this.media.screen);
  }

  renewBroken() {
    for (const peer of this.peers.values()) if (!peer.isUp) peer.renew();
  }

  tell() {
    this.dispatchEvent(new CustomEvent("peers"));
  }
}
