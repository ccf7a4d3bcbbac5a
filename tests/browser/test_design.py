"""The page of components, as a browser shows it: if it is right here, it is right wherever they are used."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The measured contrast between two computed colours, painted by the browser itself.
CONTRAST = """
async (brands) => {
    const { contrast } = await import("/static/js/contrast.js");
    const brush = new OffscreenCanvas(1, 1).getContext("2d");
    const painted = (colour) => {
        brush.fillStyle = colour;
        brush.fillRect(0, 0, 1, 1);
        return [...brush.getImageData(0, 0, 1, 1).data];
    };
    const place = document.createElement("div");
    place.className = "brand-scope";
    document.body.append(place);
    const value = (token) => {
        place.style.color = `var(--${token})`;
        return painted(getComputedStyle(place).color);
    };
    const pairs = [["accent", "paper"], ["accent", "paper-sunk"], ["on-accent", "accent"],
                   ["accent-strong", "accent-soft"], ["ink", "accent-soft"], ["on-brand", "brand-surface"]];
    const low = [];
    for (const brand of brands) {
        place.style.setProperty("--brand", brand);
        for (const [text, ground] of pairs) {
            const figure = contrast(value(text), value(ground));
            if (figure < 4.5) low.push(`${text} on ${ground} for ${brand}: ${figure.toFixed(2)}`);
        }
    }
    return low;
}
"""
STEPS = ("00", "33", "66", "99", "cc", "ff")
EVERY_BRAND = [f"#{red}{green}{blue}" for red in STEPS for green in STEPS for blue in STEPS]


@pytest.fixture
def design(page, live_server):
    """The page, opened at a width; whatever the browser complains about is collected."""
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))

    def opened(width=1280, scheme="light", direction="ltr"):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(f"{live_server.url}/design/")
        page.evaluate("direction => (document.documentElement.dir = direction)", direction)
        return page

    return opened


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing(design, axe, width, scheme):
    assert axe(design(width, scheme)) == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_wider_than_the_window(design, direction):
    page = design(direction=direction)
    wider = {}
    for width in (360, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        wider[width] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == {360: 0, 390: 0, 768: 0, 1280: 0}


def test_text_twice_as_large_still_fits(design):
    page = design(390)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_browser_complains_about_nothing(design):
    assert design().complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stays_readable_whatever_the_brand_is(design, scheme):
    assert design(scheme=scheme).evaluate(CONTRAST, EVERY_BRAND) == []


def test_the_browsers_clock_is_told_to_the_server(design):
    page = design()
    assert [c["value"] for c in page.context.cookies() if c["name"] == "zone"] == ["Europe/Brussels"]
    page.reload()
    assert "Brussels first" in page.locator(".site-foot").inner_text()


def test_a_dialog_opens_and_gives_the_focus_back(design):
    page = design()
    page.get_by_role("button", name="Open a dialog").press("Enter")
    dialog = page.get_by_role("dialog", name="Withdraw the stand?")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Open a dialog"


def test_the_language_menu_opens_by_keyboard_and_closes_by_escape(design):
    page = design()
    summary = page.locator(".site-head summary").first
    summary.focus()
    page.keyboard.press("Enter")
    french = page.get_by_role("button", name="Français")
    assert french.is_visible()
    page.keyboard.press("Escape")
    assert not french.is_visible()


def test_the_first_tab_stop_skips_to_the_content(design):
    page = design()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_password_can_be_shown_and_hidden(design):
    page = design()
    field = page.locator("#id_fresh-password")
    button = field.locator("xpath=following-sibling::button")
    button.click()
    assert (field.get_attribute("type"), button.get_attribute("aria-pressed")) == ("text", "true")
    button.click()
    assert (field.get_attribute("type"), button.get_attribute("aria-pressed")) == ("password", "false")


def test_a_text_is_counted_while_it_is_typed(design):
    page = design()
    page.locator("#id_fresh-pitch").fill("Cacao\nBeans")
    assert page.locator('[data-counter="id_fresh-pitch"]').inner_text() == "12 / 600"


@pytest.mark.parametrize(("width", "scheme", "direction"), [(390, "dark", "rtl"), (1280, "light", "ltr")])
def test_a_long_list_is_searched_and_chosen_from_by_keyboard(design, axe, width, scheme, direction):
    page = design(width, scheme, direction)
    field = page.locator("#forms .field", has=page.locator("[data-choices]"))
    values = "document.querySelector('#forms [data-choices] select').selectedOptions"
    field.get_by_role("button", name="Markets looked for: Choose").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{values}.length") == 0
    page.keyboard.type("cote iv")
    assert field.get_by_role("status").inner_text() == "Shown: 1"
    page.keyboard.press("Enter")
    assert field.get_by_role("status").inner_text() == "Shown: 1. Chosen: 1"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("peru")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('label').innerText.trim()") == "Peru"
    page.keyboard.press("Space")
    assert page.evaluate(f"[...{values}].map(option => option.value)") == ["CI", "PE"]
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.innerText") == "Chosen: 2"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(f"[...{values}].map(option => option.value)") == ["CI"]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Remove Côte d’Ivoire"
    assert page.complaints == []
