/* How long it is until a meeting begins or ends, in words and at which moments one is told. Pure. */

/** Minutes and seconds, with hours if there are any: 1:05:09, 4:59. Never negative. */
export function spoken(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, minutes, rest] = parts.map((part) => String(part).padStart(2, "0"));
  return parts[0] ? `${parts[0]}:${minutes}:${rest}` : `${Number(minutes)}:${rest}`;
}

/** Which word says how the clock stands, and what it is said of. */
export function standing(now, starts, ends) {
  if (now < starts) return { word: "begins", time: spoken(starts - now) };
  if (now < ends) return { word: "ends", time: spoken(ends - now) };
  return { word: "overtime", time: spoken(now - ends) };
}

/** The warning that is due: between `before` and `now` five minutes or one minute from the end were passed. */
export function warning(before, now, ends) {
  const passed = (minutes) => before < ends - minutes * 60000 && now >= ends - minutes * 60000 && now < ends;
  if (passed(1)) return "one";
  return passed(5) ? "five" : "";
}

const PATIENCE = 4 * 60000; // milliseconds that one waits for the other side

/** Whether somebody has waited for the other side long enough: since the beginning, or since he came. Pure. */
export function isAlone(people, you, starts, now) {
  const me = people.find((person) => person.seat === you);
  if (!me?.here_since || !["host", "guest"].includes(me.role)) return false;
  const since = Math.max(starts, new Date(me.here_since).getTime());
  const other = me.role === "host" ? "guest" : "host";
  return now - since >= PATIENCE && !people.some((person) => person.role === other && person.here_since);
}
