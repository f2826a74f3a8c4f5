"""Settings files read and checked: a misspelt key is an error that names the right one.

YAML is read by the rules of version 1.2. By those of 1.1, which PyYAML follows, `21:00` is the
number 1260, `no` is False and `5e-3` a string; a shop would never find out.
"""

import difflib
import re
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError


class SettingsProblem(ValueError):
    """A settings file that cannot be used: names the file, the key and what to write instead."""


class _Loader(yaml.SafeLoader):
    """SafeLoader with the core schema of YAML 1.2 and repeated keys refused."""

    yaml_implicit_resolvers: dict = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise SettingsProblem(f"line {key.start_mark.line + 1}: the key {key.value!r} stands twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))


_resolve("null", r"~|null|Null|NULL|", "~nN")
_Loader.yaml_implicit_resolvers.setdefault("", []).append(("tag:yaml.org,2002:null", re.compile(r"^$")))
_resolve("bool", r"true|True|TRUE|false|False|FALSE", "tTfF")
_resolve("int", r"[-+]?[0-9]+", "-+0123456789")
_resolve("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", "-+0123456789.")
_resolve("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789")
# PyYAML reads integers with a leading zero as octal and floats without a dot not at all; 1.2 does neither.
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))
_Loader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node).replace(".inf", "inf").replace(".nan", "nan"))
)


def load_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file of named values; an empty file is an empty dict."""
    try:
        content = yaml.load(Path(path).read_text(encoding="utf-8-sig"), Loader=_Loader)
    except FileNotFoundError as error:
        raise SettingsProblem(f"{path}: no such settings file") from error
    except SettingsProblem as error:
        raise SettingsProblem(f"{path}, {error}") from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise SettingsProblem(f"{path}: not readable as YAML: {' '.join(str(error).split())}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SettingsProblem(f"{path}: should hold lines like 'name: value', it holds {type(content).__name__}")
    return content


class Settings(BaseModel):
    """Base of all settings: immutable, and a misspelt key is an error that names the right one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, path: Path | None) -> Self:
        """Settings from a YAML file; every value has its default when `path` is None."""
        return cls.parse({} if path is None else load_yaml(path), str(path))

    @classmethod
    def parse(cls, values: dict[str, Any], source: str) -> Self:
        """Settings from a dict; `source` names it in errors."""
        try:
            return cls(**values)
        except ValidationError as error:
            raise SettingsProblem(f"{source}: " + "; ".join(_sentence(cls, e) for e in error.errors())) from error


def _sentence(model: type[BaseModel], error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), _names(model), n=1)
        return f"unknown setting {where!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    return f"{where}: {error['msg']}" + (f", not {error['input']!r}" if error["type"] != "missing" else "")


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
