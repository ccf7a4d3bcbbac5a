/* The board of halls and rooms: rooms are carried from hall to hall, by mouse or by keyboard, several if they are ticked. */

/**
 * Where a room is carried after a key: `at` is the place of the hall it hovers over, or null while nothing is held; `does`
 * says what has happened. Pure.
 */
export function carried(at, key, { from, halls, isRtl = false }) {
  const isPress = key === " " || key === "Enter";
  if (at === null) return isPress ? { at: from, does: "grab" } : { at, does: "" };
  if (isPress) return { at: null, does: at === from ? "leave" : "drop" };
  if (key === "Escape" || key === "Tab") return { at: null, does: "leave" };
  const forth = { ArrowDown: 1, ArrowUp: -1, ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 };
  const goal = key === "Home" ? 0 : key === "End" ? halls - 1 : at + (forth[key] ?? 0);
  const next = Math.min(Math.max(goal, 0), halls - 1);
  return { at: next, does: next === at ? "" : "shift" };
}

/** The sentence with its {names} replaced. Pure. */
export function filled(sentence, names) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
}

/** Whom a room takes along: all that are ticked, if it is one of them. Pure. */
export function company(room, ticked) {
  return ticked.includes(room) ? ticked : [room];
}

const say = (words) => {
  const line = document.getElementById("board-said");
  if (line) line.textContent = words;
};

export function arrangeBoard(board) {
  const words = board.dataset;
  const halls = [...board.querySelectorAll("[data-hall]")];
  const count = board.querySelector("[data-count]");
  const resting = count?.textContent;
  let held = null; // the card that is carried
  let at = null;

  const ticked = () => [...board.querySelectorAll("[name=room]:checked")].map(({ value }) => value);
  const tell = () => {
    const number = ticked().length;
    if (count) count.textContent = number ? filled(count.dataset.count, { n: number }) : resting;
  };
  const name = (rooms) => {
    const first = held.dataset.name;
    return rooms.length > 1 ? filled(words.together, { room: first, more: rooms.length - 1 }) : first;
  };
  const light = (hall) => halls.forEach((each) => each.classList.toggle("is-over", each === hall));
  const hold = (card, isHeld) => {
    card.classList.toggle("is-held", isHeld);
    card.querySelector("[data-grip]").setAttribute("aria-pressed", String(isHeld));
  };
  const letGo = () => {
    if (held) hold(held, false);
    light(null);
    held = at = null;
  };

  const move = async (rooms, hall, grip = "") => {
    await window.htmx.ajax("POST", words.move, { source: "#board-said", target: "#board", swap: "outerHTML", values: { room: rooms, hall } });
    const same = document.getElementById(grip);
    if (same) {
      same.hidden = false; // it is, until this module has found the new board
      same.focus();
    }
    say(document.querySelector("#board [data-told]")?.textContent.trim() ?? "");
  };

  const press = (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.altKey || event.ctrlKey || event.metaKey) return;
    const card = grip.closest("[data-room]");
    const from = halls.indexOf(card.closest("[data-hall]"));
    const isRtl = getComputedStyle(board).direction === "rtl";
    const step = carried(held ? at : null, event.key, { from, halls: halls.length, isRtl });
    if (!step.does && step.at === null) return;
    if (event.key !== "Tab") event.preventDefault();
    const rooms = company(card.dataset.room, ticked());
    if (step.does === "grab") {
      held = card;
      hold(card, true);
      say(filled(words.grabbed, { room: name(rooms), hall: halls[from].dataset.name }));
    } else if (step.does === "shift") {
      const hall = halls[step.at];
      say(filled(words.over, { hall: hall.dataset.name, place: step.at + 1, number: halls.length }));
      hall.scrollIntoView({ block: "nearest", behavior: "instant" });
    } else if (step.does === "leave") {
      say(filled(words.left, { room: name(rooms), hall: halls[from].dataset.name }));
    }
    if (step.does === "drop") move(rooms, halls[at].dataset.hall, grip.id);
    if (step.at === null) return letGo();
    at = step.at;
    light(halls[at]);
  };

  const hallUnder = (event) => event.target.closest?.("[data-hall]");
  board.addEventListener("keydown", press);
  board.addEventListener("focusout", ({ target }) => {
    if (held && target.matches("[data-grip]") && board.isConnected) letGo();
  });
  board.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-room]");
    if (!held) return;
    hold(held, true);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.name);
  });
  board.addEventListener("dragover", (event) => {
    const hall = held && hallUnder(event);
    if (!hall) return;
    event.preventDefault();
    light(hall);
  });
  board.addEventListener("drop", (event) => {
    const hall = held && hallUnder(event);
    if (!hall) return;
    event.preventDefault();
    const rooms = company(held.dataset.room, ticked());
    const isElsewhere = rooms.length > 1 || hall !== held.closest("[data-hall]");
    letGo();
    if (isElsewhere) move(rooms, hall.dataset.hall);
  });
  board.addEventListener("dragend", letGo);
  board.addEventListener("change", tell);
  board.addEventListener("click", ({ target }) => {
    const all = target.closest("[data-tick-all]");
    if (!all) return;
    const boxes = [...all.closest("[data-hall]").querySelectorAll("[name=room]")];
    const isOn = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = isOn;
    tell();
  });

  if (halls.length > 1) {
    for (const grip of board.querySelectorAll("[data-grip]")) grip.hidden = false;
    for (const card of board.querySelectorAll("[data-room]")) card.draggable = true;
    board.querySelector("[data-for-script]")?.removeAttribute("hidden");
  }
  for (const all of board.querySelectorAll("[data-tick-all]")) all.hidden = false;
  if (board.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
  tell();
}
