"""E-mails as HTML: one layout of tables with styles in line, as mail programs read it; every value is escaped.

Headers by which one click ends e-mails stand in RFC 8058.
"""

import re
from html import escape

from retention.handover.about import wording

ONE_CLICK = "List-Unsubscribe=One-Click"
DKIM = (
    "The DKIM signature of every e-mail must cover the headers List-Unsubscribe and List-Unsubscribe-Post (RFC 8058), "
    "or mail programs do not show the link."
)
HTTPS = re.compile(r"https://[^\s<>\"',\\\x00-\x1f\x7f]+")
# Signs that no page may hold, and those that turn a line round: a name must not change what stands beside it.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
FONT = "font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',Helvetica,Arial,sans-serif"
TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
PARAGRAPH = f"margin:0 0 16px 0;{FONT};font-size:16px;line-height:26px;color:#222222"
SMALL = f"margin:0 0 8px 0;{FONT};font-size:12px;line-height:18px;color:#666666"


def subject_line(subject: str) -> str:
    """A subject on one line, so that no name in it begins a header of its own."""
    return " ".join(UNFIT.sub("", subject.replace("\x85", "\n")).split())


def unsubscribe_headers(address: str) -> tuple[str, str]:
    """The values of List-Unsubscribe and List-Unsubscribe-Post; empty where there is no address."""
    return (f"<{address}>", ONE_CLICK) if address else ("", "")


def as_html(subject: str, text: str, unsubscribe: str, postal_contact: str, language: str, rehearsal: bool = False) -> str:
    """An e-mail: paragraphs of its text, then who writes and how to end it."""
    words = wording(language)
    ends = f'{_plain(words["unsubscribe_asked"])} <a href="{_plain(unsubscribe)}" style="color:#666666">{_plain(words["unsubscribe"])}</a>'
    small = [*_lines(postal_contact), *([ends] if unsubscribe else [])]
    body = [f'<p style="{PARAGRAPH}">{part}</p>' for part in _paragraphs(text)]
    if rehearsal:
        body.insert(0, f'<p style="{PARAGRAPH};color:#b00020">{_plain(words["rehearsal"])}</p>')
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{_plain(language)}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>{_plain(subject_line(subject))}</title></head>",
            '<body style="margin:0;padding:0;background-color:#f4f4f4">',
            f'<table {TABLE} style="background-color:#f4f4f4"><tr><td align="center" style="padding:24px 12px">',
            f'<table {TABLE} style="max-width:600px;background-color:#ffffff"><tr><td style="padding:32px 24px 16px 24px">',
            *body,
            '</td></tr><tr><td style="padding:16px 24px 24px 24px;border-top:1px solid #e5e5e5">',
            *(f'<p style="{SMALL}">{part}</p>' for part in small),
            "</td></tr></table>",
            "</td></tr></table>",
            "</body></html>",
        )
    )


def _paragraphs(text: str) -> list[str]:
    """A text's paragraphs as HTML: an empty line begins a new one."""
    parts = re.split(r"\n[ \t]*\n", "\n".join(text.splitlines()))
    return ["<br>\n".join(lines) for part in parts if (lines := _lines(part))]


def _lines(text: str) -> list[str]:
    return [_plain(line.strip()) for line in text.splitlines() if line.strip()]


def _plain(text: str) -> str:
    """A text that stands for nothing but itself."""
    return escape(UNFIT.sub("", text), quote=True)
