"""What people wrote, made safe to show."""

import nh3
from django.utils.html import escape, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

RICH_TAGS = {"p", "br", "a"}


def rich_html(text: str) -> SafeString:
    """Paragraphs, line breaks and links of a plain text. Whatever markup was typed is shown, never obeyed."""
    html = urlize(linebreaks(escape(text)), nofollow=True)
    return mark_safe(  # the last step is the sanitiser, so nothing before it needs to be trusted
        nh3.clean(
            html,
            tags=RICH_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener ugc",
        )
    )
