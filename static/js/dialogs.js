/** A link to a dialog on this page opens it as a dialog; without this module the link leads to its content. */
export function openDialogs(link) {
  const dialog = document.getElementById(link.dataset.openDialog);
  if (!dialog) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close-dialog]")) dialog.close();
  });
}
