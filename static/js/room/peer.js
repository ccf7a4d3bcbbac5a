/* The way to one other page: perfect negotiation (W3C, WebRTC 1.0, 10.7), and a new way when the old one breaks.
   Of two pages the impolite one begins: an offer that is taken back leaves Chromium without candidates now and then. */

const DOUBT = 3000; // milliseconds in which a way may come about, or mend, by itself

/** Of two pages one is polite: it lets the other one's offer pass. Both know which one, and nobody has to ask. Pure. */
export function isPolite(mine, theirs) {
  return mine < theirs;
}

/** Tells "stream" when something is to be seen or heard, and "state" with that of the connection. */
export class Peer extends EventTarget {
  constructor({ servers, polite, send }) {
    super();
    this.polite = polite;
    this.send = send;
    this.stream = new MediaStream();
    this.tracks = { audio: null, video: null }; // what this page sends
    this.isPictureWanted = true; // unless the other page puts sound first
    this.isOffering = false;
    this.isIgnoring = false;
    this.taken = Promise.resolve();
    this.link = new RTCPeerConnection({ iceServers: servers });
    this.link.addEventListener("negotiationneeded", () => this.offer());
    this.link.addEventListener("icecandidate", ({ candidate }) => send({ candidate }));
    this.link.addEventListener("track", ({ track }) => this.receive(track));
    this.link.addEventListener("connectionstatechange", () => this.watch());
  }

  /** A sound and a picture go each way from the beginning, so that none has to be agreed on later. */
  begin() {
    if (!this.polite) for (const [kind, track] of Object.entries(this.tracks)) this.link.addTransceiver(track ?? kind);
    this.doubtIt();
  }

  /** What this page sends from now on. */
  show(microphone, picture) {
    this.tracks = { audio: microphone, video: picture };
    for (const each of this.link.getTransceivers()) each.sender.replaceTrack(this.tracks[each.receiver.track.kind]);
  }

  /** Whether the other page wants the picture of a camera; a screen it gets in any case. */
  want(picture) {
    this.isPictureWanted = Boolean(picture);
    this.dispatchEvent(new CustomEvent("wanted"));
  }

  receive(track) {
    for (const old of this.stream.getTracks()) if (old.kind === track.kind) this.stream.removeTrack(old);
    this.stream.addTrack(track);
    this.dispatchEvent(new CustomEvent("stream"));
  }

  async offer() {
    try {
      this.isOffering = true;
      await this.link.setLocalDescription();
      this.send({ description: this.link.localDescription });
    } catch (error) {
      this.stumble(error);
    } finally {
      this.isOffering = false;
    }
  }

  /** What the other page says about the way, in the order in which it is said. */
  take(said) {
    this.taken = this.taken.then(() => this.understand(said)).catch((error) => this.stumble(error));
  }

  async understand({ description, candidate, renew, picture }) {
    if (this.isOver) return;
    if (picture !== undefined) this.want(picture);
    else if (renew) this.renew();
    else if (description) await this.agree(description);
    else if (!this.isIgnoring && this.link.remoteDescription) await this.link.addIceCandidate(candidate);
  }

  async agree(description) {
    const collides = description.type === "offer" && (this.isOffering || this.link.signalingState !== "stable");
    this.isIgnoring = !this.polite && collides;
    if (this.isIgnoring) return;
    await this.link.setRemoteDescription(description);
    if (description.type !== "offer") return;
    for (const each of this.link.getTransceivers()) each.direction = "sendrecv";
    this.show(this.tracks.audio, this.tracks.video);
    await this.link.setLocalDescription();
    this.send({ description: this.link.localDescription });
  }

  /** What goes wrong on a way that is over is nobody's trouble; on another one it is tried again. */
  stumble(error) {
    if (this.isOver) return;
    console.warn(error);
    this.doubtIt();
  }

  watch() {
    const state = this.link.connectionState;
    clearTimeout(this.doubt);
    if (state === "failed") this.renew();
    if (state === "disconnected") this.doubtIt();
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  doubtIt() {
    clearTimeout(this.doubt);
    this.doubt = setTimeout(() => { if (!this.isUp) this.renew(); }, DOUBT);
  }

  get isUp() {
    return this.link.connectionState === "connected";
  }

  /** Looks for a new way, after another network or when what was said got lost: whoever begins does it, if asked. */
  renew() {
    if (this.isOver) return;
    if (this.polite) this.send({ renew: true });
    else if (this.link.signalingState === "have-local-offer") this.send({ description: this.link.localDescription });
    else this.link.restartIce();
    this.doubtIt();
  }

  close() {
    this.isOver = true;
    clearTimeout(this.doubt);
    this.link.close();
  }
}
