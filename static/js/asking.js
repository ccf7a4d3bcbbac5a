/* Choosing one to three times: which was chosen first counts, and a page that is open learns what others take. */

export const MOST = 3;

/** The order of clicks after one more: what is ticked joins at the end, what is not any more leaves. Pure. */
export function reordered(order, ticked) {
  return [...order.filter((each) => ticked.includes(each)), ...ticked.filter((each) => !order.includes(each))];
}

export function rankTimes(form) {
  const hidden = form.querySelector("[data-order]");
  let order = hidden.value ? hidden.value.split(",") : [];

  const boxes = () => [...form.querySelectorAll("input[name=slot]")];
  const say = (words) => { form.querySelector("[data-choice-status]").textContent = words; };

  const draw = () => {
    hidden.value = order.join(",");
    for (const box of boxes()) {
      box.checked = order.includes(box.value);
      const label = box.closest("label");
      if (box.checked && order.length > 1) label.dataset.rank = String(order.indexOf(box.value) + 1);
      else delete label.dataset.rank;
    }
  };

  form.addEventListener("change", ({ target }) => {
    if (target.name !== "slot") return;
    const others = order.filter((each) => each !== target.value);
    if (target.checked && others.length === MOST) say(form.dataset.most);
    else order = reordered(order, target.checked ? [...others, target.value] : others);
    draw();
  });

  /* Times have come: another day, or all that are shown anew. What is still free stays chosen, what is not is said. */
  form.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.id !== "choices") return draw();
    const free = new Set(boxes().filter((box) => !box.disabled).map((box) => box.value));
    const lost = order.filter((each) => !free.has(each));
    order = order.filter((each) => free.has(each));
    draw();
    if (lost.length) say(form.dataset.taken);
  });
  draw();
}
