/* The pure parts of our modules, without a page. Run by tests/common/test_scripts.py, or: node --test tests/js/ */
import assert from "node:assert/strict";
import { test } from "node:test";

import { fits, fold } from "../../static/js/choices.js";
import { contrast } from "../../static/js/contrast.js";
import { counted } from "../../static/js/counter.js";
import { moved } from "../../static/js/hs.js";
import { neighbour, stretched } from "../../static/js/openings.js";
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
