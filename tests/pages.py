"""A book for tests of pages: the words, and tables made by hand in place of those a shop's would be."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from retention.pages.kit.section import Section
from retention.pages.kit.words import Words


def book(words: Words, shared: dict[type, Any] | None = None, **facts: Any) -> Any:
    """A book whose concepts are `shared`, by their class; `facts` are further attributes."""
    made = shared or {}
    found = SimpleNamespace(words=words, shared=lambda concept: made[concept], shop=SimpleNamespace(out=Path("out"), sells=True), **facts)
    found.of = lambda model: found
    return found


def html(section: Section) -> str:
    """Everything a section shows that is no chart."""
    return "".join(part.html for part in section.shown if hasattr(part, "html"))
