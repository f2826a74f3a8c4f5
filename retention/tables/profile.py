"""The table of notebook 01: one row per customer, layer by layer."""

from retention.tables.promise import Column, Table

BASIC = {
    "customer_id": Column("text", "the shop's customer number"),
    "gender": Column("text", "sex as the customer gave it", nullable=True),
    "age_band": Column("text", "age at as_of in bands; missing under 14 and where no birthday is known", "years", nullable=True),
    "region": Column("text", "province or region", nullable=True),
    "occupation": Column("text", "occupation", nullable=True),
    "joined_on": Column("date", "day the account or membership began", nullable=True),
}

CONSUMPTION = {
    "first_ordered_on": Column("date", "day of the first order that counts"),
    "last_ordered_on": Column("date", "day of the last order that counts"),
    "days_since_last_order": Column("integer", "as_of minus the last order's day", "days"),
    "tenure": Column("integer", "as_of minus the first order's day", "days"),
    "orders": Column("integer", "orders that count, up to as_of, first one included", "orders"),
    "orders_kept": Column("integer", "orders that count and were not wholly refunded, as far as is known", "orders"),
    "purchase_days": Column("integer", "days with an order that counts", "days"),
    "units": Column("integer", "goods in these orders, before returns; missing where an order does not tell them", "pieces", nullable=True),
    "gross_paid": Column("money", "paid for goods in orders that count, before refunds", "shop currency"),
    "refunded": Column("money", "given back on orders that count; missing where nothing tells of refunds", "shop currency", nullable=True),
    "refunds_without_order": Column(
        "money", "given back without naming an order; missing where nothing tells of refunds", "shop currency", nullable=True
    ),
    "net_paid": Column("money", "gross paid minus both kinds of refunds, as far as these are known", "shop currency"),
    "aov": Column("number", "net paid per order that counts", "shop currency"),
    "median_gap_days": Column("number", "median gap between purchase days; missing with one purchase day", "days", nullable=True),
    "orders_window": Column("integer", "orders that count in the window of the settings", "orders"),
    "net_paid_window": Column("money", "net paid of the orders in the window, minus refunds in it that name no order", "shop currency"),
    "first_channel": Column("text", "channel of the first order (of the first one not wholly refunded, where there is one)", nullable=True),
    "usual_channel": Column("text", "channel of most orders; ties go to the one with more paid, then by name", nullable=True),
    "first_category": Column("text", "category with most money in the first order (chosen as for first_channel)", nullable=True),
    "first_order_paid": Column("money", "gross paid on the first order (chosen as for first_channel)", "shop currency"),
    "first_kept_on": Column("date", "day of the first order not wholly refunded", nullable=True),
    "second_ordered_on": Column("date", "next later day with an order not wholly refunded", nullable=True),
    "days_to_second_order": Column("integer", "days from first_kept_on to second_ordered_on", "days", nullable=True),
    "refund_rate": Column("number", "both kinds of refunds per gross paid", "share", nullable=True),
}

# Of the last 30 and the last 90 days to as_of; missing where the shop records none by then, 0 where a customer did nothing.
COUNTED = {
    "views": "goods looked at",
    "favourites": "goods saved",
    "cart_adds": "goods put into the cart",
    "chats": "chats with the shop, from tickets or else events,",
    "campaigns": "campaigns joined",
    "coupons_used": "coupons used",
    "returns": "returns and refunds after delivery",
    "exchanges": "exchanges",
}
INTERACTION = {
    **{
        f"{name}_{days}d": Column("integer", f"{meaning} in the last {days} days to as_of; missing where none is recorded", nullable=True)
        for name, meaning in COUNTED.items()
        for days in (30, 90)
    },
    "last_interaction_on": Column("date", "day of the last event, coupon used or ticket; orders are none", nullable=True),
    "days_since_last_interaction": Column("integer", "as_of minus last_interaction_on", "days", nullable=True),
}

# What she bought most of; each with its share, on how many pieces (orders) it rests, and the least the share is likely to be.
TIES = "ties go to the one with more paid, then by name"
TASTES = {
    "category": f"category of most pieces bought; {TIES}",
    "brand": f"brand of most pieces bought; {TIES}",
    "style": f"style of most pieces bought; {TIES}",
    "colour": f"colour of most pieces bought; {TIES}",
    "season": f"season most pieces bought were made for; {TIES}",
    "size": f"size of most pieces kept within the usual category; {TIES}",
    "promotion": "what most orders were bought with: threshold_off, percentage_off, amount_off or none; ties in this order",
}


def _taste(name: str, meaning: str) -> dict[str, Column]:
    """The four columns of a taste."""
    unit = "orders" if name == "promotion" else "pieces"
    return {
        f"usual_{name}": Column("text", meaning, nullable=True),
        f"usual_{name}_share": Column("number", f"its share of the {unit} whose {name} is known", "share", nullable=True),
        f"usual_{name}_n": Column("integer", f"{unit} whose {name} is known", unit, nullable=name != "category"),
        f"usual_{name}_low": Column("number", "how sure: lower end of the share's 95 % Wilson interval", "share", nullable=True),
    }


PREFERENCE = {
    **{column: promise for name, meaning in TASTES.items() for column, promise in _taste(name, meaning).items()},
    "full_price_share": Column("number", "share of the pieces bought at full price (PyramidSettings.full_price_from)", "share", nullable=True),
    "median_discount": Column("number", "median over pieces of the share taken off the list price", "share", nullable=True),
    "price_n": Column("integer", "pieces whose list price is known", "pieces", nullable=True),
    "new_arrival_share": Column("number", "share of the pieces bought within 56 days of their launch", "share", nullable=True),
    "clearance_share": Column("number", "share of the pieces bought over 84 days after their launch or at 40 % off and more", "share", nullable=True),
    "launch_n": Column("integer", "pieces whose launch is known", "pieces", nullable=True),
    "p_order_7d": Column("number", "probability of an order in the next 7 days, from the last 14 days' events", "share", nullable=True),
}

CHANNELS = {
    "sms": "a telephone that works, consent to marketing by SMS",
    "phone": "a telephone that works, consent to marketing by phone",
    "email": "an e-mail address that works, consent to marketing by e-mail",
    "wecom": "a WeCom friend, consent to marketing there",
    "official_account": "follows the official account, consent to marketing there",
    "push": "has the app, consent to marketing by push",
    "platform": "consent to the platform's marketing messages",
}

# Events over the last 365 days; missing where the shop records none of that kind.
SOCIAL = {
    "member": Column("flag", "a member of the shop's programme; missing where nobody is recorded as one", nullable=True),
    "membership_source": Column("text", "how she joined", nullable=True),
    "tier": Column("text", "level as the last export has it", nullable=True),
    "points": Column("integer", "balance as the last export has it", "points", nullable=True),
    "koc": Column("text", "KOC, KOL or another mark the shop set", nullable=True),
    "reviews": Column("integer", "reviews in the last 365 days", nullable=True),
    "rating": Column("number", "mean of the stars of these reviews", "stars", nullable=True),
    "shares": Column("integer", "shares in the last 365 days", nullable=True),
    "check_ins": Column("integer", "check-ins in the last 365 days", nullable=True),
    "super_user": Column("flag", "enough shares or reviews, and enough orders (PyramidSettings.super_user)", nullable=True),
    **{f"reach_{name}": Column("flag", f"{meaning}; missing without a consents table", nullable=True) for name, meaning in CHANNELS.items()},
    "personalisation": Column("flag", "agrees to personalisation, which opens fields of limited purpose to marketing", nullable=True),
    "owner": Column("text", "name of the one of the shop's staff who follows this customer up, from calls and notes", nullable=True),
    "last_touch_on": Column("date", "day of the last call or note", nullable=True),
    "last_outcome": Column("text", "outcome last written down, as staff wrote it", nullable=True),
    "next_on": Column("date", "next date set at the last call or note", nullable=True),
    "mark": Column("text", "wholesale, reseller, coupon_hunter, high_returns or ordinary (PyramidSettings.marks)"),
}

# What notebook 01 makes; a shop's own fields (shop.yaml, `fields:`) join it. No column names a customer or holds a contact, but `owner`
# names staff, and `last_outcome` and own fields of kind text may hold anything: the file is for its owner only (0600), reports show codes.
PYRAMID = Table(
    name="pyramid",
    one_row_per="customer with an order that counts",
    key=("customer_id",),
    columns=BASIC | CONSUMPTION | INTERACTION | PREFERENCE | SOCIAL,
)
