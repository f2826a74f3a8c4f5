"""Texts as a gateway registers them: plain words and named values, of which each message then tells only the values."""

import re
import unicodedata
from collections.abc import Mapping

import jinja2
from jinja2 import nodes

from retention.settings import SettingsProblem

VALUE = re.compile(r"\$\{(\w+)\}")
LONGEST_VALUE = 35
# What may follow a registered text where it is marketing.
WAYS_OUT = ("，拒收请回复R", " Reply STOP to opt out")


def registered_text(source: str) -> str:
    """A text's `sms` part in the form that Alibaba Cloud registers; SettingsProblem with a sentence where it cannot be.

    >>> registered_text("{{ name }}，你的{{ offer }}在等你")
    '${name}，你的${offer}在等你'
    """
    parts = _parts(source)
    values = [part[2:-1] for part in parts if VALUE.fullmatch(part)]
    twice = next((value for value in values if values.count(value) > 1), "")
    if twice:
        raise SettingsProblem(f"a registered text names each value once, and this one names {twice} {values.count(twice)} times")
    if not any(part.strip() for part in parts if not VALUE.fullmatch(part)):
        raise SettingsProblem("a registered text has words of its own" + (", and this one has values only" if values else ", and this one is empty"))
    said = [part for part in parts if part.strip()]
    for before, after in zip(said, said[1:], strict=False):
        if VALUE.fullmatch(before) and VALUE.fullmatch(after):
            raise SettingsProblem(f"in a registered text words stand between two values, and {before[2:-1]} and {after[2:-1]} are side by side")
    return "".join(parts).strip()


def _parts(source: str) -> list[str]:
    """Words and values (as ${name}) in their order."""
    try:
        tree = jinja2.Environment().parse(source)
    except jinja2.TemplateSyntaxError as error:
        raise SettingsProblem(f"line {error.lineno} cannot be read as a text: {error.message}") from None
    found: list[str] = []
    for node in (inner for outer in tree.body for inner in (outer.nodes if isinstance(outer, nodes.Output) else [outer])):
        if isinstance(node, nodes.TemplateData):
            if "${" in node.data:
                raise SettingsProblem("a registered text may not hold ${, which the gateway takes for a value")
            # A remark that stands between words leaves one run of them.
            found.append(node.data)
        elif isinstance(node, nodes.Name):
            found.append(f"${{{node.name}}}")
        else:
            raise SettingsProblem(f"a registered text has words and values only; {_called(node)} cannot be registered")
    return found


def _called(node: nodes.Node) -> str:
    return {nodes.If: "`if`", nodes.Filter: "a filter (`|`)", nodes.For: "`for`"}.get(type(node), type(node).__name__.lower())


def values_of(form: str) -> list[str]:
    """Names of the values of a registered text."""
    return VALUE.findall(form)


def filled(form: str, values: Mapping[str, object]) -> str:
    """A registered text with a message's values in it, as it arrives without signature and way out."""
    return unicodedata.normalize("NFC", VALUE.sub(lambda value: str(values[value[1]]), form).strip())


def arrives_as(text: str, form: str, values: Mapping[str, object], sign: str) -> bool:
    """Whether a whole SMS is what the gateway makes of a registered text, its values and its signature."""
    written = filled(form, values)
    ends = ("", *(way for way in WAYS_OUT if not written.endswith(way.strip("， "))))
    return any(text == f"{front}{written}{end}" for front in (f"【{sign}】", f"[{sign}] ") for end in ends)
