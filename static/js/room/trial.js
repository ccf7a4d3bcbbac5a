/* The page on which devices and line are tried without a meeting: a mirror, the lists, and what the server keeps. */
import { watch } from "../watch.js";
import { Check } from "./check.js";
import { Devices } from "./devices.js";
import { Media } from "./media.js";

function begin(element) {
  const find = (name) => element.querySelector(`[data-room-${name}]`);
  const words = (name) => element.querySelector(`[data-trial-words] [data-word="${name}"]`).textContent;
  const media = new Media();
  const devices = new Devices(element, media, words("default"));
  const servers = JSON.parse(element.dataset.trial);
  const keep = (found) => window.htmx.ajax("POST", window.location.pathname, { source: element, target: "#last-check", swap: "outerHTML", values: { found: JSON.stringify(found) } });
  const check = new Check(find("check"), { line: { say: keep }, media, servers: () => servers, speaker: () => devices.speaker });
  const video = find("self").querySelector("video");

  media.addEventListener("level", ({ detail }) => { find("level").value = detail; });
  media.addEventListener("changed", () => {
    if (video.srcObject !== media.stream) video.srcObject = media.stream;
    find("self").classList.toggle("tile--dark", !media.camera);
    find("problem").hidden = !media.obstacle;
    find("problem").textContent = media.obstacle && words(media.obstacle);
    check.keep({});
  });
  media.start();
}

watch("[data-trial]", begin);
