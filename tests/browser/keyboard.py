"""A person without a mouse: Tab, Shift+Tab, Enter, Space, arrows and letters are all there is.

Every stop on the way is judged as it is passed, not only the one that is wanted: it says what it is, it is in sight,
and it shows that it has the focus.
"""

from dataclasses import dataclass, field

FURTHEST = 60
"""Presses of Tab to the thing that one came for; whoever has to press more often is told to take the mouse."""

# What has the focus, and what is wrong with how it looks. That names and roles are what assistive technology hears is
# for axe to say; here they tell one stop from another.
STOP = """
() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;

  const wordsOf = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    const isHidden = node.matches("[aria-hidden=true], [hidden], select, textarea");
    if (isHidden) return "";
    return node.matches("img") ? node.alt : [...node.childNodes].map(wordsOf).join("");
  };
  const labels = [...(at.labels ?? [])];
  const by = (at.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
  const named = [by.filter(Boolean), [at].filter((field) => !field.labels || field.matches("button")), labels];
  const said = at.ariaLabel ?? named.map((parts) => parts.map(wordsOf).join(" ").trim()).find(Boolean) ?? "";
  const kinds = { search: "searchbox", number: "spinbutton", checkbox: "checkbox", radio: "radio", file: "file" };
  const roles = { a: "link", select: at.multiple ? "listbox" : "combobox", textarea: "textbox" };
  const role = at.role ?? (at.matches("input") ? kinds[at.type] ?? "textbox" : roles[at.localName] ?? at.localName);

  const parts = [at, ...labels, ...at.querySelectorAll(".spot__ground")];
  const isRung = (part) => {
    const { outlineStyle, outlineWidth, strokeWidth } = getComputedStyle(part);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || (part !== at && parseFloat(strokeWidth) > 3);
  };
  const isInSight = (part) => [...part.getClientRects()].some(({ left, right, top, bottom, width, height }) => {
    const [dx, dy] = [Math.min(3, width / 2), Math.min(3, height / 2)];
    const points = [[(left + right) / 2, (top + bottom) / 2], [left + dx, top + dy], [right - dx, bottom - dy],
                    [left + dx, bottom - dy], [right - dx, top + dy]];
    return points.some(([x, y]) => part.contains(document.elementFromPoint(x, y)));
  });
  const hasItsOwn = at.matches("input:is([type=time], [type=date])"); // the button within draws its own ring
  const faults = [];
  if (!said) faults.push("has no name");
  if (!hasItsOwn && !(at.matches(":focus-visible") && parts.some(isRung))) faults.push("does not show the focus");
  if (!parts.some(isInSight)) faults.push("is out of sight");
  return { role, name: said.replace(/\\s+/g, " ").trim(), faults };
}
"""


@dataclass(frozen=True)
class Stop:
    """Where the focus rests."""

    role: str
    name: str
    faults: list[str] = field(default_factory=list)

    def is_what(self, role, name):
        return self.role == role and (self.name == name if isinstance(name, str) else bool(name.search(self.name)))

    def __str__(self):
        return " ".join([f"{self.role} “{self.name}”", *(f"({fault})" for fault in self.faults)])


class Keyboard:
    """Somebody's keyboard, at a window. It lives in the test; what it does happens in the browser's own thread."""

    def __init__(self, driver, page):
        self._driver = driver
        self._page = page

    def press(self, *keys):
        """One key after the other."""
        for key in keys:
            self._page.keyboard.press(key)

    def type(self, text):
        self._page.keyboard.type(text)

    def focus(self):
        """Where the focus is, or nothing if it is lost."""
        return self._driver.call(stop_at, self._page)

    def reach(self, role, name, *, at_most=FURTHEST, back=False):
        """The focus is on that thing, which is said by its role and its whole name (or by a pattern of it)."""
        self._driver.call(tab_until, self._page, role, name, at_most, "Shift+Tab" if back else "Tab")

    def skip(self):
        """The focus is on the content, past the head of the page."""
        self.reach("link", "Skip to the content", at_most=1)
        self.press("Enter")
        assert self._page.evaluate("document.activeElement.id") == "main"

    def follow(self, role, name, *, key="Enter", **how):
        """The thing is reached and pressed, and the page to which it leads is there."""
        self.reach(role, name, **how)
        self.arrive(key)

    def arrive(self, key="Enter"):
        """The key is pressed, and the page to which it leads is there."""
        self._driver.call(press_and_arrive, self._page, key)

    def swap(self, *keys, text=""):
        """The keys are pressed or the text is typed, and what htmx fetches for it has its place."""
        self._page.evaluate(WATCH_SWAPS)
        self.type(text)
        self.press(*keys)
        self._page.wait_for_function("() => window.isSwapped")

    def write(self, name, text, *, role="textbox"):
        """The text is in that field, and nothing else is."""
        self.reach(role, name)
        self.press("ControlOrMeta+a", "Backspace")
        self.type(text)

    def choose(self, name, option):
        """That option of the list is chosen, by typing how it begins."""
        self.reach("combobox", name)
        self.type(option)
        chosen = self._page.evaluate("document.activeElement.selectedOptions[0].text")
        assert chosen == option, f"“{chosen}” was chosen for “{option}”"

    def tick(self, name):
        """That box is ticked."""
        self.reach("checkbox", name)
        self.press("Space")
        assert self._page.evaluate("document.activeElement.checked"), f"“{name}” is not ticked"

    def pick(self, name, words, label):
        """Among the candidates for these words the one whose line begins so is chosen, with the arrow keys."""
        self.write(name, words, role="combobox")
        self._page.wait_for_function(CANDIDATES_ARE_THERE)
        passed = [""]
        while not passed[-1].startswith(label):
            self.press("ArrowDown")
            passed.append(self._page.evaluate(CANDIDATE))
            is_another = passed[-1] and passed[-1] not in passed[:-1]
            assert is_another, f"no candidate “{label}” for “{words}”: {passed[1:]}"
        self.press("Enter")


WATCH_SWAPS = """
() => {
  window.isSwapped = false;
  document.addEventListener("htmx:afterSettle", () => { window.isSwapped = true; }, { once: true });
}
"""
CANDIDATES_ARE_THERE = """
() => {
  const field = document.activeElement;
  const list = document.getElementById(field.getAttribute("aria-controls"));
  return field.getAttribute("aria-expanded") === "true" && list.getAttribute("aria-busy") === "false";
}
"""
CANDIDATE = """
(() => {
  const at = document.getElementById(document.activeElement.getAttribute("aria-activedescendant"));
  return at && at.innerText.replace(/\\s+/g, " ").trim();
})()
"""


def stop_at(page):
    found = page.evaluate(STOP)
    return Stop(**found) if found else None


def tab_until(page, role, name, at_most, key):
    passed = []
    stop = stop_at(page)
    while not (stop and stop.is_what(role, name)):
        way = "\n".join(f"  {n}. {each}" for n, each in enumerate(passed, 1))
        wanted = f"{role} “{name if isinstance(name, str) else name.pattern}”"
        assert len(passed) < at_most, f"{wanted} is further than {at_most} times {key} away on {page.url}:\n{way}"
        page.keyboard.press(key)
        stop = stop_at(page)
        assert stop, f"{wanted} is not on the way through {page.url} with {key}:\n{way}"
        passed.append(stop)
        assert not stop.faults, f"{stop} on {page.url}"


def press_and_arrive(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)
