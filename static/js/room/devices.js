/* Which microphone, camera and loudspeaker are used: the lists from which they are chosen. */

/** Tells "speaker" when another loudspeaker is to be heard. */
export class Devices extends EventTarget {
  constructor(element, media, usual) {
    super();
    this.element = element;
    this.media = media;
    this.usual = usual; // what a device is called that does not say its name
    this.speaker = ""; // until one is chosen, the browser's usual one
    media.addEventListener("changed", () => this.list());
    for (const choice of this.choices) choice.addEventListener("change", () => this.choose(choice));
  }

  get choices() {
    return this.element.querySelectorAll("[data-room-devices]");
  }

  async list() {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    for (const choice of this.choices) {
      const ours = devices.filter((device) => device.kind === choice.dataset.roomDevices && device.deviceId);
      const chosen = choice.value;
      choice.replaceChildren(...ours.map((device) => new Option(device.label || this.usual, device.deviceId, false, device.deviceId === chosen)));
      choice.disabled = !ours.length;
    }
    const canChoose = "setSinkId" in HTMLMediaElement.prototype && devices.some((device) => device.kind === "audiooutput" && device.deviceId);
    this.element.querySelector("[data-room-speaker]").hidden = !canChoose;
  }

  choose(choice) {
    if (choice.dataset.roomDevices === "audiooutput") {
      this.speaker = choice.value;
      this.dispatchEvent(new CustomEvent("speaker"));
    } else this.media.choose(choice.dataset.roomDevices, choice.value);
  }
}
