/* How much somebody has not read yet, beside the word that leads there. Without script, or while the line is down, the
   link is what it is: a link. */
import { keepOpen } from "./live.js";

const MOST = 99;

/** What stands in the bell for so many: nothing for none, and no more than it has room for. Pure. */
export function shown(unread) {
  if (!unread) return "";
  return unread > MOST ? `${MOST}+` : String(unread);
}

/** Whether it is worth a word: there is more than before. What was there when the page came is not. Pure. */
export function isNews(before, unread) {
  return before !== null && unread > before;
}

/** `data-bell` names the socket, `data-bell-says` the words that are said before the number. */
export function countUnread(bell) {
  const badge = bell.querySelector("[data-bell-badge]");
  const count = bell.querySelector("[data-bell-count]");
  const status = bell.querySelector("[data-bell-status]");
  let before = null;

  keepOpen(bell.dataset.bell, ({ data }) => {
    const { unread } = JSON.parse(data);
    count.textContent = shown(unread);
    badge.hidden = !unread;
    if (isNews(before, unread)) status.textContent = `${bell.dataset.bellSays} ${shown(unread)}`;
    before = unread;
  });
}
