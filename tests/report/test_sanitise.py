"""What HTML of notebooks leaves of an attack, and what it keeps of a table: read again as a browser reads it."""

from html.parser import HTMLParser

import pytest

from retention.report.sanitise import ATTRIBUTES, STYLES, TAGS, clean

HOSTILE = [
    # Markup that changes its meaning when it is read a second time.
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<svg><foreignObject><div><style><img src=x onerror=alert(1)></style></div></foreignObject></svg>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<table><caption><svg><title><img src=x onerror=alert(1)></title></svg></caption></table>",
    "<img alt='x><script>alert(1)</script>'>",
    "<abbr title='<img class='>A</abbr><abbr title='><img src=x onerror=alert(1)>'>B</abbr>",
    "<xmp><img src=x onerror=alert(1)></xmp><plaintext><script>alert(1)</script>",
    "<!--><script>alert(1)</script>--><![CDATA[<script>alert(1)</script>]]>",
    "<select><option><template><script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    # Addresses that run or load.
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href=' &#106;avascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<img src='data:image/png;base64,AAAA' srcset='https://x.example/p.png 2x'>",
    "<img src='//x.example/p.png'>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<meta http-equiv='refresh' content='0;url=https://x.example'><base href='https://x.example/'>",
    "<object data='https://x.example'></object><embed src='https://x.example'><link rel=stylesheet href='https://x.example'>",
    "<table background='https://x.example/p.png'><td background='https://x.example/p.png'>x</table>",
    "<blockquote cite='https://x.example'>x</blockquote>",
    # Styles.
    "<p style='background-color:url(https://x.example)'>x</p>",
    "<p style='color:red;background-image:url(https://x.example)'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<p style='wi\\64th:50%;color:r\\65 d;behavior:url(x)'>x</p>",
    "<p style='color:/*;*/red;position:fixed;left:0'>x</p>",
    "<p style='width:100000px;left:-9px;height:calc(100vh * 9);color:var(--x)'>x</p>",
    "<p style='color:rgb(0,0,0);--x:1;@import url(https://x.example)'>x</p>",
    # Attributes.
    "<b onclick=alert(1) title='x",
    "<b/onmouseover=alert(1)//id=x name=y>x</b>",
    "<a href='https://x.example' target=_blank ping='https://x.example' download>x</a>",
    "<details open ontoggle=alert(1) id=s1><summary tabindex=1 autofocus onfocus=alert(1)>s</summary></details>",
]


class Read(HTMLParser):
    """Elements of a page with their attributes."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.comments: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data):
        self.comments.append(data)


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_stays_that_runs_loads_or_covers_the_page(html):
    page = Read(clean(html))
    assert page.comments == []
    for tag, attributes in page.found:
        assert tag in TAGS
        assert attributes.keys() <= ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | {"rel"}
        assert not any(sign in (attributes.get("style") or "") for sign in ("url", "\\", "/*", "@", "expression", "calc", "var"))
        assert {one.partition(":")[0].strip() for one in (attributes.get("style") or "").split(";")} <= STYLES.keys() | {""}
        assert (attributes.get("href") or "https://").startswith("https://")
        assert (attributes.get("src") or "data:image/png;").startswith("data:image/png;")
        assert tag != "img" or "src" in attributes


@pytest.mark.parametrize("html", HOSTILE)
def test_what_is_clean_stays_as_it_is(html):
    assert clean(clean(html)) == clean(html)


def test_a_link_tells_the_page_it_leads_to_nothing():
    assert clean("<a href='https://x.example/a?b=1&c=2'>x</a>") == '<a href="https://x.example/a?b=1&amp;c=2" rel="noopener noreferrer">x</a>'
    assert "href" not in clean("<a href='javascript:alert(1)'>x</a>")


@pytest.mark.parametrize(
    "html",
    [
        '<td class="rp-num rp-barcell" data-value="1.5"><span class="rp-bar" style="width: 3.0%;"></span><span class="rp-over">1.5</span></td>',
        '<th scope="col" colspan="2" class="col_heading">¥1,234 &amp; 66\u00a0%</th>',
    ],
)
def test_cells_with_bars_numbers_and_spaces_that_do_not_wrap_stay_letter_by_letter(html):
    assert html in clean(f"<table><tbody><tr>{html}</tr></tbody></table>")


def test_dots_of_a_card_keep_their_place():
    whisker = '<i style="left: 12.5%; bottom: 0.0%; height: 40.0%;"></i>'
    card = f'<span class="rp-spark">{whisker}<b class="rp-now" style="left: 97.0%; bottom: 3.1%;"></b></span>'
    assert clean(card) == card


@pytest.mark.parametrize(
    "style", ["color: #8a97a3;", "background-color: rgb(10, 20, 30);", "text-align: right;", "font-weight: bold;", "width: auto;"]
)
def test_plain_styles_of_an_analysts_own_table_stay(style):
    assert clean(f'<p style="{style}">x</p>') == f'<p style="{style}">x</p>'


def test_a_picture_stays_and_text_that_looks_like_markup_is_text():
    picture = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a &lt; b">'
    assert clean(picture) == picture
    assert clean("1 < 2 & 3 > 2 &lt;script&gt;") == "1 &lt; 2 &amp; 3 &gt; 2 &lt;script&gt;"
