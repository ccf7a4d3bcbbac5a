/* What a swap of htmx must not take from the reader: the filters that he has opened or shut, and the focus. */

/**
 * Keeps both from one event of htmx to the other. htmx itself gives the focus back to what has the same id, if it can;
 * where that is gone, it lands on what says so (`data-landing`): within what was swapped, or else on the page.
 */
export function keepPlace() {
  let before = null;
  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    const folds = [...target.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]);
    const at = document.activeElement;
    before = { folds, isFocused: target.contains(at), id: at.id, within: target.id };
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!before) return;
    const { folds, isFocused, id, within } = before;
    before = null;
    for (const [name, isOpen] of folds) document.getElementById(name)?.toggleAttribute("open", isOpen);
    if (!isFocused || document.activeElement !== document.body) return;
    const same = id ? document.getElementById(id) : null;
    same?.focus({ preventScroll: true });
    if (document.activeElement !== document.body) return;
    const swapped = within ? document.getElementById(within) : null;
    const landing = swapped?.querySelector("[data-landing]") ?? document.querySelector("[data-landing]");
    landing?.focus({ preventScroll: true });
  });
}
