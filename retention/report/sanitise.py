"""What HTML from notebooks may keep on a page: an allow-list.

Markdown cells and tables carry text from data unescaped, so their HTML is not trusted. nbconvert's
own list has no table cells and no headings; this one keeps tables, details and the blocks' classes,
and nothing that runs, loads, or covers other parts of the page.
"""

import re

import bleach
from bleach.css_sanitizer import CSSSanitizer
from markupsafe import Markup

LISTED = """
    a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li
    mark ol p pre s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul
"""
TAGS = frozenset(LISTED.split())
CLASSES = re.compile(r"(rp-[a-z-]+|dataframe|row_heading|col_heading|data)$")
ALLOWED_ATTRIBUTES = {
    "a": ("href",),
    "abbr": ("title",),
    "col": ("span",),
    "colgroup": ("span",),
    "details": ("open",),
    "img": ("src", "alt", "width", "height"),
    "ol": ("start",),
    "td": ("colspan", "rowspan", "data-value"),
    "th": ("colspan", "rowspan", "scope"),
}
LINK = re.compile(r"(https?://|mailto:|#|\.{0,2}/|[\w-]+(/|\.html))", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$")
# Enough for bars in cells and dots in cards; none of these takes an address or leaves its box.
STYLES = CSSSanitizer(
    allowed_css_properties=["width", "height", "left", "bottom", "text-align", "color", "background-color", "font-weight"],
    allowed_svg_properties=[],
)
# bleach shows the text inside tags it drops; nobody wants to read a style sheet.
UNREAD = re.compile(r"<(style|script|template|title|textarea|noscript|iframe|svg|math)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return all(CLASSES.match(word) for word in value.split())
    if name == "style":
        return True
    if tag == "a" and name == "href":
        return bool(LINK.match(value.strip()))
    if tag == "img" and name == "src":
        return bool(PICTURE.match(value.strip()))
    return name in ALLOWED_ATTRIBUTES.get(tag, ())


_CLEANER = bleach.Cleaner(
    tags=TAGS, attributes=_allowed, protocols=["http", "https", "mailto", "data"], strip=True, strip_comments=True, css_sanitizer=STYLES
)


def clean(html: str | bytes) -> Markup:
    """The harmless part of `html`.

    >>> str(clean("<b onclick='x()'>A</b><script>alert(1)</script><img src='https://x.example/p.png'>"))
    '<b>A</b>'
    """
    text = html.decode("utf-8", "replace") if isinstance(html, bytes) else str(html)
    return Markup(re.sub(r"<img(?![^<>]* src=)[^<>]*>", "", _CLEANER.clean(UNREAD.sub("", text))))
