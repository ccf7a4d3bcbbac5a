/* Tells the server which clock the reader looks at: the cookie `zone`, written only when it would change. */

/** The value of a cookie in a cookie string, or "". Pure, so it is tested without a page. */
export function cookieValue(cookies, name) {
  const found = cookies.split("; ").find((cookie) => cookie.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** The cookie to write so that the server knows `zone`, or null if it knows already. Pure. */
export function zoneCookie(cookies, zone, secure) {
  if (!zone || cookieValue(cookies, "zone") === zone) return null;
  const year = 60 * 60 * 24 * 365;
  return `zone=${zone}; path=/; max-age=${year}; samesite=lax${secure ? "; secure" : ""}`;
}

if (typeof document !== "undefined") {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const cookie = zoneCookie(document.cookie, zone, location.protocol === "https:");
  if (cookie) document.cookie = cookie;
}
