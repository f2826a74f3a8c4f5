"""Names as data hold them, made fit to be shown.

A category may be called `<a href=…>`, hold signs that turn a line round, or have 10,000 letters. Lists keep names as they are;
sentences, pages and pictures show them by way of this module. Each kind of text escapes once, where it is finished:
`Words` tidies the names it puts into a message, `html` is for elements of a page, `pages.kit.style.Picture` for charts.
"""

import re
from html import escape

# Letters of a name that are shown, and of these the last ones: names of goods differ at their ends (colour, size).
LONGEST, END = 120, 30
# Controls, surrogates, signs without width or for the direction of writing, signs that are none.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
BREAKS = re.compile("[ \t]*[\n\t\x85\u2028\u2029][ \t]*")
# JupyterLab looks for formulas in the text of pages: between dollars, and after backslashes.
FORMULA = re.compile(r"[$\\]")


def seen(text: str) -> str:
    """`text` without what cannot be seen, on one line."""
    return BREAKS.sub(" ", UNSEEN.sub("", text.replace("\r", "\n")))


def shortened(text: str, longest: int = LONGEST) -> str:
    """`text` with its middle left out where it is longer than anybody reads.

    >>> shortened("x" * 200 + " size M", 80)
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxxxxxx size M'
    """
    return text if len(text) <= longest else f"{text[: longest - END - 1]}…{text[-END:]}"


def tidy(text: str) -> str:
    """A name fit to stand in a sentence: one line, nothing unseen, not too long."""
    return shortened(seen(text))


def html(text: str) -> str:
    """`text` as it stands between the tags of a page, and no formula in JupyterLab.

    >>> html("<b>$5 & more</b>")
    '&lt;b&gt;<span>$</span>5 &amp; more&lt;/b&gt;'
    """
    return FORMULA.sub(r"<span>\g<0></span>", escape(seen(text)))
