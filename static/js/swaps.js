/* What a swap of htmx must not take from the reader: the filters that he has opened or shut, and the focus. */

/** Keeps both from one event of htmx to the other. htmx itself gives the focus back to what has the same id, if it can. */
export function keepPlace() {
  let before = null;
  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    const folds = [...target.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]);
    const at = document.activeElement;
    before = { folds, isFocused: target.contains(at), id: at.id };
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!before) return;
    const { folds, isFocused, id } = before;
    before = null;
    for (const [name, isOpen] of folds) document.getElementById(name)?.toggleAttribute("open", isOpen);
    if (!isFocused || document.activeElement !== document.body) return;
    const same = id ? document.getElementById(id) : null;
    same?.focus({ preventScroll: true });
    if (document.activeElement === document.body) document.querySelector("[data-landing]")?.focus({ preventScroll: true });
  });
}
