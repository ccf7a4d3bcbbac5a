/* The organiser's day: the page is told which of its pieces are others now, and puts them in their places. */
import { keepOpen } from "./live.js";

/** Whether nothing was missed between the last number and this message. Pure. */
export function follows(number, message) {
  return message.tell === "snapshot" || message.number === number + 1;
}

/** Each piece takes the place of the element of its id. Whoever was on a link or button of it is on the same one after. */
function put(pieces, page) {
  const focused = document.activeElement?.id;
  for (const [id, piece] of Object.entries(pieces)) {
    const old = page.querySelector(`#${CSS.escape(id)}`);
    if (old && old.outerHTML !== piece) old.outerHTML = piece;
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** `data-day-line` names the socket. `data-day-live` and `data-day-lost` in it are shown while it is there and is not. */
export function followDay(page) {
  const [live, lost] = ["live", "lost"].map((name) => page.querySelector(`[data-day-${name}]`));
  let number = 0;

  const heard = ({ data, target }) => {
    const message = JSON.parse(data);
    if (message.tell === "welcome") return;
    if (!follows(number, message)) {
      target.send(JSON.stringify({ do: "look" }));
      return;
    }
    number = message.number;
    put(message.pieces, page);
  };

  keepOpen(
    page.dataset.dayLine,
    heard,
    () => {},
    (stands) => {
      number = 0;
      live.hidden = !stands;
      lost.hidden = stands;
    },
  );
}
