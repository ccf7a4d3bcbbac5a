/** A button that prints the page. Without scripts it is not there: every browser can print by itself. */
export function printPage(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
