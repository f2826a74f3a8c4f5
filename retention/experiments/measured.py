"""What experiments have shown: one row per experiment and arm, with what was found wrong in it, and whether to go on.

Orders decide: the share of people who ordered within the window, Newcombe's interval, and a p from the Cochran–Mantel–Haenszel test, corrected by
Holm over all experiments and arms that are over. Money comes second, as the difference of means with Welch's interval. Where the control group had
several sizes over time each size is a layer of its own, since time would otherwise look like the message; layers are joined by MOVER
(Zou & Donner 2008), weights n₁n₀/(n₁+n₀).

A result is *withheld* where the groups do not have the sizes they were drawn in (p < .001): then something else than the lot decided who is in them.
It is *interim* while the window of somebody drawn is not over, and decides nothing before.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import special

from retention.experiments.difference import Difference, difference_of_means, difference_of_shares
from retention.experiments.drawn import span_days
from retention.experiments.lots import control_group
from retention.experiments.power import WORTH_SEEING, power_of, smallest_difference
from retention.stats import LEVEL, holm

WITHHELD_BELOW = 0.001
LEAST_EXPECTED = 5
A_MONTH = 365 / 12
STATES = ("withheld", "too_few", "interim", "more", "less", "open")
Layers = list[tuple[pd.DataFrame, pd.DataFrame]]


def results(drawn: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """One row per experiment and arm (`variant`, empty for all of the treated together), experiments in the order of their first day.

    `drawn` as `with_windows`, `with_outcomes` and `with_contacts` leave it. Columns: experiment, kind, variant, days, first, last; treated,
    control (people whose window is over), waiting (whose is not), treated_share, control_share (who ordered); difference, low, high, p, p_holm;
    money, money_low, money_high (per person); power (to show half as many orders again), smallest (rise that is shown with .80); srm_p, aa_p;
    reached_treated, reached_control (share written to by something else); breached (kept back, yet written to), both_arms; a_month (people
    drawn in one), smallest_next (with that many more); state.
    """
    rows = []
    first = drawn.groupby(["kind", "experiment"])["started_at"].min().sort_values(kind="stable")
    for kind, name in first.index:
        mine = drawn[(drawn["kind"] == kind) & (drawn["experiment"] == name)]
        if mine["treated"].nunique() < 2:
            # Nobody was kept back, or everybody: nothing to compare.
            continue
        ratio = sample_ratio_p(mine)
        variants = [found for found in sorted(mine["variant"].unique()) if found]
        rows.append(_result(mine, "", ratio, level))
        rows += [_result(mine[~mine["treated"] | (mine["variant"] == one)], one, ratio, level) for one in variants if len(variants) > 1]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table["p_holm"] = holm(table["p"].where(~table["state"].isin(["withheld", "too_few", "interim"])))
    shown = (table["state"] == "open") & (table["p_holm"] < 1 - level)
    table["state"] = np.where(shown, np.where(table["difference"] > 0, "more", "less"), table["state"])
    return table


COLUMNS = (
    *("experiment", "kind", "variant", "days", "first", "last", "treated", "control", "waiting", "treated_share", "control_share"),
    *("difference", "low", "high", "p", "p_holm", "money", "money_low", "money_high", "power", "smallest", "srm_p", "aa_p"),
    *("reached_treated", "reached_control", "breached", "both_arms", "a_month", "smallest_next", "state"),
)


def _result(mine: pd.DataFrame, variant: str, ratio: float, level: float) -> dict[str, object]:
    """A row; `ratio`: the p of the group sizes of the whole experiment, which stands for its variants, too."""
    over = mine[mine["over"]]
    one, other = over[over["treated"]], over[~over["treated"]]
    layers = layers_of(over)
    row: dict[str, object] = {
        **{name: mine[name].iloc[0] for name in ("experiment", "kind")},
        **{"variant": variant, "days": int(mine["days"].max()), "first": mine["started_at"].min(), "last": mine["started_at"].max()},
        **{"treated": len(one), "control": len(other), "waiting": int((~mine["over"]).sum())},
        **shares_of(layers, one, other),
        **{"srm_p": np.nan if variant else ratio, "aa_p": halves_p(other)},
        **{"reached_treated": _share(one["by_others"]), "reached_control": _share(other["by_others"])},
        **{"breached": int(mine.loc[~mine["treated"], "by_itself"].sum()), "both_arms": int(mine["both_arms"].sum())},
        "a_month": len(mine) / span_days(mine) * A_MONTH if mine["kind"].iloc[0] == "journey" else float(len(mine)),
    }
    base = float(str(row["control_share"]))
    part = len(other) / len(over) if len(over) else np.nan
    row |= {"power": power_of(base, WORTH_SEEING * base, len(one), len(other)), "smallest": smallest_difference(base, len(over), part)}
    # Everybody stands in the programme once; a month more brings nobody new.
    more = np.nan if mine["kind"].iloc[0] == "programme" else float(str(row["a_month"]))
    row["smallest_next"] = smallest_difference(base, len(over) + more, part) if np.isfinite(more) else np.nan
    early = bool(row["waiting"]) or bool(mine["running"].any())
    state = "withheld" if ratio < WITHHELD_BELOW else "interim" if early else "too_few" if _too_few(one, other) else "open"
    if state == "withheld":
        return row | {"treated_share": np.nan, "control_share": np.nan, "aa_p": np.nan, "state": state}
    return row | _figures(layers, level) | {"p": layered_p(layers), "state": state}


def layers_of(over: pd.DataFrame) -> Layers:
    """Treated and control people of each size that the control group had; layers in which a group has under two people compare nothing."""
    told = over.assign(layer=over["share"].round(6).fillna(-1))
    parts = [(layer[layer["treated"]], layer[~layer["treated"]]) for _, layer in told.groupby("layer")]
    return [(one, other) for one, other in parts if min(len(one), len(other)) >= 2]


def shares_of(layers: Layers, one: pd.DataFrame, other: pd.DataFrame) -> dict[str, float]:
    """Shares of both groups that ordered, layers weighted as their differences are (`joined`), so that the one less the other is the difference."""
    if not layers:
        return {"treated_share": _share(one["orders"] > 0), "control_share": _share(other["orders"] > 0)}
    weights = np.array([len(a) * len(b) / (len(a) + len(b)) for a, b in layers])
    both = [[_share(group["orders"] > 0) for group in layer] for layer in layers]
    treated, control = (float((weights * np.array(column)).sum() / weights.sum()) for column in zip(*both, strict=True))
    return {"treated_share": treated, "control_share": control}


def _figures(layers: Layers, level: float) -> dict[str, float]:
    shares = [difference_of_shares(int((a["orders"] > 0).sum()), len(a), int((b["orders"] > 0).sum()), len(b), level=level) for a, b in layers]
    means = [difference_of_means(a["money"], b["money"], level) for a, b in layers]
    found: dict[str, float] = {}
    for names, told in ((("difference", "low", "high"), shares), (("money", "money_low", "money_high"), means)):
        found |= dict(zip(names, joined([(one.value, one.low, one.high, one.treated, one.control) for one in told]), strict=True))
    return found


def joined(layers: list[tuple[float, float, float, int, int]]) -> tuple[float, float, float]:
    """Differences of layers (value, low, high, treated, control) as one with its interval (MOVER); missing without any.

    >>> joined([(0.2, 0.1, 0.3, 50, 50)])
    (0.2, 0.1, 0.3)
    """
    if not layers:
        return np.nan, np.nan, np.nan
    value, low, high, one, other = (np.array(column, dtype=float) for column in zip(*layers, strict=True))
    weights = one * other / (one + other)
    weights = weights / weights.sum()
    middle = float((weights * value).sum())
    down, up = (float(np.sqrt((weights**2 * (end - value) ** 2).sum())) for end in (low, high))
    return middle, float(middle - down), float(middle + up)


def layered_p(layers: Layers) -> float:
    """Two-sided p that as many of both groups ordered (Cochran–Mantel–Haenszel, no correction); missing where nobody or everybody did."""
    off, spread = 0.0, 0.0
    for one, other in layers:
        n1, n0, k1, k0 = len(one), len(other), int((one["orders"] > 0).sum()), int((other["orders"] > 0).sum())
        n, k = n1 + n0, k1 + k0
        off += k1 - n1 * k / n
        spread += n1 * n0 * k * (n - k) / (n**2 * (n - 1))
    return float(special.chdtrc(1, off**2 / spread)) if spread > 0 else float("nan")


def _too_few(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether under five orders are expected in a group, or under five without one: then no share is told apart from another."""
    n = len(one) + len(other)
    if min(len(one), len(other)) < 2:
        return True
    ordered = float((one["orders"] > 0).sum() + (other["orders"] > 0).sum()) / n
    return min(len(one), len(other)) * min(ordered, 1 - ordered) < LEAST_EXPECTED


def sample_ratio_p(drawn: pd.DataFrame) -> float:
    """p that the lot alone made the groups as large as they are (χ²; with one share Pearson's); missing where no share is known.

    Everybody drawn counts, whether the window is over or not.
    """
    known = drawn[drawn["share"].between(0, 1, inclusive="neither")]
    if known.empty:
        return float("nan")
    off = float((~known["treated"]).sum() - known["share"].sum())
    return float(special.chdtrc(1, off**2 / float((known["share"] * (1 - known["share"])).sum())))


def halves_p(control: pd.DataFrame) -> float:
    """p that two halves of the control group, drawn by lot, ordered alike (the A/A line); a small one says that something is wrong with the lots."""
    if len(control) < 4:
        return float("nan")
    half = control_group(control["customer_id"], f"{control['experiment'].iloc[0]}|halves", 0.5)
    return layered_p([(control[half], control[~half])]) if 2 <= half.sum() <= len(half) - 2 else float("nan")


def winners(drawn: pd.DataFrame, results: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """The best variant of each experiment that has several, chosen on one half of its people and measured on the other.

    Only of those whose result (`results`) is neither withheld nor interim. What is measured on the people it was chosen by looks better than it is;
    where too few of the others ordered nothing is said. Columns:
    experiment, variant, others (a comma between), treated, control (people of the half that measures: who had the winner, who had another),
    difference (share that ordered), low, high, chosen_on (its difference on the half that chose).
    """
    rows = []
    whole = results[results["variant"] == ""]
    ended = whole.loc[~whole["state"].isin(["withheld", "interim"]), "experiment"]
    over = drawn[drawn["over"] & drawn["treated"] & (drawn["variant"] != "") & drawn["experiment"].isin(set(ended))]
    for name, mine in over.groupby("experiment", sort=False):
        variants = sorted(mine["variant"].unique())
        choosing = control_group(mine["customer_id"], f"{name}|choice", 0.5)
        chose = mine[choosing].groupby("variant")["orders"].agg(lambda orders: (orders > 0).mean())
        if len(variants) < 2 or len(chose) < len(variants) or set(mine.loc[~choosing, "variant"]) != set(variants):
            continue
        best = str(chose.idxmax())
        measuring = mine[~choosing]
        if _too_few(measuring[measuring["variant"] == best], measuring[measuring["variant"] != best]):
            continue
        found = {half: _against_others(mine[choosing == half], best, level) for half in (True, False)}
        told = found[False]
        rows.append(
            (name, best, ",".join(v for v in variants if v != best), told.treated, told.control, told.value, told.low, told.high, found[True].value)
        )
    return pd.DataFrame(rows, columns=["experiment", "variant", "others", "treated", "control", "difference", "low", "high", "chosen_on"])


def _against_others(mine: pd.DataFrame, best: str, level: float) -> Difference:
    one, other = mine[mine["variant"] == best], mine[mine["variant"] != best]
    return difference_of_shares(int((one["orders"] > 0).sum()), len(one), int((other["orders"] > 0).sum()), len(other), level=level)


def decided(results: pd.DataFrame, costs: Mapping[str, float], margin: float) -> pd.DataFrame:
    """The same with `cost` (per person treated; missing where it is not known) and `decision`.

    repair (the lot is broken), nothing (too few to show anything), wait (interim), stop (it does harm, or even at the upper end of its interval it
    brings less than it costs), go_on (it brings orders), more (a month more would show half as many orders again), hidden (not even that would).
    `margin`: contribution as a share of what is paid; 1 where the shop gives none, which favours going on.
    """
    cost = results["experiment"].map(costs).astype(float)
    dear = results["money_high"] * margin < cost.fillna(0)
    seen = results["smallest_next"] <= WORTH_SEEING * results["control_share"]
    by_state = {"withheld": "repair", "too_few": "nothing", "interim": "wait", "less": "stop"}
    rest = np.where(dear, "stop", np.where(results["state"] == "more", "go_on", np.where(seen, "more", "hidden")))
    decision = results["state"].map(by_state).astype(object)
    return results.assign(cost=cost, decision=decision.where(decision.notna(), pd.Series(rest, index=results.index)))


def _share(flags: pd.Series) -> float:
    return float(flags.mean()) if len(flags) else float("nan")
