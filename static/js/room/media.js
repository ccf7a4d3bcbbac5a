/* One's own microphone, camera and screen. Whatever is missing or forbidden, one can still listen and write. */

const VIDEO = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 } };
const FORBIDDEN = ["NotAllowedError", "SecurityError"];
const AUDIO = { echoCancellation: true, noiseSuppression: true };

/** Tells "changed" when a track has come or gone, and "level" with the loudness of the microphone from 0 to 1. */
export class Media extends EventTarget {
  constructor() {
    super();
    this.stream = new MediaStream(); // what the others get, except a screen
    this.screen = null;
    this.isSoundFirst = false; // the picture is left out, so that the voice gets through
    this.problem = ""; // why a device is not there: the name of the browser's error
  }

  /** The same in a word for which a page has a sentence: "forbidden" or "no-device"; nothing if all is well. */
  get obstacle() {
    return this.problem && (FORBIDDEN.includes(this.problem) ? "forbidden" : "no-device");
  }

  get microphone() {
    return this.stream.getAudioTracks()[0] ?? null;
  }

  get camera() {
    return this.stream.getVideoTracks()[0] ?? null;
  }

  /** What the others see: the screen while it is shared, or the camera. */
  get picture() {
    return this.screen ?? (this.isSoundFirst ? null : this.camera);
  }

  putSoundFirst(isFirst) {
    this.isSoundFirst = isFirst;
    this.tell();
  }

  /** Asks for both, then for each alone: a missing camera does not take the voice away. */
  async start() {
    if (!navigator.mediaDevices) {
      this.problem = "NotSupportedError";
      this.tell();
      return;
    }
    for (const wish of [{ audio: AUDIO, video: VIDEO }, { audio: AUDIO }, { video: VIDEO }]) {
      try {
        const found = await navigator.mediaDevices.getUserMedia(wish);
        for (const track of found.getTracks()) this.take(track);
        this.problem = "";
        break;
      } catch (error) {
        this.problem ||= error.name;
      }
    }
    this.listen();
    this.tell();
  }

  /** Another microphone or camera in the place of the one there is. It is off if that one was. */
  async choose(kind, deviceId) {
    const constraints = kind === "audioinput" ? { audio: { ...AUDIO, deviceId: { exact: deviceId } } } : { video: { ...VIDEO, deviceId: { exact: deviceId } } };
    try {
      const found = await navigator.mediaDevices.getUserMedia(constraints);
      for (const track of found.getTracks()) this.take(track);
      this.problem = "";
    } catch (error) {
      this.problem = error.name;
    }
    this.listen();
    this.tell();
  }

  take(track) {
    const old = track.kind === "audio" ? this.microphone : this.camera;
    if (old) {
      track.enabled = old.enabled;
      this.stream.removeTrack(old);
      old.stop();
    }
    this.stream.addTrack(track);
    track.addEventListener("ended", () => {
      this.stream.removeTrack(track); // unplugged
      this.tell();
    });
  }

  /** Switches the microphone or the camera on or off: the light of a camera stays, the picture is black. */
  turn(kind, isOn) {
    const track = kind === "microphone" ? this.microphone : this.camera;
    if (track) track.enabled = isOn;
    this.tell();
  }

  async shareScreen() {
    try {
      const found = await navigator.mediaDevices.getDisplayMedia({ video: true });
      [this.screen] = found.getVideoTracks();
      this.screen.addEventListener("ended", () => this.stopScreen()); // by the browser's own button
    } catch {
      this.screen = null; // he has thought better of it
    }
    this.tell();
  }

  stopScreen() {
    this.screen?.stop();
    this.screen = null;
    this.tell();
  }

  /** How it stands, as the others are told. */
  get shows() {
    return {
      microphone: Boolean(this.microphone?.enabled),
      camera: Boolean(this.camera?.enabled && !this.isSoundFirst),
      screen: Boolean(this.screen),
    };
  }

  /** Measures the microphone, so that somebody sees that he is heard before he goes in. */
  listen() {
    clearInterval(this.ear);
    if (!this.microphone) return;
    this.context ??= new AudioContext();
    this.source?.disconnect();
    this.source = this.context.createMediaStreamSource(new MediaStream([this.microphone]));
    const ear = this.context.createAnalyser();
    ear.fftSize = 512;
    this.source.connect(ear);
    const wave = new Float32Array(ear.fftSize);
    this.ear = setInterval(() => {
      ear.getFloatTimeDomainData(wave);
      const loud = Math.sqrt(wave.reduce((sum, each) => sum + each * each, 0) / wave.length);
      this.dispatchEvent(new CustomEvent("level", { detail: Math.min(1, loud * 4) }));
    }, 120);
  }

  tell() {
    this.dispatchEvent(new CustomEvent("changed"));
  }
}
