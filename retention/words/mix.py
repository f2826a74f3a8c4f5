"""The mix of channels and of reasons in words."""

import pandas as pd

from retention.seasons import Window
from retention.words import Words


def mix_label(name: str, words: Words) -> str:
    """A channel or reason as the exports call it; `other` in the page's language."""
    return words("mix-other") if name == "other" else name


def mix_title(table: pd.DataFrame, what: str, words: Words) -> str:
    """The largest part."""
    if table.empty:
        return words(f"mix-{what}-none")
    return words(f"mix-{what}-title", name=mix_label(str(table["what"].iloc[0]), words), share=float(table["share"].iloc[0]))


def mix_subtitle(table: pd.DataFrame, what: str, window: Window, words: Words) -> str:
    """Measure, period and n."""
    n = int(table["n"].iloc[0]) if len(table) else 0
    return words(f"mix-{what}-subtitle", n=n, window=f"{window.first} – {window.last}")


def mix_hover(row: dict, label: str, words: Words) -> str:
    """The exact figures of one part."""
    if pd.isna(row["low"]):
        return words("mix-hover-thin", name=label, k=row["k"], n=row["n"])
    return words("mix-hover", name=label, k=row["k"], n=row["n"], share=row["share"], low=row["low"], high=row["high"])


def mix_in_words(channels: pd.DataFrame, reasons: pd.DataFrame, words: Words) -> str:
    """Both in a sentence each, and what a ticked reason is not."""
    said = [
        words(f"mix-{what}-none") if table.empty else _largest(table, what, words) for what, table in (("channel", channels), ("reason", reasons))
    ]
    return "\n\n".join([*said, words("mix-reasons-ticked")] if len(reasons) else said)


def _largest(table: pd.DataFrame, what: str, words: Words) -> str:
    row = table.iloc[0]
    name = mix_label(str(row["what"]), words)
    if pd.isna(row["low"]):
        return words(f"mix-{what}-words-thin", name=name, k=int(row["k"]), n=int(row["n"]))
    return words(f"mix-{what}-words", name=name, share=row["share"], low=row["low"], high=row["high"], n=int(row["n"]))
