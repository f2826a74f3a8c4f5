"""Files under the headers that platforms write (`headers.yaml`), with invented rows."""

import csv
import io
from pathlib import Path

import yaml

HEADERS: dict[str, dict] = yaml.safe_load((Path(__file__).parent / "headers.yaml").read_text(encoding="utf-8"))


def export(folder: Path, what: str, *rows: dict[str, object], encoding: str = "utf-8", above: str = "", below: str = "", end: str = "") -> Path:
    """A file of this export; `above` and `below` are text around the table, `end` stands behind each cell."""
    header = [str(name) for name in HEADERS[what]["header"]]
    strange = {name for row in rows for name in row} - set(header)
    assert not strange, f"{what} has no column {strange}"
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t" if what.startswith("amazon") else ",", lineterminator="\n")
    writer.writerow(header)
    writer.writerows([f"{row.get(name, '')}{end}" for name in header] for row in rows)
    path = folder / f"{what.replace(' ', '_')}.csv"
    path.write_bytes((above + text.getvalue() + below).encode(encoding))
    return path
