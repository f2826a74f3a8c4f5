"""Tables of a notebook kept in a shop's `out/` and reused while all they follow from is the same.

Beside the table lies <name>.json, which says what it follows from and what was written; whichever notebook asks first makes it.
"""

import hashlib
import importlib.metadata
import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from retention import durable, lifetime
from retention.lifetime import fallbacks
from retention.lifetime.fallbacks import Fitted
from retention.settings import LifetimeSettings
from retention.shop import Shop
from retention.tables import FORECASTS, Table


def basis(shop: Shop, names: Iterable[str], *follows: object) -> str:
    """A digest of all that a table follows from: the shop's tables `names` byte by byte, as_of, this version, and `follows` (settings)."""
    said = [shop.as_of.isoformat(), *map(str, follows), importlib.metadata.version("retention-playbook")]
    digest = hashlib.sha256(json.dumps(said).encode())
    for name in names:
        for part in sorted((shop.data / "tables" / f"{name}.parquet").glob("*.parquet")):
            with open(part, "rb") as content:
                digest.update(f"{name} {part.name} {hashlib.file_digest(content, 'sha256').hexdigest()}".encode())
    return digest.hexdigest()


def kept(shop: Shop, promise: Table, follows_from: str) -> pd.DataFrame | None:
    """The table as an earlier run left it; None where it is missing, touched, or follows from something else."""
    table, note = _kept_at(shop, promise)
    if not table.is_file() or not note.is_file():
        return None
    wanted = {"basis": follows_from, "table": hashlib.sha256(table.read_bytes()).hexdigest()}
    return pd.read_parquet(table) if json.loads(note.read_text(encoding="utf-8")) == wanted else None


def keep(frame: pd.DataFrame, shop: Shop, promise: Table, follows_from: str) -> Path:
    """Write the table and beside it what it follows from; returns where the table lies."""
    table = shop.save(frame, promise)
    content = {"basis": follows_from, "table": hashlib.sha256(table.read_bytes()).hexdigest()}
    durable.write_file(_kept_at(shop, promise)[1], json.dumps(content), mode=0o600)
    return table


def _kept_at(shop: Shop, promise: Table) -> tuple[Path, Path]:
    return shop.data / "out" / f"{promise.name}.parquet", shop.data / "out" / f"{promise.name}.json"


# --- forecasts -----------------------------------------------------------------------------------------


def kept_forecasts(shop: Shop, settings: LifetimeSettings, margin_rate: float | None) -> pd.DataFrame | None:
    """The table FORECASTS of an earlier run, if it holds."""
    return kept(shop, FORECASTS, _basis_of_forecasts(shop, settings, margin_rate))


def forecasts(shop: Shop, settings: LifetimeSettings, margin_rate: float | None) -> pd.DataFrame:
    """The table FORECASTS, reused where it can be; for notebooks that need it without its intervals."""
    found = kept_forecasts(shop, settings, margin_rate)
    if found is not None:
        return found
    history = lifetime.repeat_history(shop.need("orders"), shop.as_of)
    fitted = fallbacks.fit(history, settings) if len(history) else None
    return made_forecasts(shop, settings, margin_rate, history, fitted)


def made_forecasts(shop: Shop, settings: LifetimeSettings, margin_rate: float | None, history: pd.DataFrame, fitted: Fitted | None) -> pd.DataFrame:
    """Make the table from what was fitted, and keep it; without customers it is empty."""
    empty = pd.DataFrame(columns=list(FORECASTS.columns))
    frame = empty if fitted is None else fallbacks.forecasts(fitted, history, settings, margin_rate)
    keep(frame, shop, FORECASTS, _basis_of_forecasts(shop, settings, margin_rate))
    return frame


def _basis_of_forecasts(shop: Shop, settings: LifetimeSettings, margin_rate: float | None) -> str:
    return basis(shop, ("orders", "returns"), settings.model_dump_json(), margin_rate)
