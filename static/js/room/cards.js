/* The numbers cards: what one side writes the other one sees, and both confirm. */

/** What is said of cards. What is refused of it is told at the card. */
export const ABOUT_CARDS = ["note", "confirm", "discard"];
const THOUGHT = 1500; // milliseconds without a key, after which what is written is said

/** Which fields of a card are to be written anew: those that differ, but for the ones that are kept. Pure. */
export function stale(card, fields, kept) {
  return fields.filter((field) => !kept.has(field.name) && field.value !== card[field.name]).map((field) => field.name);
}

export class Cards {
  constructor(element, line, mayNote) {
    this.element = element;
    this.line = line;
    this.mayNote = mayNote;
    this.known = new Map(); // what each field of each card was when it was last told
    this.unanswered = new Set(); // fields that were said, and of which nothing has been told since
    line.addEventListener("refused", ({ detail }) => this.refuse(detail));
    element.addEventListener("change", (event) => this.note(event.target));
    element.addEventListener("input", (event) => this.noteSoon(event.target));
    element.addEventListener("click", (event) => this.press(event.target.closest("button")));
    this.find("add").hidden = !mayNote;
  }

  find(name) {
    return this.element.querySelector(`[data-cards-${name}]`);
  }

  item(id) {
    return this.element.querySelector(`[data-card="${id}"]`);
  }

  noteSoon(field) {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.note(field), THOUGHT);
  }

  note(field) {
    clearTimeout(this.soon);
    const item = field.closest("[data-card]");
    if (!item) return;
    this.complain(item, field.name, "");
    this.unanswered.add(field.id);
    this.line.ask({ do: "note", id: item.dataset.card, [field.name]: field.value });
  }

  press(button) {
    if (!button) return;
    const item = button.closest("[data-card]");
    if (button === this.find("add")) {
      this.isAdding = true; // its first field is written in at once
      this.line.ask({ do: "note", id: crypto.randomUUID() });
    } else if (button.matches("[data-confirm]")) this.line.ask({ do: "confirm", id: item.dataset.card, version: Number(item.dataset.version) });
    else if (button.matches("[data-discard]")) this.line.ask({ do: "discard", id: item.dataset.card });
  }

  show(cards) {
    const list = this.find("list");
    for (const item of [...list.children]) if (!cards.some((card) => card.id === item.dataset.card)) item.remove();
    for (const card of cards) {
      if (!this.item(card.id)) list.append(this.made(card));
      this.fill(this.item(card.id), card);
    }
    if (this.isAdding && list.lastElementChild) list.lastElementChild.querySelector("input").focus();
    if (cards.length) this.isAdding = false;
  }

  made(card) {
    const item = this.find("card").content.firstElementChild.cloneNode(true);
    item.dataset.card = card.id;
    for (const field of item.querySelectorAll("[name]")) {
      field.id = `${field.name}-${card.id}`;
      field.readOnly = !this.mayNote;
      if (field.matches("select")) field.disabled = !this.mayNote;
      field.closest(".field").querySelector("label").htmlFor = field.id;
      field.closest(".field").querySelector("[data-error]").id = `error-${field.id}`;
      field.setAttribute("aria-describedby", `error-${field.id}`);
    }
    for (const button of item.querySelectorAll("button")) button.hidden = !this.mayNote;
    return item;
  }

  fill(item, card) {
    const fields = [...item.querySelectorAll("[name]")];
    for (const field of fields) {
      if (this.known.get(field.id) !== card[field.name]) this.unanswered.delete(field.id);
      this.known.set(field.id, card[field.name]);
    }
    const isKept = (field) => field === document.activeElement || field.getAttribute("aria-invalid") || this.unanswered.has(field.id);
    const kept = new Set(fields.filter(isKept).map((field) => field.name));
    for (const name of stale(card, fields, kept)) fields.find((field) => field.name === name).value = card[name];
    item.dataset.version = card.version;
    for (const side of ["host", "guest"]) {
      const sign = item.querySelector(`[data-${side}]`);
      sign.hidden = !card[side];
      sign.querySelector("[data-name]").textContent = card[side] ?? "";
    }
    item.querySelector("[data-agreed]").hidden = !(card.host && card.guest);
    if (this.mayNote) {
      item.querySelector("[data-confirm]").disabled = Boolean(card[this.mayNote]);
      item.querySelector("[data-discard]").hidden = Boolean(card.host && card.guest);
    }
  }

  refuse({ do: verb, id, field, words }) {
    const item = ABOUT_CARDS.includes(verb) && this.item(id);
    if (item) this.complain(item, field, words);
  }

  complain(item, name, words) {
    const field = item.querySelector(`[name="${name}"]`);
    item.querySelector("[data-refused]").textContent = field ? "" : words;
    if (!field) return;
    field.closest(".field").querySelector("[data-error]").textContent = words;
    if (words) this.unanswered.delete(field.id);
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}
