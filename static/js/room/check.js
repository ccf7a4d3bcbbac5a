/* Trying loudspeaker and line before it matters. What was found is told to the server, for whoever helps. */

const TONES = [523, 659, 784]; // hertz
const PINGS = 9;
const FOR = 1500; // milliseconds in which as much is sent as the way bears
const PATIENCE = 12000;
const PIECE = new Uint8Array(16 * 1024);
const MOST_WAITING = 256 * 1024;
const [SLOW_MS, NARROW_KILOBITS] = [600, 500]; // as lobbies/rules.py has them

/** The middle one of some numbers. Pure. */
export function median(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

/** Three tones from the loudspeaker that is chosen. */
export async function play(speaker) {
  const context = new AudioContext();
  const way = context.createMediaStreamDestination();
  TONES.forEach((hertz, n) => {
    const tone = new OscillatorNode(context, { frequency: hertz });
    const loud = new GainNode(context, { gain: 0.2 });
    tone.connect(loud).connect(way);
    tone.start(context.currentTime + n * 0.3);
    tone.stop(context.currentTime + n * 0.3 + 0.25);
  });
  const audio = new Audio();
  audio.srcObject = way.stream;
  if (speaker && audio.setSinkId) await audio.setSinkId(speaker);
  await audio.play();
  setTimeout(() => context.close(), 1500);
}

/** How long it takes there and back, and how much goes through: over the relay, if there is one. Rejects if no way
    comes about. */
export async function tryLine(servers) {
  const path = servers.length ? "relay" : "direct";
  const facts = { iceServers: servers, iceTransportPolicy: servers.length ? "relay" : "all" };
  const [near, far] = [new RTCPeerConnection(facts), new RTCPeerConnection(facts)];
  const ends = new AbortController();
  const timer = setTimeout(() => ends.abort(new Error("no way")), PATIENCE);
  try {
    return { path, ...(await measured(near, far, ends.signal)) };
  } finally {
    clearTimeout(timer);
    near.close();
    far.close();
  }
}

async function measured(near, far, signal) {
  near.addEventListener("icecandidate", ({ candidate }) => far.addIceCandidate(candidate));
  far.addEventListener("icecandidate", ({ candidate }) => near.addIceCandidate(candidate));
  const channel = near.createDataChannel("try");
  const answering = new Promise((resolve) => { far.addEventListener("datachannel", (event) => resolve(event.channel)); });
  const open = once(channel, "open", signal);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
  await open;
  const other = await answering;
  let taken = 0;
  other.addEventListener("message", ({ data }) => {
    if (typeof data === "string") other.send(data);
    else taken += data.byteLength ?? data.size;
  });
  const times = [];
  for (let n = 0; n < PINGS; n += 1) {
    const began = performance.now();
    const answer = once(channel, "message", signal);
    channel.send(String(n));
    await answer;
    times.push(performance.now() - began);
  }
  const began = performance.now();
  while (performance.now() - began < FOR) {
    if (channel.bufferedAmount < MOST_WAITING) channel.send(PIECE);
    else await pause(5);
  }
  return { round_trip_ms: Math.round(median(times)), kilobits: Math.round((taken * 8) / (performance.now() - began)) };
}

function once(target, name, signal) {
  return new Promise((resolve, reject) => {
    target.addEventListener(name, resolve, { once: true });
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function pause(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

/** The part of the page on which all this is tried. */
export class Check {
  constructor(element, { line, media, servers, speaker }) {
    Object.assign(this, { element, line, media, servers, speaker });
    this.press("sound", () => this.sound());
    this.press("heard", () => this.hear(true));
    this.press("silent", () => this.hear(false));
    this.press("line", () => this.tryLine());
  }

  find(name) {
    return this.element.querySelector(`[data-check-${name}]`);
  }

  press(name, deed) {
    this.find(name).addEventListener("click", deed);
  }

  async sound() {
    await play(this.speaker());
    this.find("asked").hidden = false;
    this.find("heard").focus();
  }

  hear(isHeard) {
    this.find("asked").hidden = true;
    this.tell(isHeard ? "good-sound" : "bad-sound");
    this.keep({ hears: isHeard });
  }

  async tryLine() {
    this.find("line").disabled = true;
    this.tell("trying");
    try {
      const found = await tryLine(this.servers());
      const isWeak = found.path === "relay" && (found.round_trip_ms > SLOW_MS || found.kilobits < NARROW_KILOBITS);
      this.tell(found.path === "direct" ? "direct" : isWeak ? "weak-line" : "good-line", found);
      this.keep(found);
    } catch {
      this.tell("no-line");
    }
    this.find("line").disabled = false;
  }

  keep(found) {
    const { microphone, camera } = this.media;
    this.line.say({ do: "checked", browser: navigator.userAgent, microphone: microphone?.label ?? "", camera: camera?.label ?? "", ...found });
  }

  tell(word, facts = {}) {
    const words = this.element.querySelector(`[data-check-words] [data-word="${word}"]`).textContent;
    this.find("result").textContent = words.replace("{ms}", facts.round_trip_ms).replace("{kilobits}", facts.kilobits);
  }
}
