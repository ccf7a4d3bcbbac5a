"""Codes that phones read."""

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def qr(address: str, says: str) -> SafeString:
    """The address as a QR code, drawn in the page itself: black on white whatever the page's colours, for cameras want
    it so. `says` is for those who do not see it."""
    code = segno.make(address, error="m", micro=False)
    side = code.symbol_size(border=4)[0]
    dark = " ".join(
        f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(code.matrix) for x, is_dark in enumerate(row) if is_dark
    )
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<rect width="100%" height="100%" fill="#fff"/><path d="{}" fill="#000"/></svg>',
        says,
        side,
        side,
        mark_safe(dark),
    )
