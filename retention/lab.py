"""A place for an analyst's own questions: copies of the notebooks on a copy of the shop's tables, in data/<shop>/lab/.

Whatever is tried and saved there changes neither the notebooks of the playbook nor tables and lists of the schedule, and a schedule that
imports meanwhile does not change what the analyst looks at. `opened` makes what is missing and says what is newer than the analyst's.
"""

import contextlib
import hashlib
import json
import os
import shutil
from pathlib import Path

import nbformat

from retention import durable, privacy, project
from retention.tables import DataProblem

SHIPPED = ".shipped.json"
# What of the shop's data the lab looks at: tables, the key of its codes, and tables that notebooks keep.
SEEN = ("tables/**/*", privacy.KEY_FILE, "out/*.parquet", "out/*.json", "out/before/*/*")


def opened(data: Path, params: str) -> tuple[Path, list[str]]:
    """The lab's folder, made or brought up to date, and a line for each thing the analyst should know."""
    if not (data / "tables").is_dir():
        raise DataProblem(f"{data.name} has no tables yet. Import the shop's exports first: retention import --params {params or '<folder>'}")
    privacy.check_key(data)
    lab = durable.folder_with(0o700, data / "lab")
    durable.sweep_below(lab)
    privacy.key(data)  # made before it is copied, so that codes are the same on both sides
    return lab, [*_snapshot(data, lab / data.name), *_notebooks(lab, params, data.name)]


def _snapshot(data: Path, copy: Path) -> list[str]:
    """The shop's tables as they are now, in place of those the lab had; results that the analyst saved there stay."""
    there = [path for pattern in SEEN for path in sorted(data.glob(pattern)) if path.is_file()]
    with durable.new_folder(copy / "tables", mode=0o700) as new:
        for path in (p for p in there if p.is_relative_to(data / "tables")):
            _copy(path, new / path.relative_to(data / "tables"))
    for path in (p for p in there if not p.is_relative_to(data / "tables")):
        if not (copy / path.relative_to(data)).exists():
            _copy(path, copy / path.relative_to(data))
    return [f"tables as of the last import are in {copy.relative_to(copy.parents[1])}; what you save stays in the lab"]


def _copy(source: Path, target: Path) -> None:
    """A file of its own, never a second name of the same bytes: an analyst's `to_parquet` writes in place."""
    durable.folder_with(0o700, target.parent)
    shutil.copy2(source, target)


def _notebooks(lab: Path, params: str, shop: str) -> list[str]:
    """Copies of the notebooks that look at this shop; the analyst's own are left as they are, and a line says where a newer one came."""
    noted, lines = _noted(lab), []
    for shipped in project.notebooks():
        mine, digest = lab / shipped.name, hashlib.sha256(shipped.read_bytes()).hexdigest()
        if not mine.exists():
            durable.write_file(mine, _looking_at(shipped, lab, params, shop), mode=0o600)
            noted[shipped.name] = digest
        elif noted.get(shipped.name) != digest:
            lines.append(f"{mine.name}: a newer one came with this version; yours is left as it is. Rename or remove it to get the new one")
    durable.write_file(lab / SHIPPED, json.dumps(noted, indent=1), mode=0o600)
    return lines


def _looking_at(notebook: Path, lab: Path, params: str, shop: str) -> str:
    """The notebook with its parameters pointing at the lab's copy of the tables and the shop's settings."""
    content = nbformat.read(notebook, as_version=4)
    seen = os.path.relpath(Path(params).resolve(), lab.resolve()).replace(os.sep, "/") if params else ""
    for cell in content.cells:
        if "parameters" in cell.metadata.get("tags", []):
            values = {"params": seen, "data": shop, "as_of": "last_order"}
            cell.source = "\n".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
    return nbformat.writes(content)


def _noted(lab: Path) -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError):
        found = json.loads((lab / SHIPPED).read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}
