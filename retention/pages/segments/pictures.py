"""Pictures of the segments: map of scores, groups as bars and as a treemap, stability of clusters, migration."""

from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.labels import group_label
from retention.pages.kit.words import Words
from retention.pages.segments import sentences as says

if TYPE_CHECKING:
    from retention.segments.clusters import Clustering


def rfm_map(cells: pd.DataFrame, words: Words) -> go.Figure:
    """Customers by score of recency (up) and of orders (right); the figure is their share, the colour their money."""
    fig = style.figure(says.map_title(cells, words), words("segments-map-subtitle", n=int(cells["customers"].sum())), height="high")
    rows, columns = list(range(1, 6)), list(range(1, 6))
    share, money = (cells.pivot(index="r_score", columns="f_score", values=name).loc[rows, columns] for name in ("share", "net_paid"))
    hover = cells.assign(text=[_cell_hover(row, words) for row in cells.to_dict("records")]).pivot(index="r_score", columns="f_score", values="text")
    fig.add_trace(
        go.Heatmap(
            x=columns,
            y=rows,
            z=money.to_numpy(),
            text=[[words.share(value) if value else "" for value in row] for row in share.to_numpy()],
            texttemplate="%{text}",
            hovertext=hover.loc[rows, columns].to_numpy(),
            hoverinfo="text",
            colorscale=[[place / 4, colour] for place, colour in enumerate(style.SEQUENCE[:5])],
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    fig.update_xaxes(title_text=words("segments-map-x"), tickvals=columns, fixedrange=True)
    fig.update_yaxes(title_text=words("segments-map-y"), tickvals=rows, showgrid=False, fixedrange=True)
    return fig


def _cell_hover(row: dict, words: Words) -> str:
    place = {"r": str(row["r_score"]), "f": str(row["f_score"])}
    if not row["customers"]:
        return words("segments-map-hover-none", **place)
    return words("segments-map-hover", **place, customers=row["customers"], share=row["share"], money=row["net_paid"])


def groups(sizes: pd.DataFrame, words: Words) -> go.Figure:
    """Two bars per group, most money first: its share of customers (grey) and of the money to date (blue)."""
    table = sizes[sizes["customers"] > 0].sort_values(["net_paid", "customers"], ascending=False)
    fig = style.figure(says.groups_title(sizes, words), words("segments-groups-subtitle", n=int(sizes["customers"].sum())), height="high")
    labels = [group_label(name, words) for name in table["group"]]
    paid = table["money_share"].fillna(0.0)
    figures = zip(labels, table.to_dict("records"), paid, strict=True)
    hover = [
        words("segments-groups-hover", group=label, customers=row["customers"], people=row["share"], money=row["net_paid"], paid=share)
        for label, row, share in figures
    ]
    for values, message, colour in ((table["share"], "segments-groups-people", style.CONTEXT), (paid, "segments-groups-money", style.ACCENT)):
        # The first group says what the bars are; the others only how much.
        texts = [words(message, share=share) if i == 0 else words.share(share) for i, share in enumerate(values)]
        fig.add_trace(style.bars(values, labels, texts, hover, colour))
    largest = max([0.01, *table["share"], *paid])
    fig.update_xaxes(range=[min(0.0, *paid, 0.0) * 1.6, largest * 1.6], showticklabels=False, fixedrange=True)
    fig.update_yaxes(autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="group", bargap=0.28, bargroupgap=0.04)


def group_tree(sizes: pd.DataFrame, words: Words) -> go.Figure:
    """A treemap of the groups: area customers, colour money per customer. Labels that do not fit are left to the hover."""
    table = sizes[sizes["customers"] > 0].sort_values("customers", ascending=False)
    fig = style.figure(says.tree_title(sizes, words), words("segments-tree-subtitle", n=int(sizes["customers"].sum())))
    labels = [group_label(name, words) for name in table["group"]]
    each = (table["net_paid"] / table["customers"]).clip(lower=0)
    records = list(zip(labels, table.to_dict("records"), each, strict=True))
    top = float(each.max()) if len(each) else 0.0
    fig.add_trace(
        go.Treemap(
            labels=labels,
            parents=[""] * len(labels),
            values=table["customers"],
            text=[words("segments-tree-label", group=label, share=row["share"]) for label, row, _ in records],
            texttemplate="%{text}",
            hovertext=[
                words("segments-tree-hover", group=label, customers=row["customers"], share=row["share"], each=money) for label, row, money in records
            ],
            hoverinfo="text",
            # Light to middle blue, so that dark text stays readable on all of them.
            marker={"colors": [style.SEQUENCE[round(3 * money / top)] if top > 0 else style.SEQUENCE[0] for money in each]},
            textfont={"color": style.INK, "size": 14},
            tiling={"pad": 2},
        )
    )
    return fig.update_layout(uniformtext={"minsize": 10, "mode": "hide"})


def stability(found: "Clustering", least: float, null_sets: int, words: Words) -> go.Figure:
    """A dot per cluster and number of clusters: how far it is found again; grey, what data without clusters reach."""
    table = found.stability
    subtitle = words("segments-stability-subtitle", sets=null_sets, least=words.number(least, 2))
    fig = style.figure(says.stability_title(found, words), subtitle, height="high")
    by_k = table.drop_duplicates("k").set_index("k")[["null_low", "null_high"]].sort_index()
    fig.add_trace(
        go.Bar(
            x=by_k.index,
            y=by_k["null_high"] - by_k["null_low"],
            base=by_k["null_low"],
            width=0.55,
            marker_color=style.GRID,
            name=words("segments-stability-null"),
            hovertext=[
                words("segments-stability-hover-null", k=int(k), low=words.number(row["null_low"], 2), high=words.number(row["null_high"], 2))
                for k, row in zip(by_k.index, by_k.to_dict("records"), strict=True)
            ],
            hoverinfo="text",
        )
    )
    chosen = found.best if found.decision == "clusters" else None
    fig.add_trace(
        go.Scatter(
            x=table["k"],
            y=table["jaccard"],
            mode="markers",
            marker={"size": 10, "color": [style.ACCENT if k == chosen else style.MUTED for k in table["k"]]},
            name=words("segments-stability-name"),
            text=[_dot_hover(row, words) for row in table.to_dict("records")],
            hoverinfo="text",
        )
    )
    fig.add_hline(y=least, line={"color": style.INK, "width": 1, "dash": "dot"})
    fig.update_xaxes(title_text=words("segments-stability-x"), tickvals=sorted(set(table["k"])), fixedrange=True)
    fig.update_yaxes(range=[0, 1.03], fixedrange=True)
    return fig.update_layout(showlegend=True)


def _dot_hover(row: dict, words: Words) -> str:
    verdict = words(f"segments-verdict-{row['verdict'].replace('_', '-')}")
    return words("segments-stability-hover", k=int(row["k"]), size=row["size"], jaccard=words.number(row["jaccard"], 2), verdict=verdict)


def migration(table: pd.DataFrame, moves: pd.DataFrame, changed: dict[str, float], words: Words) -> go.Figure:
    """Who went where: groups of the run before on the left, of now on the right; moves in the accent colour, stayers grey."""
    fig = style.figure(says.migration_title(moves, changed, words), words("segments-migration-subtitle", n=int(changed["n"])), height="high")
    seen = table[(table["customers"] > 0) & (table["previous"] != "newcomer")]
    left, right = list(dict.fromkeys(seen["previous"])), [name for name in dict.fromkeys(table["now"]) if name in set(seen["now"])]
    labels = [group_label(name, words) for name in (*left, *right)]
    hover = [
        words(
            "segments-migration-hover",
            previous=group_label(row["previous"], words),
            now=group_label(row["now"], words),
            **{name: row[name] for name in ("customers", "share", "n")},
        )
        for row in seen.to_dict("records")
    ]
    stays = (seen["previous"] == seen["now"]).to_numpy()
    fig.add_trace(
        go.Sankey(
            arrangement="fixed",
            node={"label": labels, "color": style.MUTED, "pad": 14, "thickness": 10, "line": {"width": 0}, "hoverinfo": "skip"},
            link={
                "source": [left.index(name) for name in seen["previous"]],
                "target": [len(left) + right.index(name) for name in seen["now"]],
                "value": seen["customers"],
                "color": [style.GRID if stay else "rgba(0, 114, 178, 0.45)" for stay in stays],
                "customdata": hover,
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            textfont={"size": 12, "color": style.INK},
        )
    )
    return fig
