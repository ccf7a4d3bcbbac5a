/** A button that shows what was typed in the password field before it, and hides it again. */
export function showPassword(button) {
  const field = document.getElementById(button.dataset.showPassword);
  if (!field) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    field.focus();
  });
  field.form?.addEventListener("submit", () => (field.type = "password"));
}
