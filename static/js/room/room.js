/* The page of a lobby: what the line tells is shown, what is pressed is said. The call itself is in call.js. */
import { watch } from "../watch.js";
import { Call } from "./call.js";
import { ABOUT_CARDS, Cards } from "./cards.js";
import { Check } from "./check.js";
import { isAlone, standing, warning } from "./clock.js";
import { Devices } from "./devices.js";
import { Line } from "./line.js";
import { Media } from "./media.js";
import { Gauge } from "./quality.js";
import { Voices } from "./voices.js";

const CODES = { 4401: "signed-out", 4429: "too-much" };
const LAST = 10 * 60000; // milliseconds before the end in which a meeting can be extended
const SOON = 5 * 60000; // and in which one is told where to go next

/** What rings that number; nothing if there is none. Pure. */
function ring(phone) {
  return phone && `tel:${phone.replace(/[^+0-9,#*]/g, "")}`;
}

/** What was written to everybody and to oneself, in the order in which it was. Pure. */
function inOrder(toAll, toOne) {
  return [...toAll, ...toOne].sort((one, other) => new Date(one.at) - new Date(other.at));
}

class Room {
  constructor(element) {
    this.element = element;
    this.line = new Line(element.dataset.room);
    this.media = new Media();
    this.call = new Call(this.line, this.media);
    this.words = new Map([...element.querySelectorAll("[data-room-words] dt")].map((name) => [name.textContent, name.nextElementSibling.textContent]));
    this.starts = new Date(element.dataset.starts).getTime();
    this.ends = new Date(element.dataset.ends).getTime();
    this.memory = `room ${element.dataset.here}`; // a page that is loaded again goes where it was
    this.tiles = new Map();
    this.hand = false;
    this.link = ""; // how good the line is
    this.snapshot = null;
    this.cards = new Cards(this.find("cards"), this.line, element.dataset.side);
    this.voices = new Voices(this.find("voices"), () => this.showTiles());
    this.devices = new Devices(element, this.media, this.words.get("default"));
    this.check = new Check(this.find("check"), { line: this.line, media: this.media, servers: () => this.call.servers, speaker: () => this.devices.speaker });
    this.gauge = new Gauge(this.call, this.media);
  }

  find(name) {
    return this.element.querySelector(`[data-room-${name}]`);
  }

  async begin() {
    this.line.addEventListener("snapshot", ({ detail }) => this.show(detail));
    this.line.addEventListener("refused", ({ detail }) => this.refuse(detail));
    this.line.addEventListener("up", () => this.comeUp());
    this.line.addEventListener("down", () => this.state("down"));
    this.line.addEventListener("shut", ({ detail }) => this.shut(detail.code));
    this.call.addEventListener("peers", () => this.showTiles());
    this.media.addEventListener("changed", () => this.showMedia());
    this.media.addEventListener("level", ({ detail }) => { this.find("level").value = detail; });
    this.gauge.addEventListener("graded", ({ detail }) => this.takeGrade(detail));
    window.addEventListener("pagehide", () => this.line.leave());
    this.press("microphone", () => this.media.turn("microphone", !this.media.shows.microphone));
    this.press("camera", () => this.turnCamera());
    this.press("sound", () => this.putSoundFirst(!this.media.isSoundFirst));
    this.press("extend", () => this.line.ask({ do: "extend" }));
    this.press("help", () => this.line.ask({ do: "help" }));
    this.press("screen", () => (this.media.screen ? this.media.stopScreen() : this.media.shareScreen()));
    this.press("hand", () => this.raise(!this.hand));
    this.press("full", () => this.goFull());
    this.press("open", () => this.line.ask({ do: "open" }));
    this.press("enter", () => this.enter());
    this.press("leave", () => this.leaveCall());
    this.find("say").addEventListener("submit", (event) => this.write(event));
    this.find("other")?.addEventListener("submit", (event) => this.nameAnotherWay(event));
    this.find("own")?.addEventListener("submit", (event) => this.giveOwnPhone(event));
    this.devices.addEventListener("speaker", () => this.showTiles());
    this.tick();
    setInterval(() => this.tick(), 500);
    await this.media.start();
    this.line.connect();
  }

  press(name, deed) {
    this.find(name)?.addEventListener("click", deed);
  }

  // The call -----------------------------------------------------------

  comeUp() {
    this.tellMedia();
    if (sessionStorage.getItem(this.memory)) this.line.say({ do: "enter" });
  }

  enter() {
    sessionStorage.setItem(this.memory, "in");
    this.line.say({ do: "enter" });
  }

  leaveCall() {
    sessionStorage.removeItem(this.memory);
    this.media.stopScreen();
    this.line.ask({ do: "leave-call" });
  }

  raise(isUp) {
    this.hand = isUp;
    this.find("hand").setAttribute("aria-pressed", isUp);
    this.tellMedia();
  }

  turnCamera() {
    const isOn = !this.media.shows.camera;
    if (isOn && this.media.isSoundFirst) this.putSoundFirst(false);
    this.media.turn("camera", isOn);
  }

  putSoundFirst(isFirst) {
    this.isSoundFirstByItself = false;
    this.media.putSoundFirst(isFirst);
  }

  /** On a weak line pictures are left out, and come back by themselves; what somebody has chosen himself stays. */
  takeGrade({ grade, isWeak }) {
    if (grade !== this.link) {
      this.link = grade;
      this.tellMedia();
    }
    this.find("link").textContent = this.words.get(`link-${grade}`);
    if (isWeak && !this.wasWeak && !this.media.isSoundFirst) {
      this.isSoundFirstByItself = true;
      this.media.putSoundFirst(true);
      this.complain(this.words.get("weak"));
    } else if (!isWeak && this.isSoundFirstByItself) {
      this.putSoundFirst(false);
      this.complain("");
    }
    this.wasWeak = isWeak;
  }

  goFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.element.querySelector(".stage").requestFullscreen();
  }

  tellMedia() {
    this.line.say({ do: "show", ...this.media.shows, hand: this.hand, ...(this.link && { link: this.link }) });
  }

  // What is shown -----------------------------------------------------------

  show(snapshot) {
    this.snapshot = snapshot;
    this.starts = new Date(snapshot.starts_at).getTime();
    this.ends = new Date(snapshot.ends_at).getTime();
    const isOpen = snapshot.phase === "open";
    this.state(this.call.isIn ? "in" : snapshot.phase);
    for (const name of ["screen", "hand", "full", "leave"]) this.find(name).hidden = !this.call.isIn;
    this.find("enter").hidden = !isOpen || this.call.isIn;
    const isFull = isOpen && !this.call.isIn && !this.call.hasPlace(snapshot.people);
    this.find("enter").disabled = isFull;
    this.find("crowded").hidden = !isFull;
    if (this.find("open")) this.find("open").hidden = snapshot.phase !== "waiting";
    this.element.classList.toggle("room--in", this.call.isIn);
    this.find("many").hidden = snapshot.people.length <= this.call.places;
    this.find("many").textContent = this.words.get("many").replace("{number}", this.call.places);
    this.fill("people", "person", snapshot.people, (item, person) => this.describe(item, person));
    this.showRemarks(inOrder(snapshot.remarks, snapshot.to_you ?? []));
    this.cards.show(snapshot.cards);
    this.fill("ways", "way", snapshot.other_ways, (item, way) => this.describeWay(item, way));
    this.voices.show(snapshot.people, snapshot.you);
    this.find("help").hidden = Boolean(snapshot.help_asked_at);
    this.find("helped").hidden = !snapshot.help_asked_at;
    this.showNext(snapshot.next);
    this.showTiles();
    this.tick();
  }

  showNext(next) {
    if (!next) return;
    this.find("next").querySelector("a").href = next.address;
    this.find("next").querySelector("[data-when]").textContent = this.clock(next.starts_at);
    this.find("next").querySelector("[data-where]").textContent = next.room;
  }

  /** A moment by the reader's clock, which is named. */
  clock(moment) {
    return new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
  }

  describe(item, person) {
    const where = person.call ? "talks" : person.here_since ? "here" : "absent";
    item.querySelector("[data-name]").textContent = person.name;
    item.querySelector("[data-company]").textContent = person.company;
    item.querySelector("[data-role]").textContent = this.words.get(person.role);
    item.querySelector("[data-phone]").hidden = !person.phone;
    this.lead(item.querySelector("[data-phone] a"), ring(person.phone), person.phone);
    item.querySelector("[data-where]").textContent = this.words.get(where);
    item.classList.toggle("is-absent", where === "absent");
    item.dataset.seat = person.seat;
  }

  describeWay(item, { whose, link, service, phone }) {
    item.querySelector("[data-whose]").textContent = this.words.get(`way-${whose}`);
    const [call, to] = item.querySelectorAll("a");
    this.lead(call, link, service);
    this.lead(to, ring(phone), phone);
  }

  lead(anchor, address, words) {
    anchor.hidden = !address;
    if (address) anchor.href = address;
    anchor.querySelector("span").textContent = words;
  }

  giveOwnPhone(event) {
    event.preventDefault();
    const { phone } = event.target.elements;
    this.mark(phone, "");
    this.line.ask({ do: "own-phone", phone: phone.value });
  }

  nameAnotherWay(event) {
    event.preventDefault();
    const [link, phone] = ["link", "phone"].map((name) => event.target.elements[name]);
    for (const field of [link, phone]) this.mark(field, "");
    this.line.ask({ do: "other-way", link: link.value, phone: phone.value });
  }

  mark(field, words) {
    field.closest(".field").querySelector("[data-error]").textContent = words;
    field.toggleAttribute("aria-invalid", Boolean(words));
  }

  refuse({ do: verb, why, field, words }) {
    if (why === "call_is_full") sessionStorage.removeItem(this.memory); // it is for him to try again
    const form = { "other-way": "other", "own-phone": "own" }[verb];
    if (form && field) this.mark(this.find(form).elements[field], words);
    else if (!ABOUT_CARDS.includes(verb)) this.complain(words);
  }

  showRemarks(remarks) {
    const list = this.find("remarks");
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    const there = new Set([...list.children].map((item) => item.dataset.id));
    for (const remark of remarks.filter((each) => !there.has(each.id))) {
      const item = this.made("remark");
      item.dataset.id = remark.id;
      item.querySelector("[data-name]").textContent = remark.name;
      item.querySelector("[data-text]").textContent = remark.text;
      const at = item.querySelector("[data-at]");
      at.dateTime = remark.at;
      at.textContent = this.clock(remark.at);
      list.append(item);
    }
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }

  showTiles() {
    const tiles = this.find("tiles");
    const people = new Map((this.snapshot?.people ?? []).filter((person) => person.call).map((person) => [person.call, person]));
    for (const [stay, tile] of this.tiles) {
      if (this.call.peers.has(stay)) continue;
      tile.remove();
      this.tiles.delete(stay);
    }
    for (const [stay, peer] of this.call.peers) {
      if (!this.tiles.has(stay)) {
        this.tiles.set(stay, this.made("tile"));
        tiles.append(this.tiles.get(stay));
      }
      this.showTile(this.tiles.get(stay), peer, people.get(stay));
    }
    tiles.dataset.number = this.tiles.size + 1;
    for (const [stay, loud] of this.voices.of([...people.values()])) {
      const video = this.tiles.get(stay)?.querySelector("video");
      if (!video) continue;
      video.volume = loud;
      video.muted = loud < 0.05; // where the browser does not let a page say how loud
    }
  }

  showTile(tile, peer, person) {
    const video = tile.querySelector("video");
    if (video.srcObject !== peer.stream) video.srcObject = peer.stream;
    const { speaker } = this.devices;
    if (speaker && video.sinkId !== speaker) video.setSinkId(speaker).catch((error) => this.complain(error.message));
    tile.querySelector("[data-name]").textContent = person?.name ?? "";
    tile.querySelector("[data-muted]").hidden = person?.shows.microphone !== false;
    tile.querySelector("[data-hand]").hidden = !person?.shows.hand;
    tile.querySelector("[data-weak]").hidden = person?.shows.link !== "poor";
    tile.classList.toggle("tile--dark", !person?.shows.camera && !person?.shows.screen);
    tile.classList.toggle("tile--whole", Boolean(person?.shows.screen));
    tile.dataset.state = peer.link.connectionState;
  }

  showMedia() {
    const video = this.find("self").querySelector("video");
    const stream = this.media.screen ? new MediaStream([this.media.screen]) : this.media.stream;
    if (this.media.screen || video.srcObject !== stream) video.srcObject = stream;
    for (const [name, isOn] of Object.entries(this.media.shows)) this.find(name).setAttribute("aria-pressed", isOn);
    this.find("microphone").disabled = !this.media.microphone;
    this.find("camera").disabled = !this.media.camera;
    this.find("sound").setAttribute("aria-pressed", this.media.isSoundFirst);
    this.find("self").classList.toggle("tile--dark", !this.media.shows.camera && !this.media.screen);
    this.find("self").classList.toggle("tile--whole", Boolean(this.media.screen));
    this.complain(this.media.obstacle && this.words.get(this.media.obstacle));
    this.tellMedia();
  }

  // Words -----------------------------------------------------------

  write(event) {
    event.preventDefault();
    const field = this.find("say").querySelector("textarea");
    if (!field.value.trim()) return;
    this.line.remark(field.value);
    field.value = "";
    field.focus();
  }

  state(word) {
    const shown = this.find("state");
    if (shown.textContent !== this.words.get(word)) shown.textContent = this.words.get(word);
  }

  complain(words) {
    this.find("problem").textContent = words;
    this.find("problem").hidden = !words;
  }

  shut(code) {
    this.state(CODES[code] ?? "shut");
    this.find("onward").hidden = false;
    for (const peer of [...this.call.peers.keys()]) this.call.drop(peer);
    this.showTiles();
    for (const button of this.element.querySelectorAll("button")) button.disabled = true;
  }

  tick() {
    const now = this.line.now();
    const { word, time } = standing(now, this.starts, this.ends);
    this.find("clock").textContent = this.words.get(word).replace("{time}", time);
    const due = warning(this.ticked ?? now, now, this.ends);
    if (due && this.call.isIn) this.complain(this.words.get(due));
    this.ticked = now;
    const left = this.ends - now;
    this.find("extend").hidden = !this.call.isIn || left > LAST || left < 0;
    this.find("next").hidden = !this.snapshot?.next || left > SOON;
    const { people = [], you = 0 } = this.snapshot ?? {};
    this.offerAnotherTime(isAlone(people, you, this.starts, now));
  }

  /** Whoever has waited long enough is offered another time, which is looked for once. */
  offerAnotherTime(isAlone) {
    const offer = this.find("absent");
    if (isAlone && offer.hidden) offer.dispatchEvent(new CustomEvent("alone"));
    offer.hidden = !isAlone;
  }

  // Pieces -----------------------------------------------------------

  made(name) {
    return this.find(name).content.firstElementChild.cloneNode(true);
  }

  /** The list has one item for each thing, made anew only if there are more or fewer. */
  fill(list, piece, things, describe) {
    const items = this.find(list);
    while (items.children.length > things.length) items.lastElementChild.remove();
    while (items.children.length < things.length) items.append(this.made(piece));
    things.forEach((thing, n) => describe(items.children[n], thing));
  }
}

watch("[data-room]", (room) => new Room(room).begin());
