"""What programmes come to, and what the shop's own test has shown, as rows for kpis.json."""

from collections.abc import Iterable

import pandas as pd

from retention.programmes.experiment import measured_uplift
from retention.tables.kpis import kpi_row

GAINS = {"programme_gain": "money", "programme_pays": "share", "break_even_uplift": "share", "cannibalised_share": "share"}


def gain_rows(compared: pd.DataFrame, needed: pd.DataFrame, asked: str, refused: Iterable[str], members: int, window: str) -> list[dict]:
    """The gain of the programme `asked` for and of each tried (`comparison`), the uplift each needs (`needed_uplifts`); those refused have none."""
    table = compared.set_index("programme").assign(net=needed.set_index("programme")["net"])
    if asked in table.index:
        rows, headline = [kpi_row("programme_pays", "share", window, value=table.at[asked, "p_positive"], n=members)], [(None, asked)]
    else:
        rows, headline = no_gain_rows("kpi-missing-refused", window), []
    for group, name in [*headline, *((name, name) for name in table.index)]:
        row = table.loc[name]
        rows.append(kpi_row("programme_gain", "money", window, group, n=members, **{end: float(row[end]) for end in ("value", "low", "high")}))
        for figure, value, why in (
            ("break_even_uplift", row["net"], "kpi-missing-break-even"),
            ("cannibalised_share", row["cannibalised"], "kpi-missing-discounts"),
        ):
            told = {"missing": why} if pd.isna(value) else {"value": value, "n": members}
            rows.append(kpi_row(figure, "share", window, group, **told))
    return rows + [kpi_row("programme_gain", "money", window, name, missing="kpi-missing-refused") for name in refused]


def no_gain_rows(why: str, window: str) -> list[dict]:
    """The same where nothing can be simulated, each with the id of the message that says why."""
    return [kpi_row(name, unit, window, missing=why) for name, unit in GAINS.items()]


def measured_rows(measured: pd.DataFrame, window: str) -> list[dict]:
    """The uplift that the shop's own test has shown (`experiment.measured`); no row where it has shown none."""
    found = measured_uplift(measured)
    if found is None:
        return []
    value, low, high = found
    groups = measured.set_index("quantity")["value"]
    return [kpi_row("measured_uplift", "share", window, value=value, low=low, high=high, n=float(groups[["treated", "control"]].sum()))]
