"""Names, telephones and profile fields: the customers' file. Nobody in it exists.

Telephones have 0000 in the place of the area, e-mails end in example.com. *Canaries* carry names,
telephones and addresses that stand nowhere else, so that a leak into a report can be searched for.
"""

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import joining
from retention.samples.chance import draw, stream
from retention.samples.people import at_least

SURNAMES = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱江"
)
GIVEN = tuple("婷雯思佳怡欣悦梦琪诗涵雨晴静敏洁丽娜倩颖慧莹芳燕玲霞萍红艳秀英华梅兰云月蓉晓文心语若曦子墨一诺可馨紫萱芷若安然")
# Never drawn for anyone else: surname 甘 and 雀 stand in no list above.
CANARY_NAMES = tuple(f"甘雀{c}" for c in "岚宁彤薇苒蔓黛璎翎沁霓珂")
HOSTILE_NAMES = ("<script>alert(1)</script>", "=cmd|' /C calc'!A0", "{{7*7}}", "表情😀")
PROVINCES = ("广东", "浙江", "江苏", "上海", "北京", "四川", "湖北", "山东", "福建", "河南", "湖南", "重庆", "陕西", "安徽", "辽宁", "天津")
PROVINCE_SHARES = (15, 13, 12, 9, 8, 7, 5, 6, 5, 5, 4, 3, 3, 2, 2, 1)
OCCUPATIONS = ("企业职员", "教师", "医护", "学生", "自由职业", "公务员", "设计师", "个体经营")
FABRICS = ("无", "羊毛", "化纤", "马海毛")
ADVISERS = ("导购小安", "导购小北", "导购小楠", "导购阿宁", "导购阿芷")
COLUMNS = ("客户编号", "姓名", "手机", "邮箱", "性别", "生日", "省份", "职业", "入会日期", "身高", "体重") + (
    "上装尺码",
    "下装尺码",
    "鞋码",
    "风格偏好",
    "过敏面料",
    "专属导购",
)
MASKED = r"^(\d{3})\d{6}(\d{2})$"  # 18600001105 as Tmall shows it: 186******05
PREFIXES = tuple(p for p in (*range(130, 139), *range(150, 160), *range(180, 190)) if p != 154)


def customer_numbers(seed: int, people: pd.DataFrame) -> np.ndarray:
    """16 digits, more than a spreadsheet's number holds; people outside the customers' file have numbers beginning 2299."""
    place = stream(seed, "numbers").permutation(len(people))
    prefix = np.where(people["role"] == "unknown", 2299, 2200)
    return np.array([f"{p}{k * 7 + 10**11:012d}" for p, k in zip(prefix, place, strict=True)], dtype=object)


def canaries(people: pd.DataFrame, spent: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """Rows of people who are the canaries: the biggest spenders, some who bought once, some whose orders all went back, staff."""
    ordinary = people["role"].isin(["ordinary", "devotee"]).to_numpy()
    groups = (np.argsort(-spent * ordinary, kind="stable")[:4], np.flatnonzero(ordinary & (orders == 1)), np.flatnonzero(ordinary & (orders == 0)))
    chosen = [*groups[0], *groups[1][:4], *groups[2][:2], *np.flatnonzero(people["role"] == "staff")[:2]]
    return np.array(chosen[: len(CANARY_NAMES)])


def hostile(people: pd.DataFrame, orders: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Rows of people who bear the hostile names: they have orders that count, and are no canaries."""
    free = (people["role"] == "ordinary").to_numpy() & (orders >= 1)
    free[taken] = False
    return np.flatnonzero(free)[: len(HOSTILE_NAMES)]


def identities(seed: int, people: pd.DataFrame, canary: np.ndarray, odd: np.ndarray) -> pd.DataFrame:
    """`name`, `phone`, `email` of everyone; some people hold a second id with the same phone and name."""
    rng = stream(seed, "names")
    size = len(people)
    given = np.asarray(GIVEN)
    second = np.where(rng.random(size) < 0.8, given[rng.integers(0, len(GIVEN), size)], "")
    name = np.asarray(SURNAMES, dtype=object)[rng.integers(0, len(SURNAMES), size)] + given[rng.integers(0, len(GIVEN), size)] + second
    number = rng.permutation(len(PREFIXES) * 10_000)[:size] if size <= len(PREFIXES) * 10_000 else rng.integers(0, len(PREFIXES) * 10_000, size)
    phone = np.array([f"{PREFIXES[n // 10_000]}0000{n % 10_000:04d}" for n in number], dtype=object)
    email = np.where(rng.random(size) < f.EMAILS, np.array([f"user{n:06d}@example.com" for n in number], dtype=object), "")
    reserved = np.concatenate([canary, odd, np.flatnonzero(people["role"] == "unknown")])
    free = np.setdiff1d(np.arange(size), reserved)
    pairs = rng.permutation(free)[: 2 * at_least(2, f.SHARED_PHONES * size / 2)].reshape(2, -1)
    phone[pairs[1]], name[pairs[1]] = phone[pairs[0]], name[pairs[0]]
    name[people["role"] == "wholesale"] = "衣语批发商行"
    for i, row in enumerate(canary):
        name[row], phone[row], email[row] = CANARY_NAMES[i], f"1390000{7001 + i}", f"canary{i + 1:02d}@example.com"
    name[odd] = HOSTILE_NAMES[: len(odd)]
    return pd.DataFrame({"name": name, "phone": phone, "email": email, "same_phone": np.isin(np.arange(size), pairs)})


def customers_table(seed: int, people: pd.DataFrame, numbers: np.ndarray, identity: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """The customers' file: one row per known person, blank where the shop knows nothing; `past` as `joining.history` has it."""
    rng = stream(seed, "profiles")
    size = len(people)
    early = joining.first_draws(rng, past)
    profiled = rng.random(size) < f.PROFILED
    declared = np.where(rng.random(size) < 0.85, people["style"], draw(rng, f.STYLE_SHARES, size))
    adviser = np.where(people["premium"] & (rng.random(size) < 0.7), rng.integers(0, len(ADVISERS), size), -1)

    hidden = identity["phone"].str.replace(MASKED, r"\1******\2", regex=True)

    def day(column: str) -> np.ndarray:
        return np.where(early[column].isna(), "", early[column].to_numpy().astype("datetime64[D]").astype(str))

    def known(values: object, when: np.ndarray = profiled) -> np.ndarray:
        return np.where(when, np.asarray(values).astype(str), "")

    table = pd.DataFrame(
        {
            "客户编号": numbers,
            "姓名": identity["name"],
            "手机": np.where(_masked(people, identity) & early["joined_at"].isna(), hidden, identity["phone"]),
            "邮箱": identity["email"],
            "性别": np.asarray(("女", "男", ""))[draw(rng, (93, 4, 3), size)],
            "生日": day("birthday"),
            "省份": np.asarray(PROVINCES)[draw(rng, PROVINCE_SHARES, size)],
            "职业": known(np.asarray(OCCUPATIONS)[rng.integers(0, len(OCCUPATIONS), size)], rng.random(size) < 0.25),
            "入会日期": day("joined_at"),
            "身高": known(people["height"].astype(int)),
            "体重": known(people["weight"]),
            "上装尺码": known(np.asarray(f.SIZES["top"])[people["top"]]),
            "下装尺码": known(np.asarray(f.SIZES["bottom"])[people["bottom"]]),
            "鞋码": known(np.asarray(f.SIZES["shoe"])[people["shoe"]]),
            "风格偏好": known(np.asarray(f.STYLES)[declared]),
            "过敏面料": known(np.asarray(FABRICS)[draw(rng, (88, 5, 4, 3), size)]),
            "专属导购": np.where(adviser >= 0, np.asarray(ADVISERS)[adviser], ""),
        }
    )
    table = table[list(COLUMNS)]
    return table[(people["role"] != "unknown").to_numpy()].sort_values("客户编号", ignore_index=True)


def _masked(people: pd.DataFrame, identity: pd.DataFrame) -> np.ndarray:
    """Whose telephone the platform hides unless she joined: Tmall's customers, but for those whose telephone the sample plants."""
    planted = identity["same_phone"] | identity["name"].isin([*CANARY_NAMES, *HOSTILE_NAMES])
    return (people["channel"] == f.CHANNELS.index("天猫")).to_numpy() & ~planted.to_numpy()
