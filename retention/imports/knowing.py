"""What the maps of a shop's files can tell at all: who bought, what was given back, and how exactly when."""

from collections.abc import Callable, Iterable, Sequence

from retention.imports.recognise import Staged, tells_of_orders

# From nothing to all.
CUSTOMER = ("none", "name", "masked", "id", "contact")
REFUNDS = ("none", "whole", "order", "settled")
TIMES = ("day", "minute")


def knows(staged: Sequence[Staged]) -> tuple[dict[str, str], ...]:
    """For each map that says so: what people call it by language, and the least that its orders tell of customers and times; of refunds
    what the best of its files does."""
    found = []
    for import_map in {s.map.name: s.map for s in staged}.values():
        mine = [s.source for s in staged if s.map.name == import_map.name]
        orders = [source.knows for source in mine if tells_of_orders(source)]
        told = {
            "customer": _chosen((k.customer for k in orders), CUSTOMER, min),
            "refunds": _chosen((source.knows.refunds for source in mine), REFUNDS, max),
            "times": _chosen((k.times for k in orders), TIMES, min),
        }
        if any(told.values()):
            found.append({"map": import_map.name, **{f"called_{language}": name for language, name in import_map.called.items()}, **told})
    return tuple(found)


def _chosen(told: Iterable[str], scale: Sequence[str], choose: Callable[..., str]) -> str:
    """The least or the most of what is told on a scale; empty where nothing is."""
    return choose((word for word in told if word), key=scale.index, default="")
