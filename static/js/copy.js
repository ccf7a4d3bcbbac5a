/** A button that copies what stands in the field that `data-copy` names, and says that it has. */
export function copyField(button) {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) return; // the clipboard is there on encrypted pages only
  const word = button.querySelector("span") ?? button;
  const before = word.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    word.textContent = button.dataset.copied;
    setTimeout(() => (word.textContent = before), 2000);
  });
}
