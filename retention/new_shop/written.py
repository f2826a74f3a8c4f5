"""Files of a params folder as `retention init` writes them. What it wrote and nobody changed may be written anew; anything else stays."""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import inf
from pathlib import Path
from typing import Any

import yaml

from retention import durable
from retention.imports.account import Imported
from retention.imports.guess import zone_seen
from retention.imports.maps import ImportMap

HEAD = "## Written by `retention init` on {day} ({mark}). A file that was changed is never overwritten."
MARKED = re.compile(r"^## Written by `retention init` on [\d-]+ \(([0-9a-f]{12})\)\.")


def settings(
    params: Path, places: Sequence[Path], trial: Imported, maps: Sequence[str], fields: Mapping[str, Any], name: str, zone: str, today: date
) -> list[str]:
    """shop.yaml of exports that maps know: what they settle stands in it, what a person has to decide is commented out."""
    found = _chosen(maps) | {"language": trial.language, "currency": trial.currency, "time_zone": trial.time_zone}
    told = _shop(params, places, name, found, bool(zone))
    if fields:
        told += "\n# Columns of the customers' export that could be fields of the profile: keep the lines that serve a purpose.\n# fields:\n"
        told += "".join(f"#   {line({column: about})}" for column, about in fields.items())
    return [kept_or_written(params / "shop.yaml", told, today)]


def for_own_map(
    params: Path, places: Sequence[Path], proposed: ImportMap, maps: Sequence[str], name: str, said: Mapping[str, str], today: date
) -> list[str]:
    """shop.yaml that names the proposed map among `maps`."""
    found = {key: said[key] or getattr(proposed, key) for key in ("language", "currency")} | _chosen(maps)
    found["time_zone"] = said["time_zone"] or zone_seen(proposed)
    return [kept_or_written(params / "shop.yaml", _shop(params, places, name, found, bool(said["time_zone"])), today)]


def _shop(params: Path, places: Sequence[Path], name: str, found: Mapping[str, Any], zone_said: bool) -> str:
    exports = [_seen_from(params, place) for place in places]
    lines = [line({"name": name}), line({"exports": exports})]
    lines += [line({key: found[key]}) for key in ("map", "language") if found.get(key)]
    lines.append(line({"currency": found["currency"]}) if found["currency"] else "# currency: EUR\n")
    guessed = found["time_zone"] in ("", "UTC") and not zone_said
    lines.append("# time_zone: Europe/Berlin   # whose days the shop counts; until it is said they are UTC's\n" if guessed
                 else line({"time_zone": found["time_zone"]}))  # fmt: skip
    lines.append(line({"calendar": "cn" if found["currency"] == "CNY" else "none"}))
    lines.append("# margin_rate: 0.3   # margin as a share of what was paid net; until it is said figures are called revenue\n")
    return "".join(lines)


def _chosen(maps: Sequence[str]) -> dict[str, Any]:
    """The maps as shop.yaml names them; without any the exports are read by the shipped maps and by meaning."""
    return {"map": maps[0] if len(maps) == 1 else list(maps)} if maps else {}


def _seen_from(params: Path, place: Path) -> str:
    """A place as shop.yaml names it: from its folder; in full where it lies on another drive."""
    try:
        return Path(os.path.relpath(place.resolve(), params.resolve())).as_posix()
    except ValueError:
        return place.resolve().as_posix()


def line(values: Mapping[str, Any]) -> str:
    """One line of YAML."""
    ((key, value),) = values.items()
    return f"{flow(key)}: {flow(value)}\n"


class _OnLines(yaml.SafeDumper):
    """Texts with line breaks stand in quotation marks on one line."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style='"' if text.splitlines() not in ([], [text]) else None)


_OnLines.add_representer(str, _OnLines.represent_text)


def flow(value: Any) -> str:
    """A value as YAML on one line."""
    return dumped(value, default_flow_style=True).removesuffix("\n").removesuffix("\n...")


def dumped(value: Any, default_flow_style: bool = False) -> str:
    """A value as YAML, no text of it on more than one line."""
    return str(yaml.dump(value, Dumper=_OnLines, allow_unicode=True, default_flow_style=default_flow_style, sort_keys=False, width=inf))


def kept_or_written(path: Path, text: str, today: date) -> str:
    """Write a file unless a person changed it; a line that says which."""
    if path.is_file() and not _untouched(path):
        return f"{path}: is there already and stays as it is{_differing(path, text)}"
    durable.folder_with(0o755, path.parent)
    durable.write_file(path, HEAD.format(day=today.isoformat(), mark=_mark(text)) + "\n" + text)
    return f"{path}: written"


def _untouched(path: Path) -> bool:
    """Whether a file is as init wrote it."""
    first, _, rest = path.read_text(encoding="utf-8", errors="replace").partition("\n")
    marked = MARKED.match(first)
    return marked is not None and marked[1] == _mark(rest)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _differing(path: Path, text: str) -> str:
    """Lines that init would write and that do not stand in a file."""
    there = {line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()}
    new = [line for line in _settled(text.splitlines()) if line.strip() not in there]
    return f"; init would write {'; '.join(new)}" if new else ""


def _settled(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line.strip() and not line.startswith("#")]
