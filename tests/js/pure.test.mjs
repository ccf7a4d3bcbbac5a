/* The pure parts of our modules, without a page. Run by tests/common/test_scripts.py, or: node --test tests/js/ */
import assert from "node:assert/strict";
import { test } from "node:test";

import { isNews, shown } from "../../static/js/bell.js";
import { carried, company, filled } from "../../static/js/board.js";
import { fits, fold } from "../../static/js/choices.js";
import { contrast } from "../../static/js/contrast.js";
import { counted } from "../../static/js/counter.js";
import { moved } from "../../static/js/hs.js";
import { neighbour, stretched } from "../../static/js/openings.js";
import { strange } from "../../static/js/offline.js";
import { isKnown, standing as pushed } from "../../static/js/push.js";
import { callers, changes } from "../../static/js/room/call.js";
import { stale } from "../../static/js/room/cards.js";
import { median } from "../../static/js/room/check.js";
import { isAlone, spoken, standing, warning } from "../../static/js/room/clock.js";
import { ahead, unheard, withLast } from "../../static/js/room/line.js";
import { isPolite } from "../../static/js/room/peer.js";
import { figures, grade, isTooWeak, worst } from "../../static/js/room/quality.js";
import { standing as place } from "../../static/js/room/turn.js";
import { volumes } from "../../static/js/room/voices.js";
import { isOver } from "../../static/js/size.js";
import { cookieValue, zoneCookie } from "../../static/js/zone.js";

test("a cookie is found by its whole name", () => {
  assert.equal(cookieValue("timezone=no; zone=Europe%2FBrussels; a=b", "zone"), "Europe/Brussels");
  assert.equal(cookieValue("timezone=no", "zone"), "");
  assert.equal(cookieValue("", "zone"), "");
});

test("the zone is told once, and again when it changes", () => {
  const told = zoneCookie("", "Asia/Singapore", false);
  assert.equal(told, "zone=Asia/Singapore; path=/; max-age=31536000; samesite=lax");
  assert.equal(zoneCookie("a=b; zone=Asia/Singapore", "Asia/Singapore", false), null);
  assert.match(zoneCookie("zone=Europe/Brussels", "Asia/Singapore", true), /^zone=Asia\/Singapore;.*; secure$/);
  assert.equal(zoneCookie("", undefined, false), null);
});

test("a line break counts as two characters, as the server counts it", () => {
  assert.equal(counted("", 600), "0 / 600");
  assert.equal(counted("a\nb", 600), "4 / 600");
  assert.equal(counted("a\r\nb", 600), "4 / 600");
});

test("contrast is that of WCAG", () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  assert.equal(contrast([255, 255, 255], [255, 255, 255]), 1);
  assert.equal(contrast([118, 118, 118], [255, 255, 255]).toFixed(2), "4.54");
});

test("arrow keys lead round a list and through no choice", () => {
  assert.equal(moved(-1, 1, 3), 0);
  assert.equal(moved(2, 1, 3), -1);
  assert.equal(moved(-1, -1, 3), -1 + 3);
  assert.equal(moved(0, -1, 3), -1);
  assert.equal(moved(-1, 1, 0), -1);
});

test("a choice is found without accents, by the beginnings of its words", () => {
  assert.equal(fold("  Côte d’Ivoire "), "cote d’ivoire");
  assert.ok(fits("Côte d’Ivoire", "cote iv"));
  assert.ok(fits("Türkiye", "turk"));
  assert.ok(fits("United Arab Emirates", "emir unit"));
  assert.ok(fits("Peru", ""));
  assert.ok(!fits("Peru", "eru"));
  assert.ok(!fits("United Arab Emirates", "emir x"));
});

test("an arrow leads to the next time as the eye sees it, over gaps and from day to day", () => {
  const rects = [[0, 0], [10, 0], [20, 0], [0, 8], [20, 8], [0, 50]].map(([left, top]) => ({ left, top }));
  const from = (at, key) => neighbour(rects, at, key);
  assert.deepEqual([from(0, "ArrowRight"), from(2, "ArrowRight"), from(0, "ArrowLeft")], [1, 2, 0]);
  assert.deepEqual([from(3, "ArrowRight"), from(4, "ArrowLeft")], [4, 3]);
  assert.deepEqual([from(1, "ArrowDown"), from(2, "ArrowDown"), from(4, "ArrowDown")], [3, 4, 5]);
  assert.deepEqual([from(5, "ArrowUp"), from(0, "ArrowUp"), from(5, "ArrowDown")], [3, 0, 5]);
});

test("a stretch takes one value and leaves what is beside it", () => {
  assert.deepEqual(stretched([true, false, false, true], 1, 2, true), [true, true, true, true]);
  assert.deepEqual(stretched([true, false, false, true], 3, 2, false), [true, false, false, false]);
  assert.deepEqual(stretched([true, false], 1, 1, true), [true, true]);
});

test("a countdown is said in hours, minutes and seconds, and is never negative", () => {
  assert.equal(spoken(3909000), "1:05:09");
  assert.equal(spoken(299001), "5:00");
  assert.equal(spoken(-5), "0:00");
});

test("a meeting begins, ends, and goes over time", () => {
  assert.deepEqual(standing(0, 60000, 120000), { word: "begins", time: "1:00" });
  assert.deepEqual(standing(60000, 60000, 120000), { word: "ends", time: "1:00" });
  assert.deepEqual(standing(121000, 60000, 120000), { word: "overtime", time: "0:01" });
});

test("one is warned once, five minutes and one minute before the end", () => {
  const ends = 600000;
  assert.equal(warning(299000, 300000, ends), "five");
  assert.equal(warning(300000, 301000, ends), "");
  assert.equal(warning(539500, 540000, ends), "one");
  assert.equal(warning(200000, 590000, ends), "one"); // after a sleep only the last one
  assert.equal(warning(599000, 601000, ends), "");
});

test("the server's clock counts, and what was not heard is said again", () => {
  assert.equal(ahead("2030-05-14T08:00:01.500Z", Date.UTC(2030, 4, 14, 8)), 1500);
  assert.deepEqual(unheard([{ id: "a" }, { id: "b" }], [{ id: "a" }]), [{ id: "b" }]);
});

test("what is pressed twice while the line is down is said once, in the order of the last presses", () => {
  const [extend, note] = [{ do: "extend" }, { do: "note", id: "a", unit: "kg" }];
  assert.deepEqual(withLast([], extend), [extend]);
  assert.deepEqual(withLast([extend, note], { do: "extend" }), [note, extend]);
  assert.deepEqual(withLast([note], { ...note, unit: "t" }), [note, { ...note, unit: "t" }]);
});

test("of two pages exactly one is polite", () => {
  assert.notEqual(isPolite("a", "b"), isPolite("b", "a"));
});

test("ways are made to whoever is in the call, but not to oneself, and end with him", () => {
  const people = [{ call: "me" }, { call: "new" }, { call: null }, { call: "known" }];
  assert.deepEqual(changes(people, "me", ["known", "gone"]), { made: ["new"], over: ["gone"] });
});

test("a call counts people, not pages", () => {
  assert.equal(callers([{ call: "a page" }, { call: null }, { call: "another one" }]), 2);
});

test("a way is as good as its slowest figure, and of several the worst one counts", () => {
  assert.equal(grade({ roundTrip: 0.05, loss: 0, kilobits: 2000 }), "good");
  assert.equal(grade({ roundTrip: 0.05, loss: 0.05, kilobits: 2000 }), "fair");
  assert.equal(grade({ roundTrip: 0.7, loss: 0, kilobits: 2000 }), "poor");
  assert.equal(grade({ roundTrip: 0, loss: 0, kilobits: 100 }), "poor");
  assert.equal(grade({}), "good");
  assert.equal(worst(["good", "poor", "fair"]), "poor");
  assert.equal(worst([]), "good");
});

test("the figures are those of the way that is taken", () => {
  const stats = new Map([
    ["t", { type: "transport", selectedCandidatePairId: "p" }],
    ["p", { type: "candidate-pair", currentRoundTripTime: 0.2, availableOutgoingBitrate: 300000 }],
    ["o", { type: "candidate-pair", currentRoundTripTime: 9 }],
    ["r", { type: "remote-inbound-rtp", fractionLost: 0.04 }],
  ]);
  assert.deepEqual(figures(stats, true), { roundTrip: 0.2, loss: 0.04, kilobits: 300 });
  assert.equal(figures(stats, false).kilobits, Infinity); // without a picture nobody knows what it bears
});

test("a picture is left out after three weak moments in a row, and comes back after six that are not", () => {
  assert.equal(isTooWeak(["poor", "poor"], false), false);
  assert.equal(isTooWeak(["good", "poor", "poor", "poor"], false), true);
  assert.equal(isTooWeak(["poor", "good", "good"], true), true);
  assert.equal(isTooWeak(["fair", "good", "good", "good", "good", "good"], true), false);
});

test("whoever listens to an interpreter hears the others as loud as the original is to stay", () => {
  const people = [{ seat: 1, call: "a" }, { seat: 2, call: "b" }, { seat: 3, call: null }];
  const loud = new Map([[1, 0.5]]);
  assert.deepEqual([...volumes(people, { chosen: 0, original: 0.2, loud })], [["a", 0.5], ["b", 1]]);
  assert.deepEqual([...volumes(people, { chosen: 2, original: 0.2, loud })], [["a", 0.1], ["b", 1]]);
  assert.deepEqual([...volumes(people, { chosen: 3, original: 0.2, loud })], [["a", 0.5], ["b", 1]]); // he has left
});

test("no field of a card is written over that is to be kept", () => {
  const fields = [{ name: "product", value: "Pra" }, { name: "unit", value: "kg" }, { name: "price", value: "3" }];
  assert.deepEqual(stale({ product: "Pralines", unit: "kg", price: "4" }, fields, new Set(["product"])), ["price"]);
});

test("one has waited long enough four minutes after the beginning, or after one came", () => {
  const minute = 60000;
  const me = { seat: 1, role: "guest", here_since: new Date(2 * minute).toISOString() };
  const other = { seat: 2, role: "host", here_since: null };
  assert.equal(isAlone([me, other], 1, 0, 5 * minute), false);
  assert.equal(isAlone([me, other], 1, 0, 6 * minute), true);
  assert.equal(isAlone([me, other], 1, 3 * minute, 6 * minute), false);
  assert.equal(isAlone([me, { ...other, here_since: me.here_since }], 1, 0, 6 * minute), false);
  assert.equal(isAlone([{ ...me, role: "interpreter" }, other], 1, 0, 6 * minute), false);
});

test("the middle one of some times is no outlier", () => {
  assert.equal(median([900, 20, 22, 21, 19]), 21);
});

test("a page at a stand says what becomes of whoever waits", () => {
  assert.deepEqual(place(null, []), { word: "nobody" });
  assert.deepEqual(place(null, ["Thibault"]), { word: "free" });
  assert.deepEqual(place({ status: "waiting", place: 1, minutes: 8 }, []), { word: "next", place: 1, minutes: 8 });
  assert.deepEqual(place({ status: "waiting", place: 2, minutes: 16 }, []), { word: "place", place: 2, minutes: 16 });
  assert.deepEqual(place({ status: "declined" }, ["Thibault"]), { word: "declined" });
});

test("what is kept for somebody else is let go of, and nothing besides", () => {
  assert.deepEqual(strange(["shell-1", "day-1", "day-12"], "1"), ["day-12"]);
  assert.deepEqual(strange(["shell-1", "day-1"], ""), ["day-1"]);
});

test("push messages are said to be on only where they come", () => {
  const here = { isSupported: true, isAtHome: undefined, permission: "granted", isOn: true };
  assert.equal(pushed(here), "on");
  assert.equal(pushed({ ...here, isOn: false }), "off");
  assert.equal(pushed({ ...here, permission: "default" }), "off");
  assert.equal(pushed({ ...here, permission: "denied" }), "denied");
  assert.equal(pushed({ ...here, isSupported: false }), "unsupported");
  assert.equal(pushed({ ...here, isSupported: false, isAtHome: false }), "home");
  assert.equal(pushed({ ...here, isSupported: false, isAtHome: true }), "unsupported");
});

test("an address is known by its digest", async () => {
  const digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assert.equal(await isKnown("abc", ["", digest]), true);
  assert.equal(await isKnown("abd", [digest]), false);
});

test("a bell shows nothing for nothing, and no more than it has room for", () => {
  assert.deepEqual([0, 1, 99, 100].map(shown), ["", "1", "99", "99+"]);
});

test("a bell speaks of what is new, and not of what was there when the page came", () => {
  assert.equal(isNews(null, 3), false);
  assert.equal(isNews(3, 4), true);
  assert.equal(isNews(3, 3), false);
  assert.equal(isNews(3, 0), false);
});

test("a room is picked up, carried from hall to hall and put down by keyboard", () => {
  const four = { from: 1, halls: 4 };
  assert.deepEqual(carried(null, " ", four), { at: 1, does: "grab" });
  assert.deepEqual(carried(null, "ArrowRight", four), { at: null, does: "" });
  assert.deepEqual(carried(1, "ArrowRight", four), { at: 2, does: "shift" });
  assert.deepEqual(carried(1, "ArrowLeft", four), { at: 0, does: "shift" });
  assert.deepEqual(carried(0, "ArrowUp", four), { at: 0, does: "" });
  assert.deepEqual(carried(3, "ArrowDown", four), { at: 3, does: "" });
  assert.deepEqual(carried(2, "Home", four), { at: 0, does: "shift" });
  assert.deepEqual(carried(2, "End", four), { at: 3, does: "shift" });
  assert.deepEqual(carried(2, "x", four), { at: 2, does: "" });
  assert.deepEqual(carried(2, " ", four), { at: null, does: "drop" });
  assert.deepEqual(carried(1, "Enter", four), { at: null, does: "leave" });
  assert.deepEqual(carried(2, "Escape", four), { at: null, does: "leave" });
  assert.deepEqual(carried(2, "Tab", four), { at: null, does: "leave" });
});

test("where one reads from right to left, the next hall is on the left", () => {
  assert.deepEqual(carried(1, "ArrowLeft", { from: 1, halls: 3, isRtl: true }), { at: 2, does: "shift" });
  assert.deepEqual(carried(1, "ArrowRight", { from: 1, halls: 3, isRtl: true }), { at: 0, does: "shift" });
});

test("a room that is ticked takes the others that are ticked along", () => {
  assert.deepEqual(company("3", ["1", "3"]), ["1", "3"]);
  assert.deepEqual(company("3", ["1", "2"]), ["3"]);
  assert.deepEqual(company("3", []), ["3"]);
});

test("a sentence is filled with names, and keeps what nobody has filled in", () => {
  assert.equal(filled("{room} stays in {hall}.", { room: "A 01", hall: "Food" }), "A 01 stays in Food.");
  assert.equal(filled("{room} {n}", { n: 0 }), "{room} 0");
});

test("a file is too large by a byte", () => {
  assert.equal(isOver([], 10), false);
  assert.equal(isOver([{ size: 10 }], 10), false);
  assert.equal(isOver([{ size: 10 }, { size: 11 }], 10), true);
});
