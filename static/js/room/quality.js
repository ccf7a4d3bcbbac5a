/* How good the ways of a call are, and when a picture costs more than it gives. */

const EVERY = 3000; // milliseconds
const WEAK_AFTER = 3; // measurements in a row, until the picture is left out
const STRONG_AFTER = 6; // until it comes back by itself
const ORDER = ["poor", "fair", "good"];

/** A way by its figures: seconds there and back, the share that is lost, kilobits a second that it bears. Pure. */
export function grade({ roundTrip = 0, loss = 0, kilobits = Infinity }) {
  if (roundTrip > 0.6 || loss > 0.1 || kilobits < 150) return "poor";
  if (roundTrip > 0.3 || loss > 0.03 || kilobits < 500) return "fair";
  return "good";
}

/** Of several ways the worst one counts. Pure. */
export function worst(grades) {
  return ORDER.find((each) => grades.includes(each)) ?? "good";
}

/** Whether the picture is left out after these grades, the newest last; as it was while they do not tell. Pure. */
export function isTooWeak(grades, was) {
  const last = (number) => (grades.length >= number ? grades.slice(-number) : []);
  if (last(WEAK_AFTER).length && last(WEAK_AFTER).every((each) => each === "poor")) return true;
  if (last(STRONG_AFTER).length && last(STRONG_AFTER).every((each) => each !== "poor")) return false;
  return was;
}

/** The figures of one way, out of what the browser counts. Without a picture it does not know what the way bears. */
export function figures(stats, isPictureSent) {
  const all = [...stats.values()];
  const transport = all.find((each) => each.type === "transport");
  const pair = stats.get(transport?.selectedCandidatePairId) ?? all.find((each) => each.type === "candidate-pair" && each.nominated);
  const heard = all.filter((each) => each.type === "remote-inbound-rtp");
  return {
    roundTrip: pair?.currentRoundTripTime ?? 0,
    loss: Math.max(0, ...heard.map((each) => each.fractionLost ?? 0)),
    kilobits: isPictureSent && pair?.availableOutgoingBitrate ? pair.availableOutgoingBitrate / 1000 : Infinity,
  };
}

/** Tells "graded" with the present grade and whether the picture should be left out. */
export class Gauge extends EventTarget {
  constructor(call, media) {
    super();
    this.call = call;
    this.media = media;
    this.grades = [];
    this.isWeak = false;
    setInterval(() => this.measure(), EVERY);
  }

  async measure() {
    const links = [...this.call.peers.values()].filter((peer) => peer.isUp).map((peer) => peer.link);
    if (!links.length) {
      this.grades = [];
      return;
    }
    const found = await Promise.all(links.map((link) => link.getStats()));
    const now = worst(found.map((stats) => grade(figures(stats, Boolean(this.media.picture)))));
    this.grades = [...this.grades, now].slice(-STRONG_AFTER);
    this.isWeak = isTooWeak(this.grades, this.isWeak);
    this.dispatchEvent(new CustomEvent("graded", { detail: { grade: now, isWeak: this.isWeak } }));
  }
}
