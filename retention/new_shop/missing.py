"""What a shop's exports do not tell, and what each further export would add."""

from collections.abc import Collection

from retention.imports.account import Imported
from retention.imports.maps import TABLES
from retention.new_shop.exports import Exports

# Table → what it would add, for the tables a shop is likely to have somewhere.
ADDS = {
    "returns": "what came back, when and why; net sales are what was paid as long as it is missing",
    "customers": "names and contacts for work lists, and profiles",
    "products": "categories, brands and costs: what customers like, and margins",
    "memberships": "members, tiers and points",
    "coupons": "who buys with coupons only, and what they cost",
    "consents": "who may be written to; nobody may as long as it is missing",
    "events": "what customers look at between orders, and who is about to buy",
}
GRAINS = {"return": "returns", "customer": "customers", "product": "products", **TABLES}


def what_is_missing(found: Exports, trial: Imported) -> list[str]:
    """A line for each thing the exports do not tell, what it would add, and the file of the shop's own platforms that has it."""
    told = [line for known in trial.knows for line in _cannot_tell(known, found)]
    if not trial.currency:
        told.append("missing: the currency. Write it into shop.yaml (currency: EUR)")
    nobody = bool(trial.knows) and all(known["customer"] == "none" for known in trial.knows)
    for table, adds in ADDS.items():
        told_of = trial.tables.get(table) or (table == "returns" and trial.knows)
        if not told_of and not (nobody and table in ("customers", "memberships", "coupons", "consents", "events")):
            told.append(f"missing: {table}: {adds}{_where(found, table, found.maps)}")
    return told


def _cannot_tell(known: dict[str, str], found: Exports) -> list[str]:
    """What one platform's orders can never tell, and the file that has it where there is one."""
    name = known.get("called_en", known["map"])
    said = {
        ("customer", "none"): f"{name} tells no buyer: its orders count as guests', and nothing can be said about repurchase",
        ("customer", "some"): f"some files of {name} tell no buyer: orders that stand only in these count as guests'",
        ("customer", "masked"): f"{name} hides its buyers: their orders count as guests'",
        ("refunds", "none"): f"{name}: no file here tells of refunds",
        ("refunds", "net"): f"{name}: its amounts are what was left after refunds; how much was given back is not known",
        ("refunds", "whole"): f"{name}: only orders given back as a whole are known; parts of them are not",
        ("refunds", "part"): f"{name} tells refunds of parts only, on the day of the order; orders given back as a whole count in full",
        ("refunds", "order"): f"{name} tells refunds without their day: they stand on the day of the order",
    }
    refunds = _where(found, "returns", [known["map"]])
    return [sentence + refunds * (what == "refunds") for (what, word), sentence in said.items() if known[what] == word]


def _where(found: Exports, table: str, maps: Collection[str]) -> str:
    """The file of some maps that tells of a table, by the columns it is known by; nothing where it is there."""
    used = {(match.map.name, match.name) for match in found.known}
    for import_map in {match.map.name: match.map for match in found.known if match.map.name in maps}.values():
        for name, source in import_map.sources.items():
            if GRAINS.get(source.grain) == table and (import_map.name, name) not in used:
                return f". Add the file with the columns {', '.join(source.recognised_by())}"
    return ""
