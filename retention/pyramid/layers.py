"""How far the pyramid is built: which fields of its five layers are there, for how many customers, and what is missing.

A field is there for a customer when its column holds a value. Fields whose table the shop does not
have count as empty, and the table is named, so that the picture says what to export next.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd

LAYERS = ("basic", "consumption", "interaction", "preference", "social")


@dataclass(frozen=True)
class LayerField:
    """One field of a layer: the pyramid's column that holds it and the tables it is made from.

    `column` is "" where no column holds it yet; `evidence` where having the tables is having the field (no refund is a fact, too);
    `otherwise` names a table that may hold it, too.
    """

    layer: str
    name: str
    column: str = ""
    needs: tuple[str, ...] = ()
    evidence: bool = False
    otherwise: str = ""


FIELDS = (
    *(LayerField("basic", name, name, ("customers",)) for name in ("gender", "age_band", "region", "occupation", "joined_on")),
    *(LayerField("consumption", name, name, ("orders",)) for name in ("first_ordered_on", "days_since_last_order", "orders", "net_paid", "aov")),
    LayerField("consumption", "usual_channel", "usual_channel", ("orders",)),
    LayerField("interaction", "refund_rate", "refund_rate", ("returns",), evidence=True, otherwise="orders"),
    LayerField("interaction", "views", "views_90d", ("events",)),
    LayerField("interaction", "favourites", "favourites_90d", ("events",)),
    LayerField("interaction", "carts", "cart_adds_90d", ("events",)),
    LayerField("interaction", "campaigns", "campaigns_90d", ("events",)),
    LayerField("interaction", "coupons", "coupons_used_90d", ("coupons",), otherwise="events"),
    LayerField("interaction", "chats", "chats_90d", ("tickets",), otherwise="events"),
    *(LayerField("preference", f"usual_{name}", f"usual_{name}", ("order_lines", "products")) for name in ("category", "brand", "style", "colour")),
    *(LayerField("preference", f"usual_{name}", f"usual_{name}", ("order_lines", "products")) for name in ("season", "size")),
    LayerField("preference", "usual_promotion", "usual_promotion", ("orders",)),
    LayerField("preference", "median_discount", "median_discount", ("order_lines", "products")),
    LayerField("preference", "clearance_share", "clearance_share", ("order_lines", "products")),
    LayerField("preference", "intent", "p_order_7d", ("events",)),
    LayerField("social", "member", "member", ("memberships",)),
    *(LayerField("social", name, name, ("memberships",)) for name in ("tier", "points")),
    *(LayerField("social", name, name, ("events",)) for name in ("shares", "reviews")),
    LayerField("social", "owner", "owner", ("touches",)),
)


def field_coverage(pyramid: pd.DataFrame, tables: Collection[str], own_fields: Iterable[str]) -> pd.DataFrame:
    """One row per field: layer, field, needs (tables), lacking (tables the shop does not have) and filled (share of customers, 0..1).

    `tables` names the tables the shop has. The shop's own fields belong to the basic layer.
    """
    own = [LayerField("basic", name, name, ("customers",)) for name in own_fields]
    rows = []
    for field in sorted([*FIELDS, *own], key=lambda f: LAYERS.index(f.layer)):
        there = float(pyramid[field.column].notna().mean()) if field.column in pyramid and len(pyramid) else 0.0
        held = field.otherwise in tables and there > 0
        lacking = () if held else tuple(table for table in field.needs if table not in tables)
        filled = 0.0 if lacking else 1.0 if field.evidence and len(pyramid) else there
        rows.append({"layer": field.layer, "field": field.name, "needs": field.needs, "lacking": lacking, "filled": filled})
    return pd.DataFrame(rows)


def layer_coverage(fields: pd.DataFrame) -> pd.DataFrame:
    """One row per layer from the base up: fields, present (fields somebody has), filled (mean share) and lacking (tables, in order of need)."""
    rows = []
    for layer in LAYERS:
        of_layer = fields[fields["layer"] == layer]
        lacking = dict.fromkeys(table for tables in of_layer["lacking"] for table in tables)
        present = int((of_layer["filled"] > 0).sum())
        rows.append(
            {"layer": layer, "fields": len(of_layer), "present": present, "filled": float(of_layer["filled"].mean()), "lacking": tuple(lacking)}
        )
    return pd.DataFrame(rows)


def what_is_missing(fields: pd.DataFrame) -> pd.DataFrame:
    """One row per missing table, what adds most fields first, then one per layer with fields nobody has although the tables are there (table is "").

    Columns table, layers (tuple, from the base up), fields (tuple of names).
    """
    rows = []
    for table in dict.fromkeys(table for tables in fields["lacking"] for table in tables):
        wanting = fields[fields["lacking"].map(lambda tables, table=table: table in tables)]
        rows.append({"table": table, "layers": tuple(dict.fromkeys(wanting["layer"])), "fields": tuple(wanting["field"])})
    rows.sort(key=lambda row: -len(row["fields"]))
    for layer in LAYERS:
        nobody = fields[(fields["layer"] == layer) & (fields["filled"] == 0) & (fields["lacking"].map(len) == 0)]
        if len(nobody):
            rows.append({"table": "", "layers": (layer,), "fields": tuple(nobody["field"])})
    return pd.DataFrame(rows, columns=["table", "layers", "fields"])
