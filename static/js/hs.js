/** A field for HS codes: a list of candidates while one types (the combobox pattern of ARIA 1.2). Keyboard and pointer. */
const PAUSE = 150; // milliseconds without a keystroke before the server is asked

/** Where the arrow keys lead: round the list and through "nothing chosen yet" (-1). Pure. */
export function moved(from, step, count) {
  const next = from + step;
  if (next < -1) return count - 1;
  return next >= count ? -1 : next;
}

export function pickHs(picker) {
  const input = picker.querySelector("input");
  const list = picker.querySelector("[role=listbox]");
  const status = picker.querySelector("[role=status]");
  const chosen = picker.querySelector(".picker__chosen");
  const many = "many" in picker.dataset;
  let options = [];
  let at = -1;
  let timer = 0;
  let request = null;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  list.setAttribute("aria-busy", "false"); // true while the list is behind what is typed

  const close = () => {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    list.setAttribute("aria-busy", "false");
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    options[at]?.setAttribute("aria-selected", "false");
    at = index;
    const option = options[at];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };

  const lineOf = (option) => {
    const code = document.createElement("span");
    code.className = "picker__code";
    code.textContent = option.dataset.code;
    const label = document.createElement("span");
    label.lang = option.dataset.lang;
    label.textContent = option.dataset.label;
    const line = document.createElement("span");
    line.append(code, " ", label);
    return line;
  };

  const choose = (option) => {
    picker.querySelector(".picker__candidates")?.remove();
    if (many) {
      const already = [...chosen.querySelectorAll("input")].find((box) => box.value === option.dataset.code);
      if (already) already.checked = true;
      else {
        const box = Object.assign(document.createElement("input"), {
          type: "checkbox", name: `${input.name}_choice`, value: option.dataset.code, checked: true,
        });
        const label = document.createElement("label");
        label.className = "check";
        label.append(box, lineOf(option));
        chosen.append(label);
      }
      input.value = "";
    } else {
      const line = document.createElement("p");
      line.className = "picker__line";
      line.append(lineOf(option));
      chosen.replaceChildren(line);
      input.value = option.dataset.code;
    }
    status.textContent = `${option.dataset.code} ${option.dataset.label}`;
    close();
  };

  const look = async () => {
    request?.abort();
    request = new AbortController();
    list.setAttribute("aria-busy", "true");
    const query = new URLSearchParams({ q: input.value, digits: picker.dataset.digits });
    try {
      const answer = await fetch(`${picker.dataset.search}?${query}`, { signal: request.signal });
      if (!answer.ok || answer.redirected) return close(); // signed out meanwhile: on submit, the page says so
      list.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") close(); // the field works without the list
      return;
    }
    options = [...list.querySelectorAll("[role=option]")];
    options.forEach((option, index) => { option.id = `${list.id}_${index}`; });
    mark(-1);
    list.hidden = false;
    list.setAttribute("aria-busy", "false");
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    status.textContent = options.length ? `${picker.dataset.found} ${options.length}` : picker.dataset.none;
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (!many) chosen.replaceChildren();
    if (input.value.trim().length < 2) return close();
    mark(-1); // it was a candidate for other words
    list.setAttribute("aria-busy", "true");
    timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key === "ArrowDown" && input.value.trim().length > 1) {
        event.preventDefault();
        look();
      }
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(moved(at, event.key === "ArrowDown" ? 1 : -1, options.length));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(options[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}
