/** Brings the tab of this page into sight where the row of tabs is wider than the window. The page does not move. */
export function showCurrentTab(tab) {
  const row = tab.closest(".tabs");
  const [here, frame] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += here.left + here.width / 2 - (frame.left + frame.width / 2);
}
