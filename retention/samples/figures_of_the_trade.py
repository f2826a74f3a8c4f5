"""Every figure the made-up shop is built from, in one place, with where it comes from.

Origins: *practitioner* is the experience of people who run women's designer brands on Chinese
marketplaces; *press* is a public figure of the trade press or a consultancy; *calibrated* is a
knob of the generator, turned until the shop it makes shows the practitioner's figures (the table of
what is reached stands in `tests/samples`); *assumption* is ours. A shop's own figures will differ.
"""

from datetime import date

# --- calendar ---------------------------------------------------------------------------------
FIRST_DAY = date(2024, 1, 1)  # assumption: the shop opens with the history, so first orders are first orders
LAST_DAY = date(2026, 6, 30)
# Paid sales by month, January to December, %. Practitioner.
MONTH_SHARES = (7, 4.5, 8.5, 8, 8.5, 9.5, 5.5, 6, 8, 11, 15, 8.5)
# Value of a paid order by month against the mean (coats make winter orders dear), calibrated.
ORDER_VALUES = (1.096, 1.107, 0.978, 0.989, 0.998, 0.926, 0.936, 0.928, 1.007, 1.006, 0.998, 1.105)
# Days that sell more or less than their month's average: (first, last, factor). Practitioner: 618 runs from
# mid-May, 双11 from mid-October, 女王节 is 8 March. The factors are assumptions.
CAMPAIGNS = (
    ("03-06", "03-08", 2.2),
    ("05-16", "05-31", 1.3),
    ("06-01", "06-03", 1.9),
    ("06-16", "06-18", 2.3),
    ("10-15", "10-31", 1.25),
    ("11-01", "11-03", 1.9),
    ("11-10", "11-10", 1.6),
    ("11-11", "11-11", 3.4),
    ("12-11", "12-12", 2.0),
)
# No parcel moves on these days (8–10 d around Spring Festival); fewer people order. Practitioner.
SPRING_FESTIVALS = (
    (date(2024, 2, 7), date(2024, 2, 16)),
    (date(2025, 1, 25), date(2025, 2, 3)),
    (date(2026, 2, 13), date(2026, 2, 21)),
)
SPRING_FESTIVAL_FACTOR = 0.45
WEEKDAY_FACTORS = (1.02, 0.98, 0.98, 0.99, 0.98, 1.0, 1.05)
# Share of orders by hour, 0–23; 20:00–22:59 = 35 %. Practitioner.
HOUR_SHARES = (2.9, 1.3, 0.7, 0.4, 0.3, 0.4, 0.9, 1.9, 2.9, 4.1, 5.3, 5.0, 5.2, 4.8, 4.4, 4.3, 4.2, 4.0, 4.0, 4.6, 10.2, 12.8, 12.0, 3.4)
# Orders put at exactly 00:30 and 23:30 on 11-11, each year, each time. Assumption.
MIDNIGHT_ORDERS = 3

# --- channels ---------------------------------------------------------------------------------
CHANNELS = ("天猫", "抖音", "小程序", "唯品会", "京东", "小红书")
CHANNEL_SALES = (48, 24, 16, 5, 4, 3)  # % of paid sales, practitioner
CHANNEL_CUSTOMERS = (50.7, 30.7, 8.2, 4.5, 3.2, 2.7)  # % of customers by home channel, calibrated
# Of customers whose first order was there, second order *in the same channel* by day 365, %: Tmall 25, Douyin 14,
# mini-program 42 (practitioner). Over all channels together 29 % order again: people move, mostly to the mini-program.
SECOND_ORDER_SAME_CHANNEL = {"天猫": 25, "抖音": 14, "小程序": 42}
STAYS_IN_CHANNEL = 0.79  # share of repeat orders in the home channel, calibrated
MOVES_TO = (20, 12, 55, 4, 5, 4)  # where the others go, %, assumption

# --- buying rhythm (BG/NBD in seasonal days) ---------------------------------------------------
# Second order by day 30/60/90/180/365, and customers with 1/2/3/4/5+ orders over 30 months, %. Practitioner.
SECOND_ORDER = {30: 7, 60: 11, 90: 15, 180: 21, 365: 29}
ORDER_COUNTS = (66, 16, 7, 4, 7)
CHANNEL_R = (0.172, 0.091, 0.318, 0.26, 0.24, 0.23)  # shape of the rate's gamma by home channel, calibrated
ALPHA = 45.8  # its rate parameter, days, calibrated
FASTEST = 17.0  # shortest mean gap anyone keeps up, days: rate/(1 + FASTEST·rate), calibrated
DROPOUT_A, DROPOUT_B = 0.87, 3.6  # beta of the chance to leave after a repeat order, calibrated
# Customers by month of first order, % (30 months): calibrated so that sales, repeat orders included, follow MONTH_SHARES.
ACQUISITION = (
    4.92, 2.94, 6.02, 5.17, 5.04, 5.65, 3.09, 3.25, 3.8, 4.98, 6.29, 3.12,
    2.52, 1.53, 3.2, 2.91, 2.95, 3.43, 1.94, 2.1, 2.5, 3.37, 4.49, 2.28,
    1.82, 1.14, 2.38, 2.18, 2.31, 2.69,
)  # fmt: skip

# --- goods ------------------------------------------------------------------------------------
CATEGORIES = ("T恤", "衬衫", "针织", "裤装", "连衣裙", "外套", "鞋", "包", "配饰")
# List prices, yuan, all ending in 9. Practitioner.
PRICE_RANGES = ((159, 259), (299, 459), (329, 599), (299, 499), (459, 899), (1299, 2599), (459, 699), (299, 599), (59, 199))
PRICE_SHAPE = (3.0, 3.2)  # beta within the range, assumption
STYLES = ("法式", "通勤", "甜酷")
STYLE_SHARES = (0.36, 0.40, 0.24)  # of styles and of ordinary customers, assumption
OWN_STYLE_FACTOR = 7.0  # how much likelier a customer takes a style of her own group, assumption
STYLES_A_WEEK = (6, 10)  # practitioner: about 400 a year
CATEGORY_STYLES = (14, 12, 13, 13, 22, 8, 6, 4, 8)  # % of styles, assumption
# Units by category and season (spring, summer, autumn, winter), %, assumption.
CATEGORY_UNITS = (
    (15, 24, 12, 8),
    (15, 10, 14, 9),
    (11, 3, 18, 21),
    (14, 11, 14, 13),
    (24, 31, 16, 12),
    (3.5, 0.3, 6, 13),
    (5.5, 5, 6, 5),
    (4, 4.7, 4, 4),
    (8, 11, 10, 15),
)
COLOURS = ("黑色", "白色", "杏色", "雾蓝", "酒红", "燕麦", "墨绿", "樱粉", "焦糖", "藏青")
COLOUR_COUNTS = (0.22, 0.44, 0.26, 0.08)  # of 1–4 colours, 2.2 on average (practitioner)
BASIC_STYLES, BASIC_SALES = 0.13, 0.27  # share of styles and of units sold, practitioner
WEEKS_OF_LIFE = 5.5  # units of fashion styles fall as exp(−age/5.5 weeks): 84 % within 12 weeks (practitioner)
POPULARITY_SPREAD = 1.2  # log sd of a style's popularity: top 20 % of styles 65 % of units (practitioner), calibrated
CORE_SIZE_GONE, CORE_SIZE_GONE_WEEKS = 0.40, 6  # share of styles without S or M (or a middle size) from week 6, practitioner
SIZES = {
    "top": ("XS", "S", "M", "L", "XL"),
    "bottom": ("25", "26", "27", "28", "29", "30", "31"),
    "shoe": ("35", "36", "37", "38", "39", "40"),
    "one": ("均码",),
}
SIZE_SHARES = {"top": (5, 27, 35, 23, 10), "bottom": (6, 17, 24, 22, 16, 10, 5), "shoe": (8, 20, 28, 25, 14, 5), "one": (100,)}  # practitioner
SIZE_SYSTEMS = ("top", "top", "top", "bottom", "top", "top", "shoe", "one", "one")
COST_SHARES = (0.25, 0.325)  # cost of list price: gross margin on paid 62–66 % (practitioner), calibrated

# --- baskets ----------------------------------------------------------------------------------
EXTRA_UNITS = (0.23, 0.90)  # mean further goods in an order, ordinary and premium customers, calibrated to 1.4–1.6 units
TWO_SIZES = 0.12  # orders that take one style in two sizes, practitioner
PAID_OF_LIST = {"new": 0.945, "later": 0.80, "clearance": 0.57, "basic": 0.84}  # before coupons, calibrated to 7.8–8.2折 paid
FULL_PRICE_WEEKS, CLEARANCE_WEEKS = 7, 12  # practitioner: full price 6–8 weeks
PREMIUM = 0.055, 0.26  # share of premium customers among the slowest and the fastest buyers, calibrated
PREMIUM_RANK = 6  # power of the rate's rank between the two, calibrated
PREMIUM_RETURNS = 0.35  # premium customers' inclination to return, against others, assumption
PREMIUM_FRENCH = 0.74  # high-value customers are mostly 法式 (practitioner)
PRICE_TASTE = (1.6, 8.0)  # exponent on price within a category, ordinary and premium, calibrated to 480–540 and 820–950 an order
# How far the first article of an order, further articles, and premium customers shift between categories. Assumption.
MAIN_CATEGORIES = (0.85, 1.0, 1.0, 1.0, 1.2, 0.3, 1.05, 0.8, 0.25)
MORE_CATEGORIES = (1.5, 0.9, 0.9, 1.0, 0.6, 0.15, 0.7, 1.4, 2.6)
PREMIUM_CATEGORIES = (0.25, 0.7, 0.9, 0.7, 1.6, 7.0, 1.1, 1.1, 0.25)
COUPON_LEANS = ("满减", "折扣", "无")
COUPON_LEAN_SHARES = (0.48, 0.27, 0.25)  # assumption
COUPON_USE = (0.84, 0.78, 0.35)  # share of orders with a coupon by lean: 65–75 % in all (practitioner)
THRESHOLD_COUPONS = ((399, 30), (799, 80), (1299, 150))  # 满399-30, 满799-80, 满1299-150, practitioner
SHIPPING, SHIPPING_BELOW = 10, 99  # yuan; orders under 99 pay it, assumption

# --- delivery and returns ---------------------------------------------------------------------
# Refunds before dispatch / after delivery, % of paid value by channel. Press: women's wear 50 % and more on
# marketplaces, higher in live streams; a mature own shop about 25 %.
REFUNDS = {
    "cn_marketplace": {"before": (14, 20, 6, 10, 9, 14), "after": (36, 46, 22, 30, 28, 34)},
    "mature_dtc": {"before": (3, 3, 3, 3, 3, 3), "after": (22, 22, 22, 22, 22, 22)},
}
# After delivery by category, % (practitioner; shirt is ours). The channel gives the level, the pull (calibrated) the proportions.
CATEGORY_RETURNS = (28, 35, 30, 45, 45, 40, 36, 16, 9)
CATEGORY_PULL = (22, 31, 25, 50, 52, 58, 33, 11, 5)
RETURN_SPREAD = 1.0  # coefficient of variation of customers' own inclination to return, assumption
OTHER_SIZE_BACK = 0.80  # of two sizes taken, chance that the second goes back, assumption
EXCHANGES, REFUND_ONLY = 0.09, 0.04  # of requests after delivery; practitioner 8–10 % and "exists"
REQUEST_DAYS, REFUND_DAYS = 3, 6  # practitioner: asked for 3 d after signing, refunded 6 d later
AFTER_COMPLETION = 0.06  # of wholly returned orders, those whose refund comes after completion and leaves them 交易成功, assumption
TRUE_REASONS = {"size": 38, "looks_different": 27, "description": 12, "fabric": 10, "quality": 5, "late": 4, "wrong_item": 2, "threshold": 2}
NO_REASON = 0.55  # tick 七天无理由 whatever the reason, practitioner
TICKED_HONESTLY = 0.7  # of the others, those who tick what it was, assumption
REASON_WORDS = {
    "size": "尺码不合适",
    "looks_different": "与图片不符",
    "description": "颜色/描述不符",
    "fabric": "面料不喜欢",
    "quality": "质量问题",
    "late": "未按约定时间发货",
    "wrong_item": "发错货",
    "threshold": "拍错/多拍",
}
NO_REASON_WORD = "七天无理由退换货"
CANCEL_WORDS = ("不想要了", "拍错/多拍", "未按约定时间发货", "其他优惠更合适")

# --- the rule A → B or C ----------------------------------------------------------------------
# Of first buyers of dress A, 30 % take shoes B or bag C within 30 d: B 19, C 14, both 3. From the article the shop follows.
RULE = {"A": "法式复古连衣裙", "B": "玛丽珍单鞋", "C": "草编手提包"}
RULE_SHARES = {"B": 0.16, "C": 0.11, "both": 0.03}
RULE_DAYS = 30
RULE_POPULARITY = {"A": 0.075, "B": 0.06, "C": 0.06}  # of their category's units, calibrated to ≥ 250 A-buyers in 20,000 customers

# --- people -----------------------------------------------------------------------------------
DEVOTEES, RESELLERS, HUNTERS, SERIAL_RETURNERS, STAFF, UNKNOWN = 0.0014, 0.0003, 0.008, 0.004, 0.0006, 0.002  # shares of customers, assumption
SHARED_PHONES = 0.012  # customers who hold a second id with the same phone, assumption
MEMBERS = 0.42  # joined the membership, practitioner 35–50 %
EMAILS, BIRTHDAYS, PROFILED = 0.12, 0.38, 0.30  # shares with an e-mail, a birthday, body data and style; assumption
WHOLESALE_ORDERS, WHOLESALE_UNITS, WHOLESALE_PAID = 8, (15, 45), 0.45  # orders at 20,000 customers, units in each, of list; assumption

# --- traps and dirt (shares of orders or rows; at least two of each) ----------------------------
UNPAID = 0.05  # orders placed twice, the first never paid
PRESALE = 0.25  # of orders on presale days, paid as 定金 + 尾款
PRESALE_DAYS = (("05-20", "05-31", "06-01"), ("10-20", "10-31", "11-01"))  # deposits from, to, balance due from
DEPOSIT = 0.15  # of the amount
PRICE_DIFFERENCES, POSTAGE_LINKS = 0.006, 0.002
GIFT_ORDERS, GIFT_LINES = 0.003, 0.03
STAFF_PAID, STAFF_ORDERS = 0.5, 5  # of list; orders each
REMARKS = 0.06
DUPLICATE_ROWS, IMPOSSIBLE_DATES, UNREADABLE_DATES, NEGATIVE_AMOUNTS = 0.0015, 0.0004, 0.0003, 0.0004

# --- the plain shop: nothing but BG/NBD × Gamma-Gamma, days and yuan (assumption) ----------------
PLAIN = {"r": 0.25, "alpha": 60.0, "a": 0.8, "b": 2.5, "p": 6.0, "q": 4.0, "v": 255.0}
PLAIN_ACQUISITION_DAYS = 540


def as_table() -> dict[str, object]:
    """Every figure by its name, for truth.json."""
    return {name.lower(): value for name, value in globals().items() if name.isupper()}
