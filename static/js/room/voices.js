/* Whose voice one hears, and how loud: each for himself. */

/** How loud each page in the call is, from 0 to 1, by its stay: `loud` is by seat what was chosen for a person. Whoever
    listens to an interpreter hears the others as loud as the original is to stay. Pure. */
export function volumes(people, { chosen, original, loud }) {
  const listens = people.some((person) => person.call && person.seat === chosen);
  return new Map(people.filter((person) => person.call).map((person) => {
    const own = loud.get(person.seat) ?? 1;
    return [person.call, listens && person.seat !== chosen ? own * original : own];
  }));
}

export class Voices {
  constructor(element, changed) {
    this.element = element;
    this.changed = changed;
    this.chosen = 0; // the seat of an interpreter
    this.original = 0.15;
    this.loud = new Map();
    this.find("original").value = this.original * 100;
    element.addEventListener("input", (event) => this.take(event.target));
  }

  find(name) {
    return this.element.querySelector(`[data-voice-${name}]`);
  }

  take(field) {
    if (field.name === "voice") this.chosen = Number(field.value);
    else if (field === this.find("original")) this.original = field.value / 100;
    else if (field.dataset.seat) this.loud.set(Number(field.dataset.seat), field.value / 100);
    this.find("stays").hidden = !this.chosen;
    this.changed();
  }

  /** One slider for everybody else in the call; the choice, if somebody interprets. */
  show(people, you) {
    const others = people.filter((person) => person.call && person.seat !== you);
    const interpreters = others.filter((person) => person.role === "interpreter");
    if (!interpreters.some((person) => person.seat === this.chosen)) this.choose(0);
    this.element.hidden = !others.length;
    this.find("choice").hidden = !interpreters.length;
    this.list("interpreters", "interpreter", interpreters, (item, person) => {
      item.querySelector("input").value = person.seat;
      item.querySelector("input").checked = person.seat === this.chosen;
    });
    this.list("people", "person", others, (item, person) => { item.querySelector("input").dataset.seat = person.seat; });
  }

  choose(seat) {
    this.chosen = seat;
    for (const field of this.element.querySelectorAll("[name=voice]")) field.checked = Number(field.value) === seat;
    this.find("stays").hidden = !seat;
  }

  list(name, piece, people, fill) {
    const list = this.find(name);
    const seats = people.map((person) => String(person.seat)).join();
    if (list.dataset.seats === seats) return; // nobody's slider is taken from under his finger
    list.dataset.seats = seats;
    list.replaceChildren(...people.map((person) => {
      const item = this.find(piece).content.firstElementChild.cloneNode(true);
      item.querySelector("[data-name]").textContent = person.name;
      fill(item, person);
      return item;
    }));
  }

  of(people) {
    return volumes(people, this);
  }
}
