"""An executed notebook → one HTML page that opens without a network.

Charts are drawn by plotly.js, which lies once in reports/assets; everything else is in the page.
A Content-Security-Policy lets only our own scripts run, and no address be loaded.
"""

import ast
import copy
import hashlib
import importlib.resources
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, pass_context
from markupsafe import Markup, escape
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets import default
from traitlets.config import Config

from retention import durable, names
from retention.pages.kit import blocks
from retention.pages.kit.words import Words
from retention.report import recorded, sanitise, translate

HERE = Path(__file__).parent
PLOTLY = "application/vnd.plotly.v1+json"
PLOTLY_FILE = "plotly.min.js"
# Room plotly keeps for a title, which stands above the chart as text here.
TITLE_SPACE, SPACE_WITHOUT_TITLE = 72, 14
TOC_PLACE = "<!--contents-->"


def page(notebook: NotebookNode) -> str:
    """The page of an executed notebook; `metadata.retention` holds what the runner knows of the run."""
    about = notebook.metadata.get("retention", {})
    exporter = ReportExporter(about)
    html, _ = exporter.from_notebook_node(
        _prepared(notebook, about, exporter.words), {"metadata": {"name": about.get("notebook", "report"), "path": ""}}
    )
    return html.replace(TOC_PLACE, exporter.contents())


def write_assets(reports: Path) -> None:
    """Put plotly.js into reports/assets, once for each version of it."""
    source = _plotly_js()
    target = reports / "assets" / PLOTLY_FILE
    durable.sweep(durable.folder_with(0o755, target.parent))
    # The first bytes name the version; the size tells a half-copied file.
    if not (target.is_file() and target.stat().st_size == source.stat().st_size and _head(target) == _head(source)):
        durable.write_file(target, source.read_bytes())


def _plotly_js() -> Path:
    return Path(str(importlib.resources.files("plotly"))) / "package_data" / PLOTLY_FILE


def _head(path: Path) -> bytes:
    with open(path, "rb") as handle:
        return handle.read(256)


class ReportExporter(HTMLExporter):
    """nbconvert's exporter with our template, our sanitiser, and plotly's figures first."""

    def __init__(self, about: Mapping[str, Any], **kwargs: Any):
        super().__init__(**kwargs)
        self.about = about
        self.words = Words(str(about.get("language") or "en"), str(about.get("currency") or ""))
        self.headings: list[tuple[str, str]] = []

    @default("template_name")
    def _template_name_default(self) -> str:
        return "report"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(HERE / "templates")]

    @property
    def default_config(self) -> Config:
        config = super().default_config
        unwanted = {"application/vnd.jupyter.widget-view+json", "application/javascript", "text/vnd.mermaid", "text/latex"}
        config.NbConvertBase.display_data_priority = [PLOTLY, *(kind for kind in config.NbConvertBase.display_data_priority if kind not in unwanted)]
        config.HTMLExporter.sanitize_html = True
        config.HTMLExporter.exclude_anchor_links = True
        return config

    def default_filters(self) -> Iterable[tuple[str, Any]]:
        yield from super().default_filters()
        yield ("clean_html", sanitise.clean)
        yield ("typed", self._typed)
        yield ("script_json", script_json)

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.globals["words"] = self.words
        return environment

    def _init_resources(self, resources: Any) -> Any:
        resources = super()._init_resources(resources)
        resources.update(
            cover=cover(self.about, self.words),
            footer=footer(self.about, self.words),
            language="zh-CN" if self.words.language == "zh" else "en",
            title=self.about.get("title") or resources["metadata"]["name"],
            shop=names.tidy(str(self.about.get("shop_name") or self.about.get("shop") or "")),
            # Nobody can write this into a customer's name: it is made from the whole page's content.
            nonce=hashlib.sha256(json.dumps(self.about, sort_keys=True, default=str).encode() + self._content_hash).hexdigest()[:32],
            css=Markup(blocks.style_sheet() + (HERE / "templates" / "page.css").read_text(encoding="utf-8")),
            js=Markup((HERE / "templates" / "page.js").read_text(encoding="utf-8")),
        )
        return resources

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kwargs: Any) -> Any:
        self._content_hash = nbformat.writes(nb).encode()
        return super().from_notebook_node(nb, resources, **kwargs)

    @pass_context
    def _typed(self, context: Any, source: str) -> Markup:
        """Markdown → sanitised HTML with its sections numbered."""
        return self._number_sections(sanitise.clean(self.markdown2html(context, source)))

    def _number_sections(self, html: Markup) -> Markup:
        """Give each h2 an id, and note it for the contents."""

        def numbered(match: re.Match) -> str:
            self.headings.append((f"s{len(self.headings) + 1}", unescape(re.sub(r"<[^>]*>", "", match.group(1)))))
            return f'<h2 id="{self.headings[-1][0]}">{match.group(1)}</h2>'

        return Markup(re.sub(r"<h2>(.*?)</h2>", numbered, str(html), flags=re.DOTALL))

    def contents(self) -> str:
        """The list of sections."""
        return "".join(f'<li><a href="#{anchor}">{escape(text)}</a></li>' for anchor, text in self.headings)


def script_json(content: Any) -> Markup:
    """JSON that can stand inside a script element whatever texts it holds ("<!--<script>" would swallow the rest of the page)."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


# --- before nbconvert ------------------------------------------------------------------------------


def _prepared(notebook: NotebookNode, about: Mapping[str, Any], words: Words) -> NotebookNode:
    """A copy with the page's texts, without what is not for readers, and charts ready to draw."""
    texts = translate.texts(str(about.get("notebook", "")), words.language) if words.language != "en" else {}
    shown = translate.translated(notebook, texts)
    shown = copy.deepcopy(shown)
    shown.metadata.pop("widgets", None)
    shown.cells = [cell for cell in shown.cells if not HIDDEN & set(cell.metadata.get("tags", []))]
    for cell in shown.cells:
        if cell.cell_type == "markdown" and re.search(r"^# ", cell.source, re.MULTILINE):
            cell.source = re.sub(r"^# .*\n?", "", cell.source, count=1, flags=re.MULTILINE)  # the cover says it
            break
    for cell in shown.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _has_looks(output)]
    shown.cells = _telling(shown.cells)
    for output in (output for cell in shown.cells for output in cell.get("outputs", [])):
        if PLOTLY in output.get("data", {}):
            output["data"][PLOTLY], output["metadata"]["caption"] = captioned(output["data"][PLOTLY])
    return shown


def _telling(cells: list[NotebookNode]) -> list[NotebookNode]:
    """The cells without the sections (a heading and what is below it) that were to show something and had nothing to show in this shop."""
    sections: list[list[NotebookNode]] = [[]]
    for cell in cells:
        sections += [[]] if cell.cell_type == "markdown" and re.search(r"^## ", cell.source, re.MULTILINE) else []
        sections[-1].append(cell)
    told = [part for part in sections[1:] if not any(map(_asks, part)) or any(cell.get("outputs") for cell in part)]
    return [*sections[0], *(cell for part in told for cell in part)]


def _asks(cell: NotebookNode) -> bool:
    """Whether a cell ends in a value to be shown."""
    try:
        lines = ast.parse(cell.source).body if cell.cell_type == "code" else []
    except SyntaxError:  # a line of IPython's own
        return False
    return bool(lines) and isinstance(lines[-1], ast.Expr)


def _has_looks(output: NotebookNode) -> bool:
    """Whether an output is for readers; figures and facts recorded for the runner alone are not."""
    kinds = set(output.get("data", {}))
    return not kinds & {recorded.FIGURES, recorded.FACTS} or bool(kinds - {recorded.FIGURES, recorded.FACTS, "text/plain"})


HIDDEN = {"hide-in-report", "parameters", "injected-parameters", "papermill-error-cell-tag"}


def captioned(figure: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A plotly figure without its title, and the caption (title, subtitle, height) that goes above it as text."""
    layout = {key: value for key, value in (figure.get("layout") or {}).items() if key not in ("width", "title")}
    heading = (figure.get("layout") or {}).get("title") or {}
    heading = {"text": heading} if isinstance(heading, str) else heading
    title, subtitle = _plain(heading.get("text")), _plain((heading.get("subtitle") or {}).get("text"))
    height = int(layout.get("height") or 400)
    margin = dict(layout.get("margin") or {})
    saved = max(int(margin.get("t", TITLE_SPACE)) - SPACE_WITHOUT_TITLE, 0) if title else 0
    if title:
        margin["t"] = int(margin.get("t", TITLE_SPACE)) - saved
    layout |= {"margin": margin, "height": height - saved, "autosize": True}
    return {"data": figure.get("data", []), "layout": layout, "frames": figure.get("frames", [])}, {
        "title": title,
        "subtitle": subtitle,
        "height": height - saved,
        "drawn": bool(layout.get("shapes")) or any(_points(trace) for trace in figure.get("data", [])),
    }


def _points(trace: Mapping[str, Any]) -> bool:
    """Whether a trace has anything to draw."""
    values = [trace.get(axis) for axis in ("x", "y", "z", "values", "labels")] + [(trace.get("link") or {}).get("value")]
    return any(len(v.get("bdata", "")) if isinstance(v, dict) else v is not None and len(v) for v in values)


def _plain(text: Any) -> str:
    """A chart's title as text: plotly's little tags go, line breaks become spaces."""
    spaced = re.sub(r"<br ?/?>", " ", str(text or ""))
    # Blanks that keep a number with its sign stay as they are.
    return unescape(re.sub(r"[ \t\r\n]+", " ", re.sub(r"</?(?:b|i|em|strong|sub|sup|span|u|s)(?: [^<>]*)?>", "", spaced)).strip())


# --- the page's own facts --------------------------------------------------------------------------


def cover(about: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """(label, text) on the cover: shop, period, data cut-off, freshness, day of the run; what is not known is left out."""
    asked = str(about.get("as_of_asked") or "")
    spoken = {"last_order": "report-as-of-last-order", "today": "report-as-of-today"}
    as_of = str(about.get("as_of") or (words(spoken[asked]) if asked in spoken else asked))
    started, until = str(about.get("started") or "")[:10], str(about.get("data_until") or about.get("as_of") or "")
    period = f"{about['first_day']} – {as_of}" if about.get("first_day") else ""
    days = _days_between(until, started)
    fresh = words("report-fresh-days", days=days) if days is not None and days >= 0 else ""
    facts = [
        (words("report-cover-shop"), str(about.get("shop_name") or about.get("shop") or "")),
        (words("report-cover-period"), period),
        (words("report-cover-as-of"), as_of),
        (words("report-cover-fresh"), fresh),
        (words("report-cover-run"), started),
        (words("report-cover-read"), str(about.get("read_as") or "")),
    ]
    return [(name, names.tidy(text)) for name, text in facts if text]


def footer(about: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """(label, text) at the foot: run, hashes of exports and settings, version and commit, rows left out."""
    left, read = about.get("rows_left_out"), about.get("rows_read")
    left_out = "" if left is None else words.count(left)
    if left is not None and read:
        left_out = words("report-footer-left-out-of", left=words.count(left), read=words.count(read))
    facts = [
        (words("report-footer-run"), str(about.get("run_id") or "")),
        (words("report-footer-exports"), str(about.get("exports_hash") or "")),
        (words("report-footer-settings"), str(about.get("settings_hash") or "")),
        (words("report-footer-version"), " · ".join(filter(None, (str(about.get("version") or ""), str(about.get("commit") or ""))))),
        (words("report-footer-left-out"), left_out),
    ]
    return [(name, text) for name, text in facts if text]


def _days_between(first: str, last: str) -> int | None:
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return None
