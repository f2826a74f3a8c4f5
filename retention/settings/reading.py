"""Settings files read and checked: a misspelt key is an error that names the right one.

YAML is read by the rules of version 1.2. By those of 1.1, which PyYAML follows, `21:00` is the
number 1260, `no` is False and `5e-3` a string; a shop would never find out.
"""

import difflib
import re
import reprlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from retention import names

# What people write by hand is far below these; what is not ends in one sentence before it eats time or memory.
MOST_BYTES = 200_000
MOST_VALUES = 10_000  # with every *reference written out
DEEPEST = 20
MOST_DIGITS = 30
# Letters of a sentence, of the reason in it and of a value, and problems told at once.
LONGEST_SENTENCE, LONGEST_REASON, LONGEST_VALUE, MOST_TOLD = 300, 200, 60, 3
_short = reprlib.Repr()
_short.maxlevel, _short.maxstring, _short.maxother = 2, LONGEST_VALUE, LONGEST_VALUE


class SettingsProblem(ValueError):
    """A settings file that cannot be used: names the file, the key and what to write instead."""


class _Loader(yaml.SafeLoader):
    """SafeLoader with the core schema of YAML 1.2; repeated keys, keys that are no text, tags and whatever is too much are refused."""

    yaml_implicit_resolvers: dict = {}

    def __init__(self, stream: str):
        super().__init__(stream)
        self._level = 0
        # Values in a node and levels below it.
        self._weights: dict[yaml.Node, tuple[int, int]] = {}

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        _refuse_oddities(event)
        self._level += 1
        _refuse(self._level > DEEPEST, event, f"more than {DEEPEST} levels of lists and names")
        node = super().compose_node(parent, index)
        if node is not None:
            self._weigh(node, event)
        self._level -= 1
        return node

    def _weigh(self, node: yaml.Node, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            _refuse(node not in self._weights, event, f"*{event.anchor} stands inside itself; write its values out")
        elif isinstance(node, yaml.ScalarNode):
            self._weights[node] = 1, 0
        else:
            inside = [self._weights[part] for value in node.value for part in (value if isinstance(value, tuple) else (value,))]
            self._weights[node] = 1 + sum(size for size, _ in inside), 1 + max((below for _, below in inside), default=0)
        size, below = self._weights[node]
        _refuse(size > MOST_VALUES, event, f"more than {MOST_VALUES:,} values")
        _refuse(self._level + below > DEEPEST + 1, event, f"more than {DEEPEST} levels of lists and names")

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen: set[str] = set()
        for key, _ in node.value:
            _refuse(not isinstance(key, yaml.ScalarNode), key, "a list or names where a name should stand")
            _refuse(key.tag != "tag:yaml.org,2002:str", key, f"the key {shown(key.value)} is no text; put it in quotes")
            _refuse(key.value in seen, key, f"the key {shown(key.value)} stands twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def shown(value: Any) -> str:
    """A value in a sentence, short whatever it is."""
    return names.shortened(_short.repr(value), 2 * LONGEST_VALUE)


def _refuse(wrong: bool, where: yaml.Event | yaml.Node, what: str) -> None:
    if wrong:
        raise SettingsProblem(f"line {where.start_mark.line + 1}: {what}")


def _refuse_oddities(event: yaml.Event) -> None:
    """Tags such as !!binary, and signs in quotes ("\\0") that no text holds."""
    tag = str(getattr(event, "tag", None) or "").replace("tag:yaml.org,2002:", "!!")
    _refuse(bool(tag), event, f"the tag {names.tidy(tag)[:LONGEST_VALUE]}; write values without tags")
    sign = yaml.reader.Reader.NON_PRINTABLE.search(str(getattr(event, "value", "")))
    if sign:
        _refuse(True, event, f"the sign U+{ord(sign[0]):04X}, which no text holds")


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))


_resolve("null", r"~|null|Null|NULL|", "~nN")
_Loader.yaml_implicit_resolvers.setdefault("", []).append(("tag:yaml.org,2002:null", re.compile(r"^$")))
_resolve("bool", r"true|True|TRUE|false|False|FALSE", "tTfF")
_resolve("int", r"[-+]?[0-9]+", "-+0123456789")
_resolve("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", "-+0123456789.")
_resolve("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789")


def _construct(tag: str, what: str, read: Callable[[str], Any]) -> None:
    """Values of a kind are read by `read`; a ValueError names the line."""

    def constructed(loader: _Loader, node: yaml.ScalarNode) -> Any:
        text = loader.construct_scalar(node)
        try:
            return read(text)
        except ValueError as error:
            raise SettingsProblem(f"line {node.start_mark.line + 1}: {shown(text)} is no {what}") from error

    _Loader.add_constructor(f"tag:yaml.org,2002:{tag}", constructed)


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError(text)
    return int(text)


# PyYAML reads integers with a leading zero as octal and floats without a dot not at all; 1.2 does neither.
_construct("int", "number", _whole)
_construct("float", "number", lambda text: float(text.lower().replace(".inf", "inf").replace(".nan", "nan")))
_construct("timestamp", "day of the calendar", date.fromisoformat)


def load_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file of named values; an empty file is an empty dict."""
    try:
        content = yaml.load(_text(Path(path)), Loader=_Loader)
    except FileNotFoundError as error:
        raise SettingsProblem(f"{path}: no such settings file") from error
    except OSError as error:
        raise SettingsProblem(f"{path}: cannot be read: {error.strerror}") from error
    except SettingsProblem as error:
        raise SettingsProblem(f"{path}, {error}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        told = names.shortened(names.seen(str(error.problem or error.context)), LONGEST_REASON)
        raise SettingsProblem(f"{path}: not readable as YAML{line}: {told}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SettingsProblem(f"{path}: should hold lines like 'name: value', it holds {type(content).__name__}")
    return content


def _text(path: Path) -> str:
    """What a settings file holds; one that is no text or too much of it is refused unread."""
    with open(path, "rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise SettingsProblem(f"line 1: the file is larger than {MOST_BYTES:,} bytes, so it is no settings file")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SettingsProblem(f"line {line}: not text in UTF-8; save the file as UTF-8") from error
    sign = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if sign:
        raise SettingsProblem(f"line {text.count(chr(10), 0, sign.start()) + 1}: the sign U+{ord(sign[0]):04X}, which no text holds")
    return text


class Settings(BaseModel):
    """Base of all settings: immutable, and a misspelt key is an error that names the right one."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def read(cls, path: Path | None) -> Self:
        """Settings from a YAML file; every value has its default when `path` is None."""
        return cls.parse({} if path is None else load_yaml(path), str(path))

    @classmethod
    def default(cls, language: str = "") -> Self:  # noqa: ARG003 - some defaults are texts
        """Settings of a shop that sets nothing."""
        return cls.read(None)

    @classmethod
    def parse(cls, values: dict[str, Any], source: str) -> Self:
        """Settings from a dict; `source` names it in errors."""
        try:
            return cls(**values)
        except ValidationError as error:
            told = [_sentence(cls, problem) for problem in _own(error.errors())]
            more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
            raise SettingsProblem(f"{source}: {names.shortened('; '.join(told[:MOST_TOLD]), LONGEST_SENTENCE)}{more}") from error


def _own(errors: list[Any]) -> list[Any]:
    """Errors without those of a list that only lacks what is wrong in it."""
    inside = {error["loc"][:length] for error in errors for length in range(len(error["loc"]))}
    return [error for error in errors if error["type"] != "too_short" or error["loc"] not in inside]


def _sentence(model: type[BaseModel], error: Any) -> str:
    where = names.shortened(names.seen(".".join(str(part) for part in error["loc"])), LONGEST_VALUE)
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1])[:LONGEST_VALUE], _names(model), n=1)
        return f"unknown setting {where!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    told = names.shortened(names.seen(error["msg"]).removeprefix("Value error, "), LONGEST_REASON)
    # What stands in several places is told by the sentence itself.
    whole = error["type"] == "missing" or (error["type"] == "value_error" and isinstance(error["input"], dict))
    return (f"{where}: " if where else "") + told + ("" if whole else f", not {shown(error['input'])}")


def _names(model: type[BaseModel]) -> list[str]:
    """Names of all settings below `model`, nested ones included."""
    names = list(model.model_fields)
    for field in model.model_fields.values():
        for inner in [field.annotation, *getattr(field.annotation, "__args__", ())]:
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                names += _names(inner)
    return names


def describe(settings: Settings) -> list[tuple[str, Any, str]]:
    """(name, value, meaning) of each setting, for the report's footer."""
    return [(name, getattr(settings, name), field.description or "") for name, field in type(settings).model_fields.items()]
