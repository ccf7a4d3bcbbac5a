/* My times: drag over several, or go about with the arrow keys; the boxes are what is sent. */

/** Which of some rectangles an arrow key leads to from one of them, as the eye sees them; itself if there is none. Pure. */
export function neighbour(rects, at, key) {
  const here = rects[at];
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  const forward = key === "ArrowRight" || key === "ArrowDown";
  const [main, cross] = sideways ? ["left", "top"] : ["top", "left"];
  let best = at;
  let least = Infinity;
  rects.forEach((rect, n) => {
    const ahead = forward ? rect[main] - here[main] : here[main] - rect[main];
    const aside = Math.abs(rect[cross] - here[cross]);
    if (ahead <= 1 || (sideways && aside > 1)) return; // left and right stay in their row
    const far = sideways ? ahead : ahead * 10000 + aside; // the next row, and there what is nearest
    if (far < least) [best, least] = [n, far];
  });
  return best;
}

/** What is ticked once a stretch from one to another, either way round, has been given one value. Pure. */
export function stretched(before, from, to, value) {
  const [first, last] = from < to ? [from, to] : [to, from];
  return before.map((was, n) => (n >= first && n <= last ? value : was));
}

const boxesOf = (form) => [...form.querySelectorAll("input[name=slot]")];
const isUnsaved = (form) => boxesOf(form).some((box) => box.checked !== box.defaultChecked);

function warn(event) {
  const form = document.querySelector("[data-openings]");
  if (form && isUnsaved(form)) event.preventDefault(); // the browser asks whether to stay
}

export function paintTimes(form) {
  const boxes = boxesOf(form);
  const state = () => boxes.map((box) => box.checked);
  let origin = -1; // where a stretch began, by mouse or by Shift
  let before = [];
  let value = false;
  let isDragged = false;

  const begin = (at, wanted) => [origin, before, value] = [at, state(), wanted];
  const stretchTo = (at) => {
    stretched(before, origin, at, value).forEach((ticked, n) => { boxes[n].checked = ticked; });
    say();
  };

  const say = () => {
    for (const day of form.querySelectorAll(".openings__day")) {
      day.querySelector("[data-opened]").textContent = day.querySelectorAll("input[name=slot]:checked").length;
    }
    const status = form.querySelector("[data-unsaved]");
    const words = isUnsaved(form) ? status.dataset.unsaved : "";
    if (status.textContent !== words) status.textContent = words;
  };

  /* One stop of the Tab key for each day; the arrows lead on from there. */
  const stopAt = (box) => {
    const day = box.closest(".openings__day");
    for (const other of day.querySelectorAll("input[name=slot]")) other.tabIndex = other === box ? 0 : -1;
  };
  for (const day of form.querySelectorAll(".openings__day")) {
    const first = day.querySelector("input[name=slot]");
    if (first) stopAt(first);
  }

  const at = (target) => boxes.indexOf(target.closest?.(".opening")?.querySelector("input[name=slot]"));

  form.addEventListener("pointerdown", (event) => {
    const n = at(event.target);
    isDragged = false;
    origin = -1;
    if (n >= 0 && event.pointerType === "mouse" && event.button === 0) begin(n, !boxes[n].checked); // a finger scrolls, and taps
  });
  form.addEventListener("pointerover", (event) => {
    const n = at(event.target);
    if (event.pointerType !== "mouse" || event.buttons !== 1 || origin < 0 || n < 0 || (n === origin && !isDragged)) return;
    isDragged = true;
    stretchTo(n);
  });
  form.addEventListener("click", (event) => {
    if (isDragged && at(event.target) >= 0) event.preventDefault(); // it has been painted already
    isDragged = false;
    origin = -1;
  });

  form.addEventListener("focusin", ({ target }) => {
    if (target.name === "slot") stopAt(target);
  });
  form.addEventListener("keyup", ({ key }) => {
    if (key === "Shift") origin = -1;
  });
  form.addEventListener("keydown", (event) => {
    const n = boxes.indexOf(event.target);
    if (n < 0 || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const to = neighbour(boxes.map((box) => box.getBoundingClientRect()), n, event.key);
    if (!event.shiftKey) origin = -1;
    else if (origin < 0) begin(n, boxes[n].checked);
    boxes[to].focus();
    if (event.shiftKey) stretchTo(to);
  });
  form.addEventListener("change", say);
  window.addEventListener("beforeunload", warn); // the same function is never added twice
  say();
}
