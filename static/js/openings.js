/* My times: drag over several slots, or go about with the arrow keys; the boxes below are what is sent. */

/** Where an arrow leads in a grid of so many columns; nowhere at its edges. Pure. */
export function neighbour(at, key, columns, count) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  const to = at + (steps[key] ?? 0);
  return to >= 0 && to < count ? to : at;
}

export function paintTimes(form) {
  let painting = null;

  const boxOf = (target) => target.closest?.("label.slot")?.querySelector("input:not(:disabled)");
  const paint = (box) => {
    if (box && painting !== null) box.checked = painting;
  };

  form.addEventListener("pointerdown", (event) => {
    const box = boxOf(event.target);
    if (!box || event.pointerType !== "mouse" || event.button !== 0) return; // a finger scrolls, and taps
    painting = !box.checked;
  });
  form.addEventListener("pointerover", (event) => {
    if (event.buttons === 1) paint(boxOf(event.target));
  });
  document.addEventListener("pointerup", () => { painting = null; });

  form.addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow") || event.target.name !== "slot") return;
    const grid = event.target.closest(".slots__times");
    const boxes = [...grid.querySelectorAll("input[name=slot]:not(:disabled)")];
    const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
    const to = boxes[neighbour(boxes.indexOf(event.target), event.key, columns, boxes.length)];
    event.preventDefault();
    if (event.shiftKey) to.checked = event.target.checked;
    to.focus();
  });
}
