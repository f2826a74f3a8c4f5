"""Each message is asked for by some line of code: by its whole id, or by an id that the line puts together."""

import ast
import json
import re
from functools import cache

from retention import project
from retention.pages.kit.words import PAGES
from tests.test_words import messages

PARTS = "[a-z]+(-[a-z]+)+"


@cache
def texts_in_code() -> tuple[frozenset[str], frozenset[tuple[str | None, ...]]]:
    """Texts of package and notebooks: whole ones, and those put together, None for each value ("kpi-{name}": "kpi-", None)."""
    code = [path.read_text(encoding="utf-8") for path in PAGES.parent.rglob("*.py")]
    for notebook in project.notebooks():
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        code += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    nodes = [node for text in code for node in ast.walk(ast.parse(text))]
    whole = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    joined = [node.values for node in nodes if isinstance(node, ast.JoinedStr)]
    made = {tuple(str(part.value) if isinstance(part, ast.Constant) else None for part in parts) for parts in joined}
    pages = [path.read_text(encoding="utf-8") for path in PAGES.parent.rglob("*.j2")]
    return frozenset(whole.union(*(re.findall(r"[\"']([\w-]+)[\"']", page) for page in pages))), frozenset(made)


def said_by_messages() -> set[str]:
    """Messages that other messages say."""
    return set(re.findall(r"\{ ([a-z][\w-]*) \}", "".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*/en.ftl"))))


def test_no_message_is_written_that_nobody_asks_for():
    whole, made = texts_in_code()
    written, others = messages("en").keys(), said_by_messages()
    begun = [
        re.compile("".join(".+" if part is None else re.escape(part) for part in parts))
        for parts in made
        if parts and re.match("[a-z]+-", parts[0] or "")
    ]
    ended = [parts[1] for parts in made if len(parts) == 2 and parts[0] is None and re.fullmatch(f"-{PARTS}|-[a-z]+", str(parts[1]))]
    # A text made like an id that is no message begins ids: "reach-head" with a column's name.
    heads = tuple(f"{text}-" for text in whole - written if re.fullmatch(PARTS, text))

    def asked_for(name: str) -> bool:
        known = name in whole or name in others or name.startswith(heads) or any(pattern.fullmatch(name) for pattern in begun)
        return known or any(asked_for(name.removesuffix(end)) for end in ended if name.endswith(end))

    assert [name for name in written if not asked_for(name)] == []
