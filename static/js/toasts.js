const READING_TIME = 8000;

/** Lets the reader close a message, and closes good news by itself once it could be read. */
export function closeToasts(button) {
  const toast = button.closest("[data-toast]");
  button.hidden = false;
  button.addEventListener("click", () => {
    toast.remove();
    document.getElementById("main").focus({ preventScroll: true }); // not lost with the button
  });
  if (toast.matches(".toast--error, .toast--warning")) return;
  let timer = setTimeout(() => toast.remove(), READING_TIME);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => {
    if (!toast.contains(document.activeElement)) timer = setTimeout(() => toast.remove(), READING_TIME);
  });
}
