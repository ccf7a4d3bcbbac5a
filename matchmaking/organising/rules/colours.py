"""How well a fair's colour can be read on. Pure: the style sheet (css/tokens.css) derives the same colours from it."""

import math
import re
from dataclasses import dataclass

# Paper and the text on an accent, in light and dark, as tokens.css has them (OKLCH).
PAPER = {"light": (0.985, 0.006, 85.0), "dark": (0.185, 0.012, 262.0)}
ACCENT = {"light": (0.3, 0.49, 0.15), "dark": (0.77, 0.88, 0.12)}  # lightness from and to, and the most chroma
SURFACE_TURNS = 0.66  # from this lightness on dark text stands on the colour, and white below
ENOUGH, ENOUGH_FOR_SHAPES = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11

Oklch = tuple[float, float, float]
Linear = tuple[float, float, float]


@dataclass(frozen=True)
class Ratio:
    """How far two colours are apart, from 1 to 21."""

    value: float

    @property
    def is_enough(self) -> bool:
        return self.value >= ENOUGH

    @property
    def is_seen(self) -> bool:
        return self.value >= ENOUGH_FOR_SHAPES


@dataclass(frozen=True)
class Judgement:
    """A colour on paper as it is, as links and buttons use it, and the text that stands on it."""

    colour: str
    raw: dict[str, Ratio]  # the colour itself on light and on dark paper
    used: dict[str, Ratio]  # what is made of it for text
    is_white_on_it: bool
    text_on_it: Ratio

    @property
    def is_changed(self) -> bool:
        """Somewhere text is written in another shade than the chosen one."""
        return not all(ratio.is_enough for ratio in self.raw.values())

    @property
    def is_hardly_seen(self) -> bool:
        return not all(ratio.is_seen for ratio in self.raw.values())


def is_colour(text: str) -> bool:
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def judge(colour: str) -> Judgement:
    """What becomes of this colour on the fair's pages."""
    own, (lightness, chroma, hue) = linear_of(colour), oklch_of(linear_of(colour))
    paper = {scheme: linear_from(PAPER[scheme]) for scheme in PAPER}
    used = {}
    for scheme, (least, most, vivid) in ACCENT.items():
        accent = linear_from((min(max(lightness, least), most), min(chroma, vivid), hue))
        used[scheme] = contrast(accent, paper[scheme])
    is_white_on_it = lightness < SURFACE_TURNS
    surface = linear_from((min(lightness, 0.53) if is_white_on_it else lightness, chroma, hue))
    text = linear_from((0.995 if is_white_on_it else 0.2, 0.004, hue))
    return Judgement(
        colour=colour.lower(),
        raw={scheme: contrast(own, paper[scheme]) for scheme in PAPER},
        used=used,
        is_white_on_it=is_white_on_it,
        text_on_it=contrast(surface, text),
    )


def contrast(one: Linear, other: Linear) -> Ratio:
    dark, light = sorted((luminance(one), luminance(other)))
    return Ratio((light + 0.05) / (dark + 0.05))


def luminance(colour: Linear) -> float:
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear_of(colour: str) -> Linear:
    """Linear light of a colour like #0f5f8a."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


# Björn Ottosson, A perceptual color space for image processing (2020).
def oklch_of(colour: Linear) -> Oklch:
    red, green, blue = colour
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def linear_from(colour: Oklch) -> Linear:
    """Linear light of a colour in OKLCH; what no screen shows is cut off."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(channel, 0.0), 1.0) for channel in (red, green, blue))
    return red, green, blue
