"""Names that no shop has and somebody will write, and what must not become of them on a page."""

import json
import re
from html.parser import HTMLParser
from typing import Any

from retention.names import UNSEEN
from retention.pages.kit import style
from retention.pages.kit.blocks import style_sheet

NAMES = (
    "<a href=https://x.example>link</a>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b>bold</b><br>",
    "[link](https://x.example)",
    "![picture](https://x.example/p.png)",
    "<https://x.example>",
    "https://x.example www.x.example a@x.example",
    "**bold** *slant* __under__ ~~gone~~",
    "`code` ```more```",
    "a | b |\n|---|---|\n| c | d |",
    "# head\n\n- item\n\n> said",
    "$x^2$ and $y$ \\(z\\) \\begin{align}1\\end{align}",
    "{curly} {{7*7}} { $n ->",
    "%{customdata} %{meta[0]}<extra>more</extra>",
    "tab\tbell\x07null\x00escape\x1b[31mred",
    "turned\u202eround\u2066and\u2069more\u200e\u200fno\u200bwidth\ufeff",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "=cmd|' /C calc'!A0",
    "' onmouseover='alert(1)\" style=\"x",
    "长" * 10_000,
)
# Of the tags on our pages none leads anywhere, loads or runs.
TAGS = {"section", "div", "p", "ul", "ol", "li", "strong", "code", "span", "i", "b", "details", "summary", "figure", "figcaption",
        "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd"}  # fmt: skip
ATTRIBUTES = {"class", "style", "data-value", "colspan"}
OWN = re.compile("|".join(map(re.escape, ("<br>", style.BELOW_A_TICK, "</span>", "<extra></extra>"))))


class Addresses(HTMLParser):
    """Every value of a page's tags that a browser follows, loads or runs."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [str(value) for name, value in attrs if name in ("href", "src", "srcset", "action", "data") or name.startswith("on")]


class Page(HTMLParser):
    """What a browser makes of a piece of a page: its tags and the texts between them."""

    def __init__(self, html: str):
        super().__init__()
        self.wrong: list[str] = []
        self.texts: list[str] = []
        self.feed(html.replace(style_sheet(), "").replace("<style></style>", ""))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.wrong += [tag] if tag not in TAGS else []
        self.wrong += [f"{tag} {name}" for name, _ in attrs if name not in ATTRIBUTES]

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data}")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def harm_in_page(html: str) -> list[str]:
    """Tags that are not ours, signs nobody sees, formulas, and names nobody reads to the end, in a piece of a page."""
    page = Page(html)
    unseen = [repr(text[:80]) for text in page.texts if UNSEEN.search(text)]
    formulas = [text[:80] for text in page.texts if re.search(r"[$\\]", text) and len(text) > 1]
    return page.wrong + unseen + formulas + (["long"] if "长" * 500 in html else [])


def harm_in_picture(figure: dict[str, Any]) -> list[str]:
    """What plotly would take for more than text, in a figure as it is sent to the page."""
    texts = list(_texts(json.loads(json.dumps(figure, default=str))))
    plain = [(key, OWN.sub("", text)) for key, text in texts]
    return [f"{key}: {text[:80]!r}" for key, text in plain if re.search("[<>$]", text) or UNSEEN.search(text) or "长" * 500 in text]


def _texts(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)
