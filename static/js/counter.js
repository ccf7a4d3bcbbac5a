/** "12 / 4000". Pure, so it is tested without a page. A line break counts as two, as it does in a form that is sent. */
export function counted(text, most) {
  return `${text.replace(/\r?\n/g, "\r\n").length} / ${most}`;
}

/** Shows how much of the field is used, in the element that `data-counter` names. */
export function countCharacters(counter) {
  const field = document.getElementById(counter.dataset.counter);
  if (!field) return;
  const show = () => (counter.textContent = counted(field.value, field.maxLength));
  field.addEventListener("input", show);
  show();
}
