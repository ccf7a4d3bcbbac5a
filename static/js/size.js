/** Says at once, at its field, that a file is larger than the site takes, so that nobody waits for it to be sent. */
export function checkSize(input) {
  const most = Number(input.dataset.mostBytes);
  const told = document.createElement("p");
  told.className = "field__error";
  told.setAttribute("role", "alert");
  input.after(told);
  input.addEventListener("change", () => {
    const isTooLarge = isOver(input.files, most);
    told.textContent = isTooLarge ? input.dataset.tooLarge : "";
    if (isTooLarge) input.value = "";
  });
}

/** Whether any of the files has more than so many bytes. */
export function isOver(files, most) {
  return [...files].some((file) => file.size > most);
}
