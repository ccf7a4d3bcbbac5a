"""Logos and stand pictures of the demo, drawn from a number: plain geometry, no photograph of anybody."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

# Two colours that belong together, per sector.
PALETTES = {
    "food": ("#6b3a1e", "#e8c89a"),
    "drinks": ("#7a1f3d", "#f0c9a8"),
    "textiles": ("#3b3a6b", "#d9c7e8"),
    "home": ("#44544a", "#d8dccb"),
    "beauty": ("#8a4a6a", "#f3d9e0"),
    "machines": ("#2f4552", "#c5d3d9"),
    "energy": ("#1f5d4a", "#f2d98c"),
    "mobility": ("#1f4e79", "#bfd8ea"),
    "health": ("#1d6470", "#c9e4e4"),
    "packaging": ("#6f5630", "#e6d7b8"),
    "wood": ("#5a4126", "#dcc6a0"),
    "farming": ("#3f6128", "#d7e3b3"),
    "digital": ("#2b2f77", "#c3c9f2"),
    "toys": ("#a1431f", "#f6d7a7"),
}


def logo(n: int, *, sector: str, seed: int) -> bytes:
    """A square logo as PNG: one simple mark on a plain ground."""
    dice = Random(f"{seed} logo {n}")
    dark, light = PALETTES[sector]
    image = Image.new("RGB", (512, 512), light)
    draw = ImageDraw.Draw(image)
    shape = dice.randrange(4)
    if shape == 0:
        draw.ellipse((96, 96, 416, 416), fill=dark)
        draw.ellipse((dice.randint(120, 220), 150, 400, 400), fill=light)
    elif shape == 1:
        for step in range(3):
            inset = 96 + step * 56
            draw.rectangle((inset, inset, 512 - inset, 512 - inset), outline=dark, width=22)
    elif shape == 2:
        draw.polygon([(256, 92), (420, 400), (92, 400)], fill=dark)
        draw.rectangle((dice.randint(200, 240), 300, 280, 400), fill=light)
    else:
        for bar in range(4):
            height = dice.randint(110, 320)
            draw.rectangle((104 + bar * 80, 416 - height, 160 + bar * 80, 416), fill=dark)
    return _bytes(image, "PNG")


def stand_picture(n: int, *, sector: str, seed: int) -> bytes:
    """A wide picture of coloured planes as JPEG: light from one side, as in a quiet hall."""
    dice = Random(f"{seed} stand {n}")
    dark, light = PALETTES[sector]
    image = Image.new("RGB", (1600, 900), light)
    draw = ImageDraw.Draw(image, "RGBA")
    for _plane in range(7):
        left, width, height = dice.randint(-200, 1400), dice.randint(200, 700), dice.randint(200, 760)
        slope = dice.randint(-120, 120)
        colour = tuple(int(dark[i : i + 2], 16) for i in (1, 3, 5))
        draw.polygon(
            [(left, 900), (left, 900 - height), (left + width, 900 - height + slope), (left + width, 900)],
            fill=(*colour, dice.randint(40, 110)),
        )
    return _bytes(image, "JPEG")


def price_list(title: str, *, sector: str) -> bytes:
    """A one-page PDF that can be handed out."""
    dark, _light = PALETTES[sector]
    page = Image.new("RGB", (827, 1169), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 827, 140), fill=dark)
    draw.text((60, 55), title.encode("ascii", "replace").decode(), fill="white", font_size=32)
    for line in range(12):
        y = 220 + line * 60
        draw.line((60, y, 767, y), fill="#cccccc", width=2)
        draw.text((60, y - 40), f"Article {line + 1}", fill="#333333", font_size=24)
        draw.text((640, y - 40), f"{(line + 3) * 7}.50", fill="#333333", font_size=24)
    return _bytes(page, "PDF")


def _bytes(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()
