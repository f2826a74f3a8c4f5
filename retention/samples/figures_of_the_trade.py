"""Every figure the made-up shop is built from, in one place, with where it comes from.

Origins: *practitioner* is the experience of people who run women's designer brands on Chinese
marketplaces; *press* is a public figure of the trade press or a consultancy; *calibrated* is a
knob of the generator, turned until the shop it makes shows the practitioner's figures (the table of
what is reached stands in `tests/samples`); *assumption* is ours. A shop's own figures will differ.
"""

from datetime import date
from typing import Any

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
# Joined the membership, by number of orders that count (0, 1, … 5 or more), and whoever paid with the joining coupon.
# Calibrated to 35–50 % of customers and 55–65 % of sales (practitioner).
MEMBERS = (0.32, 0.36, 0.46, 0.56, 0.64, 0.78)
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

# --- behaviour ----------------------------------------------------------------------------------
# Platforms keep browsing for about a year; campaigns, check-ins, reviews and shares stay. Practitioner; the volume is an assumption.
BROWSING_KEPT = 400  # days before LAST_DAY that views, favourites, carts, checkouts and chats reach back
TRAILED = (0.92, 0.62, 0.95, 0.75, 0.90, 0.80)  # orders with a recorded visit, by channel: live streams sell past the shop's pages. Assumption
# Visits before the visit of the order: share of orders with one, more of them, days between (exponential), share signed in before a first order.
RESEARCH = {"share": 0.70, "more": 0.5, "days": 4.0, "at_most": 14.0, "signed_in": 0.4}  # assumption
VIEWS_ORDER, VIEWS_RESEARCH, VIEWS_BROWSING = 1.0, 1.6, 1.7  # further goods looked at in a visit, mean. Assumption
RESEARCH_DEEDS = {"own": 0.8, "favourite": 0.30, "cart": 0.40}  # the goods ordered later were looked at, kept as favourite, put in the cart
BROWSING_DEEDS = {"favourite": 0.11, "cart": 0.12, "checkout": 0.15}  # in a visit without order; checkouts are of carts. Assumption
CART_REMOVED = 0.25  # of abandoned carts, emptied again within five days; assumption
CHATS = {"order": 0.05, "browsing": 0.03}  # visits with a question, assumption
AFTER_ORDER = {"visits": 1.0, "days": 22.0}  # visits without order after each order, mean number and mean wait; assumption
# Window shoppers go on looking whatever they buy; the others stop. So some who do not buy are 沉睡 but not 沉默. Assumption.
WINDOW_SHOPPERS = {"share": 0.15, "days_between": 38.0, "stops": 0.3}
NOT_SIGNED_IN = 0.06  # visits without order whose visitor was not signed in, assumption
CAMPAIGN_JOINS = (("女王节", "03-01", "03-08"), ("618", "05-20", "06-18"), ("双11", "10-20", "11-11"))
# Joined the campaign: of coupon hunters, of who orders in it, of who ordered in the year before, of the others. Assumption.
CAMPAIGN_JOINED = {"hunter": 0.9, "orders": 0.5, "lately": 0.14, "others": 0.03}
CHECK_INS = {"members": 0.10, "others": 0.003, "days": 130.0, "per_day": 0.18}  # who checks in, for how long (mean), how often; assumption
REVIEWED = 0.14  # of completed orders, assumption
RATINGS = (2.5, 2.0, 5.5, 12.0, 78.0)  # % with 1–5 stars where nothing went wrong, assumption
RATING_LATE, RATING_RETURNED, LATE_DAYS = 1, 2, 5.2  # stars less; days under way that are late (3–5 % of parcels). Assumption
RETURNED_SILENT = 0.75  # of returned goods, those nobody writes about, assumption
# Sharing is skewed: a few KOC make most of it (Pareto), a few per cent share once or twice. Assumption.
SHARES = {"koc": 0.004, "koc_least": 6, "koc_tail": 1.6, "koc_most": 80, "others": 0.02}
KOC_SHARES = 6  # the shop marks a member as KOC from so many shares on
# Coupons: share used of those issued, practitioner (joining 12–18 %, first order 5–8 %, birthday 8–12 %, win-back 1–2 %); the campaign's
# and every length of validity are assumptions. The joining coupon's rate follows from MEMBERS and the orders.
REPEAT_COUPON_USED, BIRTHDAY_COUPON_USED, WIN_BACK_USED, CAMPAIGN_COUPON_USED = 0.065, 0.10, 0.015, 0.12
JOINING_VALID, FIRST_COUPON_VALID, BIRTHDAY_VALID, WIN_BACK_VALID, CAMPAIGN_VALID = 730, 45, 365, 30, 15  # days
# 满399减80 for people who have not ordered for long. It is taken off by hand (改价), so the order's own column names no coupon.
# Given after WIN_BACK_DAYS without an order and up to the 400th; used ones as a share of customers. Assumption.
WIN_BACK_NAME, WIN_BACK_ABOVE, WIN_BACK_OFF, WIN_BACK_DAYS, WIN_BACK_USERS = "老友回归券满399减80", 399, 80, (90, 400), 0.004
# The first-order coupon: half of the first buyers whose coupon was due in these days got it, +2–3 points of them order within 30 d (practitioner).
FIRST_COUPON_TEST = ("2025-08-01", "2026-04-30")
FIRST_COUPON_EFFECT, FIRST_COUPON_DAYS = 0.025, 30
TIERS = {"普通会员": 0, "银卡会员": 1_000, "金卡会员": 5_000, "钻石会员": 20_000}  # net spend since joining, yuan, from the article the shop follows
JOINED_BY = {"扫码入会": 45, "活动入会": 20, "导购邀请": 12, "结算入会": 23}  # % of those who joined without the coupon at checkout, assumption
# The programme the shop runs: a point for each yuan of completed orders, usable at once, never lost, none for anything else; 100 points
# are 1 yuan off an order or towards a gift, in hundreds, 500 at least. Who spends points, how many (share of those she will keep), on
# what, and how many orders can be paid with them at most: assumptions.
POINT_CENTS, POINTS_STEP, POINTS_LEAST = 1, 100, 500
POINTS_BURNED = {"share": 0.3, "again": 0.35, "least": 0.1, "most": 0.9, "cash": 0.6, "cap": 0.3}
POINTS_GIFTS = ("兑换帆布袋", "兑换优惠券", "积分抽奖", "兑换干洗服务")
# Corrected by hand in the membership system, so that its balance or tier does not follow from the orders. Assumption.
POINTS_BY_HAND, TIERS_BY_HAND = (200, 500, -100, 1000, 60), 2
WRONG_TIMES = 0.00005  # rows with a day that does not exist, one far ahead, or none that can be read: each; at least two. Assumption

# --- service and contact ------------------------------------------------------------------------
# Carriers: share of parcels, days promised (Spring Festival's not counted). Practitioner; the days are calibrated, since parcels
# take what `delivery` drew: 3–5 % are late. The week of bad weather promises less, so that 20–25 % of its region's are late.
CARRIERS = {"中通快递": (30, 5), "圆通速递": (23, 5), "韵达快递": (17, 5), "极兔速递": (12, 5), "顺丰速运": (14, 4), "京东快递": (4, 4)}
CARRIER_CODES = ("ZT", "YT", "YD", "JT", "SF", "JD")
BAD_WEATHER: dict[str, Any] = {"provinces": ("上海", "江苏", "浙江"), "first": date(2024, 11, 1), "last": date(2024, 11, 7)}
BAD_WEATHER |= {"promised_days": 3, "share": 0.9, "word": "台风"}
LOST = 0.0015  # parcels that never arrive, assumption
SENT_ELSEWHERE = 0.04  # parcels that go to another province than the customer's, assumption
# Tickets: 8–12 % of orders in all. Shares of: requests after delivery, orders (question before), orders (question without one), late
# parcels, lost parcels, refunds for a fault, completed orders (suggestion). Assumptions.
TICKETS = {"after_sales": 0.10, "before": 0.026, "browsing": 0.012, "where": 0.008, "late": 0.28, "lost": 0.9, "fault": 0.18, "suggestion": 0.005}
TICKET_CHANNELS = {"在线客服": 78, "电话": 10, "社交媒体": 5, "邮件": 3, "表单": 4}  # %, assumption
FIRST_REPLY = (75, 12, 1200, 10800, 9000)  # median seconds to a person's reply by channel while agents work, assumption
AGENTS = ("客服小敏", "客服小萱", "客服阿青", "客服阿杰", "客服小鱼", "客服丹丹")
SERVICE_HOURS = (9, 22)  # agents work every day, but for days 3–5 of the standstill at Spring Festival; the robot always. Assumption
ROBOT = 0.9  # of chats and social media messages the robot answers first, assumption
FORGOTTEN, COME_BACK = 0.006, 0.03  # tickets nobody answers; tickets with one more question after they were closed. Assumption
# Requests that no money followed, as shares of all returns: refused, withdrawn by the customer, never sent back, found worn or damaged when
# unpacked, repaired, parts sent again (the first three practitioner, else assumption); and those open on the last day, per customer (assumption).
NO_MONEY_BACK = {"refused": 0.05, "cancelled": 0.03, "timed_out": 0.02, "inspected_bad": 0.001, "repaired": 0.004, "sent_again": 0.003}
OPEN_RETURNS, OPEN_SIGNED_DAYS = 0.015, 21  # of goods signed for in the last days
# Days from one step of a request to the next, on average, and days within which the next step is due. Practitioner (Taobao's deadlines).
RETURN_STEP_DAYS = {"agreed": 0.6, "refused": 0.8, "sent_back": 2.2, "received": 3.0, "inspected_bad": 0.6, "cancelled": 1.5, "platform": 1.2}
RETURN_STEP_DAYS |= {"decided": 4.0, "settled": 1.5, "repaired": 6.0}
RETURN_DUE_DAYS = {"requested": 2, "agreed": 7, "sent_back": 10, "received": 3, "platform": 5}
REPAIR_DAYS = 45  # after signing, on average, assumption
# Tickets opened again by telephone, so that no message says so, beside those with one more question; rows of states that cannot be. Assumption.
REOPENED, CLOSES_AFTER_DAYS = 0.007, 3  # and the days after a solution on which the help desk closes a ticket by itself
WAITS_MINUTES, SET_TO_WAITING = 5, 0.4  # a person's words that nobody answers for so many minutes; the share that is then set to waiting
STATES_THAT_CANNOT_BE = 3  # of each kind
# Reach, share of those who can be asked; at the end of yearly buyers WeCom 12–18 %, SMS 20–25 %, 公众号 8–10 %, e-mail 2–4 %. Calibrated.
CONSENTS = {"短信": 0.355, "企业微信": 0.125, "公众号": 0.107, "邮件": 0.30, "电话": 0.8}
WITHDRAWN = {"短信": 0.14, "企业微信": 0.08, "公众号": 0.16, "邮件": 0.12, "电话": 0.05}  # of those who agreed, assumption
ADVISED_FRIENDS = 0.75  # of customers with an adviser, those who are her WeCom friends, assumption
PERSONALISED, SURVEYED, UNPERSONALISED = 0.62, 0.88, 0.06  # of people who gave a consent: 个性化, 调研; and took 个性化 back. Assumption
# NPS waves after completed orders; scores 0–10 of those without an incident. NPS 35–45, practitioner; the distribution is calibrated.
NPS_WAVES = ("2024-06-20", "2024-09-20", "2024-12-20", "2025-03-20", "2025-06-20", "2025-09-20", "2025-12-20", "2026-03-20", "2026-06-20")
NPS_SCORES = (0.8, 0.3, 0.5, 1.6, 2.2, 4.2, 5.4, 11.5, 20.5, 26.5, 26.5)
NPS_LATE = (0.25, 0.75)  # a late parcel takes 1 or 2 off: 1.75 on average (practitioner −1.5…−2)
NPS_RETURNED = 0.5  # share of partly returned orders whose score is 1 lower, assumption
NPS_RESPONSE = {"短信": 0.05, "企业微信": 0.135, "邮件": 0.08}  # practitioner: SMS 4–6 %, WeCom 12–15 %
NPS_PLEASED = 0.05  # log of the factor on answering by point of score: the pleased answer more, calibrated
NPS_SAME_PERSON, NPS_FREQUENT = 0.6, 0.25  # correlation of a person's answers; of her disposition with her rhythm. Assumption
COMMENTED, AFTER_SALES_RESPONSE = 0.45, 0.22  # answers with a comment; after-sales surveys answered. Assumption
# Campaigns with a control group: their effects are planted by the draw of the arms, since orders were there before (module arms).
SMS_CAMPAIGNS = {
    "618大促": ("2024-06-15", "2025-06-15", "2026-06-14"),
    "双11大促": ("2024-11-08", "2025-11-08"),
    "女王节": ("2025-03-05", "2026-03-05"),
    "夏季上新": ("2025-05-09",),
    "秋季上新": ("2025-09-05",),
    "双12返场": ("2025-12-10",),
}
SMS_TREATED, SMS_EFFECT, SMS_DAYS = 0.8, 0.0035, 7  # practitioner: +.2–.5 points of orders in 7 d
SMS_STATUS = (93, 5, 2)  # % delivered, failed, unknown, assumption
SURPRISE: dict[str, Any] = {"name": "惊喜礼物", "first": "2024-07-15", "months": 21, "share": 0.006, "treated": 0.5, "effect": 0.06}
SURPRISE |= {"days": 60}  # assumption
LOYALTY_TEST: dict[str, Any] = {"name": "会员权益测试", "start": "2025-10-09", "treated": 0.5, "uplift": 0.10}
LOYALTY_TEST |= {"days": 180}  # orders of members, assumption
COUPON_TEST = "首单券测试"  # arms by behaviour.first_coupon_arms
FOLLOW_UP_DAYS = (35, 75)  # days between an adviser's follow-ups, assumption
ADVISER_LEFT, LEFT_ON = 3, date(2025, 12, 31)  # which of names.ADVISERS left, and when; her customers wait for a hand-over

# --- the plain shop: nothing but BG/NBD × Gamma-Gamma, days and yuan (assumption) ----------------
PLAIN = {"r": 0.25, "alpha": 60.0, "a": 0.8, "b": 2.5, "p": 6.0, "q": 4.0, "v": 255.0}
PLAIN_ACQUISITION_DAYS = 540


def as_table() -> dict[str, object]:
    """Every figure by its name, for truth.json."""
    return {name.lower(): value for name, value in globals().items() if name.isupper()}
