"""What HTML from notebooks may keep on a page: an allow-list.

Markdown cells and tables carry text from data unescaped, so their HTML is not trusted. nbconvert's
own list has no table cells and no headings; this one keeps tables, details and the blocks' classes,
and nothing that runs, loads, or covers other parts of the page.
"""

import re

import nh3
from markupsafe import Markup

LISTED = """
    a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li
    mark ol p pre s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul
"""
TAGS = set(LISTED.split())
# Nobody wants to read a style sheet: of these the content goes, too.
UNREAD = {"style", "script", "template", "title", "textarea", "noscript", "iframe", "svg", "math"}
ATTRIBUTES = {
    "*": {"class", "style"},
    "a": {"href"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "data-value"},
    "th": {"colspan", "rowspan", "scope"},
}
CLASSES = re.compile(r"rp-[a-z-]+|dataframe|row_heading|col_heading|data")
LINK = re.compile(r"(https?://|mailto:|#|\.{0,2}/|[\w-]+(/|\.html))", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
# Enough for bars in cells and dots in cards; none of these takes an address or leaves its box.
SIZE = re.compile(r"auto|0|\d{1,4}(\.\d+)?(%|px|em|rem|ch)", re.ASCII)
COLOUR = re.compile(r"[a-z]+|#[0-9a-f]{3,8}|(rgb|hsl)a?\([\d.,%/ ]+\)", re.ASCII | re.IGNORECASE)
STYLES = {
    **dict.fromkeys(("width", "height", "left", "bottom"), SIZE),
    **dict.fromkeys(("color", "background-color"), COLOUR),
    "text-align": re.compile("left|right|center|start|end|justify"),
    "font-weight": re.compile(r"normal|bold|bolder|lighter|[1-9]00"),
}


def _style(value: str) -> str | None:
    """The declarations of a style that are on the list, as they are written there; None without any."""
    told = [declaration.partition(":") for declaration in value.split(";")]
    pairs = [(name.strip().lower(), given.strip()) for name, _, given in told]
    kept = [f"{name}: {given};" for name, given in pairs if name in STYLES and STYLES[name].fullmatch(given)]
    return " ".join(kept) or None


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """What is left of an attribute on the list; None when its value is not."""
    if name == "style":
        return _style(value)
    if name == "class":
        return value if all(CLASSES.fullmatch(word) for word in value.split()) else None
    if name == "href":
        return value if LINK.match(value.strip()) else None
    if name == "src":
        return value if PICTURE.fullmatch(value.strip()) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=UNREAD,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "data"},
)
# nh3 writes < and > in text and values as &lt; and &gt;, so this is a whole tag and never a part of a value.
_NO_PICTURE = re.compile(r"<img(?![^<>]* src=)[^<>]*>")


def clean(html: str | bytes) -> Markup:
    """The harmless part of `html`.

    >>> str(clean("<b onclick='x()'>A</b><script>alert(1)</script><img src='https://x.example/p.png'>"))
    '<b>A</b>'
    """
    text = html.decode("utf-8", "replace") if isinstance(html, bytes) else str(html)
    return Markup(_NO_PICTURE.sub("", _CLEANER.clean(text)).replace("&nbsp;", "\u00a0"))
