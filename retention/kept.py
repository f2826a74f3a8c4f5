"""The table forecasts, kept in a shop's `out/` and reused while orders, settings and as_of are the same.

Whichever notebook asks first makes it. Beside it lies forecasts.json, which says what it follows from and what was written.
"""

import hashlib
import importlib.metadata
import json
from pathlib import Path

import pandas as pd

from retention import durable, lifetime
from retention.lifetime import fallbacks
from retention.settings import LifetimeSettings
from retention.shop import Shop
from retention.tables import FORECASTS


def basis(shop: Shop, settings: LifetimeSettings, margin_rate: float | None) -> str:
    """A digest of all that forecasts follow from: orders and refunds byte by byte, as_of, settings, this version."""
    follows = [shop.as_of.isoformat(), settings.model_dump_json(), margin_rate, importlib.metadata.version("retention-playbook")]
    digest = hashlib.sha256(json.dumps(follows).encode())
    for name in ("orders", "returns"):
        for part in sorted((shop.data / "tables" / f"{name}.parquet").glob("*.parquet")):
            with open(part, "rb") as content:
                digest.update(f"{name} {part.name} {hashlib.file_digest(content, 'sha256').hexdigest()}".encode())
    return digest.hexdigest()


def kept(shop: Shop, settings: LifetimeSettings, margin_rate: float | None) -> pd.DataFrame | None:
    """The table FORECASTS as an earlier run left it; None where it is missing, touched, or follows from something else."""
    table, note = _kept_at(shop)
    if not table.is_file() or not note.is_file():
        return None
    wanted = {"basis": basis(shop, settings, margin_rate), "table": hashlib.sha256(table.read_bytes()).hexdigest()}
    return pd.read_parquet(table) if json.loads(note.read_text(encoding="utf-8")) == wanted else None


def keep(frame: pd.DataFrame, shop: Shop, settings: LifetimeSettings, margin_rate: float | None) -> pd.DataFrame:
    """Write the table and beside it what it follows from; returns the table."""
    table = shop.save(frame, FORECASTS)
    content = {"basis": basis(shop, settings, margin_rate), "table": hashlib.sha256(table.read_bytes()).hexdigest()}
    durable.write_file(_kept_at(shop)[1], json.dumps(content), mode=0o600)
    return frame


def _kept_at(shop: Shop) -> tuple[Path, Path]:
    return shop.data / "out" / f"{FORECASTS.name}.parquet", shop.data / "out" / f"{FORECASTS.name}.json"


def forecasts(shop: Shop, settings: LifetimeSettings, margin_rate: float | None) -> pd.DataFrame:
    """The table FORECASTS, reused where it can be; for notebooks that need it without its intervals."""
    found = kept(shop, settings, margin_rate)
    if found is not None:
        return found
    history = lifetime.repeat_history(shop.need("orders"), shop.as_of)
    fitted = fallbacks.fit(history, settings) if len(history) else None
    return made(shop, settings, margin_rate, history, fitted)


def made(shop: Shop, settings: LifetimeSettings, margin_rate: float | None, history: pd.DataFrame, fitted: fallbacks.Fitted | None) -> pd.DataFrame:
    """Make the table from what was fitted, and keep it; without customers it is empty."""
    if fitted is None:
        return keep(pd.DataFrame(columns=list(FORECASTS.columns)), shop, settings, margin_rate)
    return keep(fallbacks.forecasts(fitted, history, settings, margin_rate), shop, settings, margin_rate)
