/* The page of components measures its own contrast, in the colours that this browser really paints. */
import { contrast } from "./contrast.js";

const canvas = document.createElement("canvas");
canvas.width = canvas.height = 1;
const brush = canvas.getContext("2d", { willReadFrequently: true });

/** The painted red, green and blue of a computed colour. */
function painted(colour) {
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  return [...brush.getImageData(0, 0, 1, 1).data];
}

/** The first ground behind the element that is not transparent. */
function groundOf(element) {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (painted(colour)[3] > 0) return colour;
  }
  return "white";
}

function measure() {
  for (const element of document.querySelectorAll("[data-contrast]")) {
    const figure = contrast(painted(getComputedStyle(element).color), painted(groundOf(element)));
    const output = element.querySelector("output");
    output.textContent = figure.toFixed(1);
    output.classList.toggle("design__low", figure < 4.5);
  }
}

measure();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", measure);
