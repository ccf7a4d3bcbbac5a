/** A long list of which several may be chosen: boxes that one can search. The list itself stays, hidden, as the field's value. */
const LONG = 8; // options; a shorter list is quicker read than searched

/** The text without case and accents. Pure. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Whether every word that is looked for begins a word of the text. Pure. */
export function fits(text, wanted) {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u);
  return fold(wanted).split(/[^\p{L}\p{N}]+/u).every((asked) => words.some((word) => word.startsWith(asked)));
}

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

export function searchChoices(field) {
  const select = field.querySelector("select");
  if (select.options.length <= LONG || select.disabled) return;
  const words = field.dataset;
  const id = select.id;
  const label = field.closest(".field")?.querySelector(".field__label");
  if (label) label.id ||= `${id}_label`;

  const status = make("p", { className: "choices__status" });
  status.setAttribute("role", "status");
  const search = make("input", { type: "search", className: "input", autocomplete: "off", placeholder: words.find });
  search.setAttribute("aria-label", `${words.find}: ${label?.firstChild?.textContent.trim() ?? ""}`);
  const boxes = make("div", { className: "choices__boxes" });
  boxes.setAttribute("role", "group");
  if (label) boxes.setAttribute("aria-labelledby", label.id);
  const panel = make("div", { className: "choices__panel", id: `${id}_panel`, hidden: true }, search, status, boxes);
  const button = make("button", { type: "button", className: "button button--quiet choices__button", id });
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", panel.id);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) button.setAttribute(name, select.getAttribute(name));
  }
  const chosen = make("ul", { className: "choices__chosen" });

  const lines = [];
  for (const part of select.children) {
    const isGroup = part.tagName === "OPTGROUP";
    const group = make("div", { className: "choices__group" });
    if (isGroup) {
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", part.label);
      group.append(make("p", { className: "choices__heading", textContent: part.label, ariaHidden: "true" }));
    }
    for (const option of isGroup ? part.children : [part]) {
      const box = make("input", { type: "checkbox", checked: option.selected, tabIndex: -1 });
      const line = make("label", { className: "check" }, box, make("span", { textContent: option.label }));
      group.append(line);
      lines.push({ option, box, line, group, text: isGroup ? `${option.label} ${part.label}` : option.label });
    }
    if (!isGroup && boxes.lastElementChild?.classList.contains("choices__group--plain")) {
      boxes.lastElementChild.append(...group.children);
      lines.at(-1).group = boxes.lastElementChild;
    } else {
      if (!isGroup) group.classList.add("choices__group--plain");
      boxes.append(group);
    }
  }
  const shown = () => lines.filter(({ line }) => !line.hidden);

  const count = () => {
    const number = select.selectedOptions.length;
    button.textContent = number ? `${words.chosen} ${number}` : words.choose;
    button.setAttribute("aria-label", `${label?.firstChild?.textContent.trim() ?? ""}: ${button.textContent}`);
  };

  const tag = ({ option, box }) => {
    const remove = make("button", { type: "button", className: "choices__tag", textContent: option.label });
    remove.append(make("span", { className: "choices__cross", textContent: "×", ariaHidden: "true" }));
    remove.setAttribute("aria-label", `${words.remove} ${option.label}`);
    remove.addEventListener("click", () => {
      const next = remove.parentElement.nextElementSibling ?? remove.parentElement.previousElementSibling;
      set(box, option, false);
      [...chosen.querySelectorAll("button")].find((other) => next?.textContent === other.textContent)?.focus();
      if (!chosen.contains(document.activeElement)) button.focus();
    });
    return make("li", {}, remove);
  };

  const draw = () => {
    chosen.replaceChildren(...lines.filter(({ option }) => option.selected).map(tag));
    chosen.hidden = !chosen.children.length;
    for (const { box, option } of lines) box.checked = option.selected;
    count();
  };

  const set = (box, option, isChosen) => {
    option.selected = isChosen;
    draw();
    announce();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const announce = () => {
    const number = shown().length;
    const chosenNow = select.selectedOptions.length ? `. ${words.chosen} ${select.selectedOptions.length}` : "";
    status.textContent = (number ? `${words.shown} ${number}` : words.none) + chosenNow;
  };

  const filter = () => {
    for (const line of lines) line.line.hidden = !fits(line.text, search.value);
    for (const group of boxes.children) group.hidden = !group.querySelector("label:not([hidden])");
    const there = shown();
    lines.forEach(({ box }) => { box.tabIndex = -1; });
    if (there[0]) there[0].box.tabIndex = 0; // Tab leads into the boxes, the arrows lead on
    announce();
  };

  const open = (isOpen) => {
    panel.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) search.focus();
    else button.focus();
  };

  button.addEventListener("click", () => open(panel.hidden));
  button.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) open(false);
  });
  search.addEventListener("input", filter);
  boxes.addEventListener("change", (event) => {
    const line = lines.find(({ box }) => box === event.target);
    if (line) set(line.box, line.option, line.box.checked);
    event.stopPropagation();
  });
  panel.addEventListener("input", (event) => event.stopPropagation()); // what is typed here is not the form's
  panel.addEventListener("keydown", (event) => {
    const there = shown();
    const at = there.findIndex(({ box }) => box === event.target);
    if (event.key === "Escape") open(false);
    else if (event.key === "Enter") {
      const line = at < 0 && !search.value.trim() ? null : there[Math.max(at, 0)];
      if (line) set(line.box, line.option, !line.option.selected);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = there[at + (event.key === "ArrowDown" ? 1 : -1)];
      lines.forEach(({ box }) => { box.tabIndex = -1; });
      (next ?? there[at] ?? there[0])?.box.setAttribute("tabindex", "0");
      if (next) next.box.focus();
      else if (event.key === "ArrowUp") search.focus();
    } else return;
    event.preventDefault();
  });
  select.form?.addEventListener("reset", () => setTimeout(draw));
  window.addEventListener("pageshow", draw); // a browser that comes back puts its own choice in

  select.id = `${id}_values`;
  select.hidden = true;
  select.required = false; // a browser would refuse to send, and could not say why at a list that nobody sees
  field.append(chosen, button, panel);
  draw();
  filter();
}
