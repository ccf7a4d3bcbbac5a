/* Whose turn it is at a stand, in words. Pure. */

/** What a page says of the wait, as a word and what is put into it. */
export function standing(own, team) {
  if (!own) return { word: team.length ? "free" : "nobody" };
  if (own.status !== "waiting") return { word: own.status };
  return { word: own.place === 1 ? "next" : "place", place: own.place, minutes: own.minutes };
}
