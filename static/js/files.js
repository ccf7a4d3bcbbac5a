/** Shows the picture that was just chosen in place of the present one, and its name. */
export function previewFile(input) {
  const place = document.getElementById(input.dataset.preview);
  if (!place) return;
  input.addEventListener("change", () => {
    const file = input.files[0];
    place.replaceChildren();
    if (!file) return;
    if (file.type.startsWith("image/")) {
      const reader = new FileReader();
      reader.addEventListener("load", () => {
        const image = new Image();
        image.alt = "";
        image.src = reader.result;
        place.prepend(image);
      });
      reader.readAsDataURL(file);
    }
    const name = document.createElement("span");
    name.textContent = file.name;
    place.append(name);
  });
}
