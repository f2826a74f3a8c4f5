"""Names from data and settings stay text: in sentences, pages and pictures, whatever stands in them."""

import copy
import re
import shutil
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from retention import names, project
from retention.pages.kit import blocks, style
from retention.pages.kit.blocks import prose
from retention.pages.kit.words import Words
from retention.report import exporter, sanitise
from retention.settings import load_yaml
from tests.conftest import ROOT
from tests.hostile import NAMES, Addresses, Page, harm_in_page, harm_in_picture
from tests.notebooks import GROUPS, PROGRAMMES, PYRAMIDS, QUICK, STEMS, rehearsed

WORDS = Words("en", "USD")
AS_THEY_ARE = ("Women & Kids", "T-shirt_v2", "T恤*2件 [清仓] 50%", "A/B (new)", "C# < 5", "表情😀", "الأحمر", 'O\'Neill "90"', "~5 {pcs} | 3")


def seen_in(html: str) -> str:
    return "".join(Page(html).texts)


# --- the doors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_an_ordinary_name_is_shown_letter_by_letter(name):
    said = WORDS("affinity-arrow", a=name, c="x")
    assert said == f"{name} → x"
    assert seen_in(prose(said).html) == seen_in(blocks.note(said, WORDS, "plain").html) == said
    assert name in seen_in(blocks.table(pd.DataFrame({"n": [name]}), {"n": ("Name", "text")}, WORDS).html)


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_text_in_sentences_tables_notes_and_actions(name):
    said = WORDS("affinity-arrow", a=name, c=name)
    action = blocks.Action(title=said, who=said, how_many=3, where=said, why=said)
    table = blocks.table(pd.DataFrame({"n": [name]}), {"n": (said, "text")}, WORDS, caption=said)
    html = [block._repr_html_() for block in (prose(said), blocks.note(said, WORDS), table, blocks.actions([action], WORDS))]
    assert [harm_in_page(block) for block in html] == [[]] * 4
    assert [Page(str(sanitise.clean(block))).wrong for block in html] == [[]] * 4
    assert "\n" not in said


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_text_in_a_picture_wherever_it_stands(name):
    fig = style.figure(WORDS("affinity-arrow", a=name, c=name), name)
    fig.add_bar(
        x=[1, 2], y=[name, "b"], orientation="h", text=[name, ""], hovertext=[f"{name}\nsecond line", ""], name=name, customdata=[[name], [1]]
    )
    fig.add_treemap(labels=[name], parents=[""], values=[1])
    fig.add_annotation(x=1, y=1, text=name, hovertext=name)
    fig.update_yaxes(tickvals=[0], ticktext=[f"{name}\nn = 5"], title_text=name, categoryarray=[name])
    assert harm_in_picture(fig.to_dict()) == []
    assert fig.data[0].y[0] == name
    assert harm_in_picture(type(fig)(fig).to_dict()) == []


def test_a_picture_shows_names_as_they_are_and_breaks_its_own_lines():
    fig = style.figure("a & b", "").add_bar(x=[1], y=["<5 & more"], hovertext=["first\nsecond"])
    fig.update_yaxes(tickvals=[0], ticktext=["one\nbelow"])
    drawn = fig.to_dict()
    assert drawn["data"][0]["y"] == ["&lt;5 &amp; more"]
    assert drawn["data"][0]["hovertext"] == ["first<br>second"]
    assert drawn["layout"]["yaxis"]["ticktext"] == [f"one<br>{style.BELOW_A_TICK}below</span>"]


def test_a_copy_of_a_picture_is_not_escaped_twice():
    fig = style.figure("a & b", "").add_bar(x=[1], y=["<5"])
    assert copy.deepcopy(fig).to_dict() == fig.to_dict()


def test_sentences_keep_their_own_bold_words_places_and_lists():
    html = prose("One **bold** & `place/a_b`.\n\nList:\n- first\n- second\n\nLast $5 and $6.").html
    assert "<p>One <strong>bold</strong> &amp; <code>place/a_b</code>.</p><p>List:</p><ul><li>first</li><li>second</li></ul>" in html
    assert seen_in(html).endswith("Last $5 and $6.")
    assert prose("").html == ""


def test_a_name_neither_ends_nor_begins_bold_words():
    said = WORDS("loyalty-gain-item", label="a** b ** `c", change="lose", low="1", high="2", p_positive=0.5)
    assert re.findall("<strong>(.*?)</strong>", prose(said).html) == ["a＊＊ b ＊＊ ˋc"]


def test_a_sentence_in_a_sentence_is_not_taken_for_a_long_name():
    many = WORDS("affinity-comma").join([f"name {n}" for n in range(99)])
    assert len(WORDS("affinity-arrow", a=many, c="x")) > len(many)
    assert len(WORDS("affinity-arrow", a="n" * 9_999, c="x")) < 130


def test_a_shortened_name_keeps_its_end():
    long = "dress " * 50 + "size M"
    assert len(names.tidy(long)) == names.LONGEST
    assert names.tidy(long).endswith("size M")


# What makes the doors, and e-mails, which are no pages: their own writer escapes all (tests/handover).
EXEMPT = ("names.py", "style.py", "exporter.py", "workbook.py", "mail.py")


def test_the_doors_are_the_only_ones():
    """Nothing else turns text into HTML or Markdown, or draws figures that are not ours."""
    ours = [path for path in (ROOT / "retention").rglob("*.py") if path.name not in EXEMPT]
    forbidden = re.compile(r"IPython\.display|\bMarkdown\(|from html import escape|go\.Figure\(|<br ?/?>|texttemplate=f|hovertemplate=f")
    found = [f"{path.name}: {line.strip()}" for path in ours for line in path.read_text(encoding="utf-8").splitlines() if forbidden.search(line)]
    assert found == ["section.py: from IPython.display import display"]  # by which it shows its parts
    texts = [path for language in ("en", "zh") for path in (ROOT / "retention" / "pages").glob(f"*/{language}.ftl")]
    assert [path.name for path in texts if re.search("<(br|b|i|a|span)[ >]", path.read_text(encoding="utf-8"))] == []


# --- a whole shop ------------------------------------------------------------------------------------

FREE = {
    "consents": ("source",),
    "coupons": ("name",),
    "customers": ("name", "gender", "region", "occupation", "top_size", "bottom_size", "shoe_size", "style_preference", "avoided_fabric", "adviser"),
    "events": ("channel", "about"),
    "memberships": ("source", "tier", "mark"),
    "order_lines": ("product_name",),
    "orders": ("channel",),
    "products": ("name", "category", "brand", "style", "season", "colour", "size"),
    "returns": ("kind", "reason"),
    "scans": ("place",),
    "shipments": ("carrier", "region"),
    "surveys": ("wave", "comment"),
    "ticket_messages": ("text",),
    "ticket_states": ("owner", "queue"),
    "tickets": ("topic", "assignee", "priority", "group"),
    "touches": ("campaign", "owner", "outcome"),
}


# Settings refuse controls, so these columns, whose values settings name, have none.
IN_SETTINGS = {"top_size", "bottom_size", "shoe_size", "style_preference", "tier", "campaign"}
SETTABLE = tuple(name for name in NAMES if not re.search("[\0-\x1f]", name))


def hostile(value: Any, among: tuple[str, ...] = NAMES) -> Any:
    """A hostile name for an ordinary one, always the same."""
    return value if not isinstance(value, str) else f"{value} {among[zlib.crc32(value.encode()) % len(among)]}"


def made_hostile(table: Path, columns: tuple[str, ...], customers: list[str]) -> None:
    """The rows of these customers, and all where a table knows none, with hostile texts."""
    found = pq.read_table(table, filters=[("customer_id", "in", customers)] if "customer_id" in pq.read_schema(table).names else None)
    for column in columns:
        among = SETTABLE if column in IN_SETTINGS else NAMES
        text = pa.array([hostile(value, among) for value in found[column].to_pylist()], pa.string())
        found = found.set_column(found.column_names.index(column), column, text)
    pq.write_table(found, table)


def hostile_settings(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: hostile_settings(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [hostile_settings(inner, key) for inner in value]
    return hostile(value, SETTABLE) if key in ("label", "name", "measured_by", "choices", "assumption") else value


@pytest.fixture(scope="module")
def bad_shop(herstyle, tmp_path_factory) -> Callable[[int], tuple[str, str]]:
    """Makes params and data of some of HerStyle's members, with every free text hostile."""

    @cache
    def made(members: int) -> tuple[str, str]:
        params, data = (tmp_path_factory.mktemp(f"hostile-{members}") / name for name in ("params", "shop"))
        shutil.copytree(herstyle / "tables", data / "tables")
        customers = pq.read_table(data / "tables" / "memberships.parquet")["customer_id"].to_pylist()[:members]
        for table in (data / "tables").glob("*.parquet/part-0.parquet"):
            made_hostile(table, FREE.get(table.parent.stem, ()), customers)
        params.mkdir()
        for path in (project.root() / "params" / "herstyle").glob("*.yaml"):
            told = yaml.safe_dump(hostile_settings(load_yaml(path)), allow_unicode=True)
            (params / path.name).write_text(told + QUICK.get(path.stem, ""), encoding="utf-8")
        return str(params), str(data)

    return made


SOAK = [pytest.param(stem, 500, marks=pytest.mark.soak) for stem in STEMS]


@pytest.mark.slow
@pytest.mark.parametrize(("stem", "members"), [(PYRAMIDS, 40), (GROUPS, 40), (PROGRAMMES, 40), *SOAK])
def test_a_shop_with_hostile_names_everywhere_harms_no_section_and_no_page(stem, members, bad_shop, tmp_path):
    params, data = bad_shop(members)
    page = rehearsed(stem, Path(data), params, tmp_path)
    pictures = [output[exporter.PLOTLY] for output in page.outputs if exporter.PLOTLY in output]
    sections = [output["text/html"] for output in page.outputs if "text/html" in output]
    assert [harm for harm in map(harm_in_picture, pictures) if harm] == []
    assert [harm for harm in map(harm_in_page, sections) if harm] == []
    assert not any("text/markdown" in output for output in page.outputs)
    assert [address for address in Addresses(page.html).found if re.search(r"x\.example|alert|^x$", address)] == []
    assert "x.example" in page.html
