"""What is sold: styles with their life on sale, and the articles (colour and size) of each.

Choosing an article: category by season, then a style by popularity, age and the customer's taste,
then a colour, then her size (or the next one when hers is gone).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import season
from retention.samples.chance import draw, stream

WEEKS_BEFORE = 26  # styles launched before the shop's first day, so that it opens with goods
NOUNS = (
    ("T恤", "短袖上衣", "打底衫"),
    ("衬衫", "雪纺衫", "娃娃领衬衫"),
    ("针织衫", "开衫", "毛衣"),
    ("阔腿裤", "直筒裤", "牛仔裤"),
    ("连衣裙", "茶歇裙", "吊带裙", "衬衫裙"),
    ("大衣", "羽绒服", "风衣"),
    ("单鞋", "乐福鞋", "短靴"),
    ("单肩包", "托特包", "腋下包"),
    ("丝巾", "耳环", "发夹", "腰带"),
)
WORDS = (("法式", "复古", "碎花", "收腰", "蕾丝"), ("简约", "通勤", "垂感", "西装领", "微廓形"), ("甜酷", "拼接", "短款", "辣妹", "泡泡袖"))
SEASONS = ("春", "夏", "秋", "冬")


@dataclass(frozen=True)
class Goods:
    """`styles`: one row per style; `articles`: one row per colour and size, a style's articles together."""

    styles: pd.DataFrame
    articles: pd.DataFrame


def draw_goods(seed: int) -> Goods:
    """The whole range of the shop; it does not depend on the number of customers."""
    rng = stream(seed, "goods")
    styles = _styles(rng)
    return Goods(styles, _articles(rng, styles))


def _styles(rng: np.random.Generator) -> pd.DataFrame:
    weeks = np.arange(-WEEKS_BEFORE, -(-len(season.DAYS) // 7))
    low, high = f.STYLES_A_WEEK
    launch = np.repeat(weeks, rng.integers(low, high + 1, len(weeks)))
    n = len(launch)
    styles = pd.DataFrame({"launch_week": launch, "category": draw(rng, f.CATEGORY_STYLES, n), "style": draw(rng, f.STYLE_SHARES, n)})
    styles["basic"] = rng.random(n) < f.BASIC_STYLES
    styles["popularity"] = np.exp(f.POPULARITY_SPREAD * rng.standard_normal(n))
    styles["colours"] = 1 + draw(rng, f.COLOUR_COUNTS, n)
    price = _prices(rng, styles["category"].to_numpy())
    styles = _plant_rule(styles.assign(list_price=price))
    styles["cost"] = np.round(styles["list_price"] * rng.uniform(*f.COST_SHARES, n) * 100).astype(int)
    system = np.asarray(f.SIZE_SYSTEMS)[styles["category"]]
    gone = (rng.random(n) < f.CORE_SIZE_GONE) & (system != "one") & ~styles["basic"].to_numpy() & (styles["rule"] == "").to_numpy()
    middle = np.where(system == "top", 1, 2) + rng.integers(0, 2, n)
    styles["gone_size"] = np.where(gone, middle, -1)
    styles["season"] = _season_names(styles)
    styles["name"] = _names(styles, rng)
    styles["code"] = [f"HS{i:05d}" for i in range(10001, 10001 + n)]
    return styles


def _prices(rng: np.random.Generator, category: np.ndarray) -> np.ndarray:
    """List prices in yuan, all ending in 9."""
    low, high = np.asarray(f.PRICE_RANGES)[category].T
    part = rng.beta(*f.PRICE_SHAPE, len(category))
    return (np.round((low + part * (high - low)) / 10) * 10 - 1).clip(low, high).astype(int)


def _plant_rule(styles: pd.DataFrame) -> pd.DataFrame:
    """Dress A, shoes B and bag C: basics of the first day, 法式, with a fixed share of their category."""
    first = styles.iloc[:3].assign(rule=list("ABC"), category=[4, 6, 7], list_price=[599, 529, 399], style=0, basic=True, launch_week=0)
    rest = styles.iloc[3:].assign(rule="")
    return pd.concat([first, rest])


def _season_names(styles: pd.DataFrame) -> np.ndarray:
    launched = season.START.astype("datetime64[D]") + (styles["launch_week"].to_numpy() * 7 + 21).astype("timedelta64[D]")
    number = ((pd.DatetimeIndex(launched).month.to_numpy() - 3) % 12) // 3
    return np.where(styles["basic"], "四季", np.asarray(SEASONS)[number])


def _names(styles: pd.DataFrame, rng: np.random.Generator) -> list[str]:
    names = []
    noun_number, word_number = rng.integers(0, 60, len(styles)), rng.integers(0, 5, len(styles))
    for i, (category, style, rule) in enumerate(zip(styles["category"], styles["style"], styles["rule"], strict=True)):
        nouns = NOUNS[category]
        plain = f"{WORDS[style][word_number[i]]}{nouns[noun_number[i] % len(nouns)]} {i + 101}"
        names.append(f.RULE.get(rule, plain))
    return names


def _articles(rng: np.random.Generator, styles: pd.DataFrame) -> pd.DataFrame:
    counts = np.array([len(f.SIZES[s]) for s in f.SIZE_SYSTEMS])[styles["category"]]
    per_style = counts * styles["colours"].to_numpy()
    style = np.repeat(np.arange(len(styles)), per_style)
    position = np.arange(len(style)) - np.repeat(np.cumsum(per_style) - per_style, per_style)
    colour_start = rng.integers(0, len(f.COLOURS), len(styles))
    colour = (colour_start[style] + 3 * (position // counts[style])) % len(f.COLOURS)
    return pd.DataFrame({"style": style, "colour": colour, "size": position % counts[style]})


def first_articles(goods: Goods) -> np.ndarray:
    """For each style, the row of its first article."""
    return np.searchsorted(goods.articles["style"].to_numpy(), np.arange(len(goods.styles)))


def age_state(goods: Goods, style: np.ndarray, week: np.ndarray) -> np.ndarray:
    """'basic', 'new', 'later' or 'clearance' for styles in weeks."""
    age = week - goods.styles["launch_week"].to_numpy()[style]
    by_age = np.select([age < f.FULL_PRICE_WEEKS, age < f.CLEARANCE_WEEKS], ["new", "later"], default="clearance")
    return np.where(goods.styles["basic"].to_numpy()[style], "basic", by_age)


def choose_styles(rng: np.random.Generator, goods: Goods, week: np.ndarray, quarter: np.ndarray, taste: np.ndarray, mood: np.ndarray) -> np.ndarray:
    """One style per wish; `mood`: 1 for premium customers, plus 2 for what comes on top of an order. Equal wishes are drawn together."""
    chosen = np.empty(len(week), dtype=np.int64)
    wish = ((week * 4 + quarter) * 3 + taste) * 4 + mood
    order = np.argsort(wish, kind="stable")
    starts = np.flatnonzero(np.diff(wish[order], prepend=-1)).tolist()
    shelf = {column: goods.styles[column].to_numpy() for column in ("category", "basic", "launch_week", "popularity", "rule")}
    appeal = {(t, premium): _appeal(goods.styles, t, premium) for t in range(len(f.STYLES)) for premium in (0, 1)}
    for begin, end in zip(starts, [*starts[1:], len(order)], strict=True):
        rows = order[begin:end]
        w, q, t, m = (int(a[rows[0]]) for a in (week, quarter, taste, mood))
        chosen[rows] = draw(rng, _weights(shelf, appeal[t, m % 2], w, _category_shares(q, m), t), len(rows))
    return chosen


def _appeal(styles: pd.DataFrame, taste: int, premium: int) -> np.ndarray:
    """How much a taste likes each style, whatever the week: popularity, price, own style group."""
    low, high = np.asarray(f.PRICE_RANGES)[styles["category"]].T
    price = (styles["list_price"].to_numpy() / np.sqrt(low * high)) ** f.PRICE_TASTE[premium]
    own = np.where(styles["style"].to_numpy() == taste, f.OWN_STYLE_FACTOR, 1.0)
    return styles["popularity"].to_numpy() * price * own * (styles["rule"] == "").to_numpy()


def _category_shares(quarter: int, mood: int) -> np.ndarray:
    shares = np.array([c[quarter] for c in f.CATEGORY_UNITS]) * (f.MORE_CATEGORIES if mood >= 2 else f.MAIN_CATEGORIES)
    return shares * (f.PREMIUM_CATEGORIES if mood % 2 else 1.0)


def _weights(shelf: dict[str, np.ndarray], appeal: np.ndarray, week: int, shares: np.ndarray, taste: int) -> np.ndarray:
    """How likely each style is in a week: the shares of categories and of basics hold whatever is on sale."""
    category, age = shelf["category"], week - shelf["launch_week"]
    weight = appeal * np.where(shelf["basic"], 1.0, np.exp(-age.clip(0) / f.WEEKS_OF_LIFE)) * (age >= 0)
    cell = category * 2 + shelf["basic"]
    sums = np.bincount(cell, weight, minlength=2 * len(shares)).reshape(-1, 2)
    split = np.where(sums > 0, [1 - f.BASIC_SALES, f.BASIC_SALES], 0)
    wanted = shares[:, None] * split / split.sum(axis=1, keepdims=True).clip(1e-9)
    weight = weight * (wanted / sums.clip(1e-12)).ravel()[cell]
    for letter, part in f.RULE_POPULARITY.items():
        row = int(np.flatnonzero(shelf["rule"] == letter)[0])
        weight[row] = shares[category[row]] * part * (1.6 if taste == 0 else 0.65)
    return weight


def choose_articles(rng: np.random.Generator, goods: Goods, style: np.ndarray, week: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """An article of each style in the wished size (`sizes`: index in the style's size system); a gone size becomes its neighbour."""
    table = goods.styles
    count = np.array([len(f.SIZES[s]) for s in f.SIZE_SYSTEMS])[table["category"].to_numpy()[style]]
    size = sizes.clip(0, count - 1)
    gone = (size == table["gone_size"].to_numpy()[style]) & (week - table["launch_week"].to_numpy()[style] >= f.CORE_SIZE_GONE_WEEKS)
    size = np.where(gone, size + 1, size)
    # The first colour sells best.
    colour = (rng.random(len(style)) ** 1.4 * table["colours"].to_numpy()[style]).astype(np.int64)
    return first_articles(goods)[style] + colour * count + size


def wished_sizes(people: pd.DataFrame, person: np.ndarray, goods: Goods, style: np.ndarray) -> np.ndarray:
    """Each person's own size in the size system of each style."""
    system = np.asarray(f.SIZE_SYSTEMS)[goods.styles["category"].to_numpy()[style]]
    own = people[["top", "bottom", "shoe"]].to_numpy()[person]
    return np.select([system == "top", system == "bottom", system == "shoe"], own.T, default=0)


def products_table(goods: Goods) -> pd.DataFrame:
    """The goods as the shop's file has them, one row per article."""
    styles = goods.styles.loc[goods.articles["style"]].reset_index(drop=True)
    system = np.asarray(f.SIZE_SYSTEMS)[styles["category"]]
    size = [f.SIZES[s][i] for s, i in zip(system, goods.articles["size"], strict=True)]
    colour = np.asarray(f.COLOURS)[goods.articles["colour"]]
    launched = season.START.astype("datetime64[D]") + (styles["launch_week"].to_numpy() * 7).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "商品编码": article_codes(goods),
            "款号": styles["code"],
            "商品名称": styles["name"],
            "品类": np.asarray(f.CATEGORIES)[styles["category"]],
            "品牌": "HerStyle",
            "风格": np.asarray(f.STYLES)[styles["style"]],
            "季节": styles["season"],
            "颜色": colour,
            "尺码": size,
            "吊牌价": [f"{p}.00" for p in styles["list_price"]],
            "成本": [f"{c / 100:.2f}" for c in styles["cost"]],
            "上架日期": launched.astype(str),
        }
    )


def article_codes(goods: Goods) -> np.ndarray:
    """The shop's number of each article, e.g. HS10042-2-3."""
    codes = goods.styles["code"].to_numpy()[goods.articles["style"]]
    return np.array([f"{c}-{k}-{z}" for c, k, z in zip(codes, goods.articles["colour"], goods.articles["size"], strict=True)], dtype=object)
