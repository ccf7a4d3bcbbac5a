/* The lobby of a stand: a visitor waits to be let in, the team sees who waits and receives him. */
import { watch } from "../watch.js";
import { Line } from "./line.js";
import { standing } from "./turn.js";

const CODES = { 4401: "signed-out", 4429: "too-much" };

class Stand {
  constructor(element) {
    this.element = element;
    this.line = new Line(element.dataset.stand);
    this.words = new Map([...element.querySelectorAll("[data-stand-words] dt")].map((name) => [name.textContent, name.nextElementSibling.textContent]));
    this.title = document.title;
    const language = document.documentElement.lang;
    this.countries = new Intl.DisplayNames([language], { type: "region" });
    this.languages = new Intl.DisplayNames([language], { type: "language" });
  }

  find(name) {
    return this.element.querySelector(`[data-stand-${name}]`);
  }

  begin() {
    this.line.addEventListener("snapshot", ({ detail }) => this.show(detail));
    this.line.addEventListener("refused", ({ detail }) => this.complain(detail.words));
    this.line.addEventListener("go", ({ detail }) => this.go(detail.address));
    this.line.addEventListener("down", () => this.state("down"));
    this.line.addEventListener("shut", ({ detail }) => this.state(CODES[detail.code] ?? "shut"));
    window.addEventListener("pagehide", () => this.line.leave());
    window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
    this.find("wait")?.addEventListener("submit", (event) => this.wait(event));
    this.find("give-up")?.addEventListener("click", () => this.line.ask({ do: "give-up" }));
    this.find("queue")?.addEventListener("click", (event) => this.receive(event));
    this.find("queue")?.addEventListener("submit", (event) => this.decline(event));
    this.line.connect();
  }

  go(address) {
    window.location.assign(address);
  }

  show(snapshot) {
    const { team, waiting } = snapshot;
    this.find("team").textContent = team.length ? team.join(", ") : this.words.get("empty");
    this.find("number").hidden = !team.length;
    this.find("number").textContent = this.words.get(team.length === 1 ? "one" : "many").replace("{number}", team.length);
    if (snapshot.queue) this.showQueue(snapshot.queue);
    else this.showOwn(snapshot);
    document.title = snapshot.queue && waiting ? `(${waiting}) ${this.title}` : this.title;
    this.complain("");
  }

  // Whoever waits -----------------------------------------------------------

  showOwn({ own, team }) {
    if (own?.status === "let in" && own.address && this.wasWaiting) this.go(own.address);
    this.wasWaiting = own?.status === "waiting";
    const { word, place, minutes } = standing(own, team);
    this.state(word, { place, minutes, name: own?.by });
    this.find("answer").hidden = !own?.words;
    this.find("answer").textContent = own?.words ?? "";
    this.find("onward").hidden = !own?.address;
    if (own?.address) this.find("onward").href = own.address;
    this.find("wait").hidden = this.wasWaiting;
    this.find("wait").querySelector("button").disabled = false;
    this.find("give-up").hidden = !this.wasWaiting;
  }

  wait(event) {
    event.preventDefault();
    this.line.ask({ do: "wait", wish: this.find("wish").value });
  }

  // Whoever receives -----------------------------------------------------------

  showQueue(queue) {
    const list = this.find("queue");
    for (const item of [...list.children]) if (!queue.some((each) => each.id === item.dataset.id)) item.remove();
    queue.forEach((each, place) => {
      const item = list.querySelector(`[data-id="${each.id}"]`) ?? this.made(each);
      if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
      item.querySelector("[data-wish]").textContent = each.wish;
    });
    this.find("nobody").hidden = queue.length > 0;
    this.state("");
  }

  made(each) {
    const item = this.find("entry").content.firstElementChild.cloneNode(true);
    item.dataset.id = each.id;
    const put = (name, text) => { item.querySelector(`[data-${name}]`).textContent = text; };
    put("name", each.name);
    put("company", [each.company, each.country && this.countries.of(each.country)].filter(Boolean).join(", "));
    put("languages", each.languages.map((code) => this.languages.of(code)).join(", "));
    put("seeks", each.seeks);
    const since = new Date(each.since);
    item.querySelector("[data-since]").dateTime = each.since;
    put("since", since.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" }));
    const profile = item.querySelector("[data-profile]");
    profile.hidden = !each.profile;
    if (each.profile) profile.href = each.profile;
    item.querySelector("textarea").id = `words-${each.id}`;
    item.querySelector("[data-words-label]").htmlFor = `words-${each.id}`;
    return item;
  }

  receive(event) {
    const button = event.target.closest("[data-say]");
    const { id } = button?.closest("[data-id]")?.dataset ?? {};
    if (id) this.line.ask({ do: button.dataset.say, id });
  }

  decline(event) {
    event.preventDefault();
    const item = event.target.closest("[data-id]");
    this.line.ask({ do: "decline", id: item.dataset.id, words: item.querySelector("textarea").value });
  }

  // Words -----------------------------------------------------------

  state(word, { place, minutes, name } = {}) {
    const words = (this.words.get(word) ?? "").replace("{place}", place).replace("{minutes}", minutes).replace("{name}", name);
    const shown = this.find("state");
    shown.hidden = !words;
    if (shown.textContent !== words) shown.textContent = words;
  }

  complain(words) {
    this.find("problem").textContent = words;
    this.find("problem").hidden = !words;
  }
}

watch("[data-stand]", (stand) => new Stand(stand).begin());
