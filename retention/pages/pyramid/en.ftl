### Notebook 01: the base, the data pyramid, actions, first orders, one customer's card

## The base
pyramid-base-none = No customer has an order that counts yet.
pyramid-base = This base: { $customers ->
    [one] 1 customer
   *[other] { COUNT($customers) } customers
} with { $orders ->
    [one] 1 order
   *[other] { COUNT($orders) } orders
} and { MONEY($money) } { $refunds ->
    [known] net paid
   *[unknown] paid
}. { $median ->
    [0] At least half of them bought on the last day of the data.
    [one] At least half of them bought within the last day.
   *[other] At least half of them bought within the last { COUNT($median) } days.
} { SHARE($again) } have come back on a second day so far.
pyramid-base-single = This base: 1 customer with { $orders ->
    [one] 1 order
   *[other] { COUNT($orders) } orders
} and { MONEY($money) } { $refunds ->
    [known] net paid
   *[unknown] paid
}; the last order was { $since ->
    [0] on the last day of the data.
    [one] 1 day before the data end.
   *[other] { COUNT($since) } days before the data end.
}
pyramid-base-guests = { $orders ->
    [one] 1 guest order ({ MONEY($money) }, { SHARE($share) } of net sales) has no customer and stands outside the pyramid.
   *[other] { COUNT($orders) } guest orders ({ MONEY($money) }, { SHARE($share) } of net sales) have no customer and stand outside the pyramid.
}
pyramid-outside = Customers not in the pyramid: { $list }.
pyramid-outside-no-order-counts = { COUNT($customers) } with orders of which none counts
pyramid-outside-refunds-only = { COUNT($customers) } with refunds only
pyramid-outside-never-ordered = { COUNT($customers) } who never ordered

## Layers
pyramid-layer-basic = Basic
pyramid-layer-consumption = Consumption
pyramid-layer-interaction = Interaction
pyramid-layer-preference = Preference
pyramid-layer-social = Social
pyramid-layers-title-nothing = The data pyramid is still empty
pyramid-layers-title-full = All five layers of the data pyramid hold something; the thinnest is { $thinnest } ({ SHARE($filled) })
pyramid-layers-title-gaps = { $empty ->
    [one] One of five layers of the data pyramid is still empty: { $names }
   *[other] { $empty } of five layers of the data pyramid are still empty: { $names }
}
pyramid-layers-subtitle = Filled: share of customers with a value, averaged over a layer's fields · { COUNT($n) } customers
pyramid-layers-label = { $layer } { SHARE($filled) }
pyramid-layers-needs = needs { $tables }
pyramid-layers-fields = { $present } of { $fields } fields
pyramid-layers-hover = { $layer }: { SHARE($filled) } filled, { $present } of { $fields } fields hold something
pyramid-layers-hover-lacking = Missing tables: { $tables }
pyramid-missing-table = **{ $table }** ({ $layers }): it would show { $unlocks }. { $count ->
    [one] 1 field
   *[other] { COUNT($count) } fields
}: { $fields }.
pyramid-missing-semicolon = ;{" "}
pyramid-missing-fields = { $layers }: no values yet in { $fields }, although the table is there.
pyramid-missing-nothing = No field of the pyramid is missing.
pyramid-table-orders = orders
pyramid-table-order-lines = order lines
pyramid-table-returns = returns
pyramid-table-customers = customers
pyramid-table-products = products
pyramid-table-events = events
pyramid-table-tickets = tickets
pyramid-unlocks-basic-customers = who the customers are: age bands, regions, sizes
pyramid-unlocks-consumption-orders = when and how much customers buy
pyramid-unlocks-interaction-returns = who sends how much back
pyramid-unlocks-interaction-events = who looks, saves and fills carts without buying
pyramid-unlocks-interaction-tickets = who asks for help before and after buying
pyramid-unlocks-preference-order-lines = what each customer buys, with the table of products
pyramid-unlocks-preference-products = each customer's usual category, style and size, with the order lines
pyramid-unlocks-preference-events = what customers are looking at now
pyramid-unlocks-social-events = who shares and reviews

## Fields
pyramid-field-customer-id = Customer
pyramid-field-gender = Sex
pyramid-field-age-band = Age
pyramid-field-region = Region
pyramid-field-occupation = Occupation
pyramid-field-joined-on = Joined on
pyramid-field-first-ordered-on = First order
pyramid-field-last-ordered-on = Last order
pyramid-field-days-since-last-order = Days since last order
pyramid-field-tenure = Days since first order
pyramid-field-orders = Orders
pyramid-field-orders-kept = Orders not wholly refunded
pyramid-field-purchase-days = Purchase days
pyramid-field-units = Pieces
pyramid-field-gross-paid = Gross paid
pyramid-field-refunded = Refunded
pyramid-field-refunds-without-order = Refunds naming no order
pyramid-field-net-paid = Net paid
pyramid-field-aov = Net paid per order
pyramid-field-median-gap-days = Usual gap between purchases
pyramid-field-orders-window = Orders in the window
pyramid-field-net-paid-window = Net paid in the window
pyramid-field-first-channel = Channel of the first order
pyramid-field-usual-channel = Usual channel
pyramid-field-first-category = Category of the first order
pyramid-field-usual-category = Usual category
pyramid-field-usual-category-share = Share of the usual category
pyramid-field-usual-category-n = Pieces with a known category
pyramid-field-first-order-paid = Gross paid on the first order
pyramid-field-first-kept-on = First order not wholly refunded
pyramid-field-second-ordered-on = Second purchase
pyramid-field-days-to-second-order = Days to the second purchase
pyramid-field-refund-rate = Refund rate
pyramid-field-reason = Why on this list
pyramid-field-ordered-on = Ordered on
pyramid-field-status = Status
pyramid-field-channel = Channel
pyramid-field-goods = Goods
pyramid-field-views = views
pyramid-field-favourites = favourites
pyramid-field-carts = carts
pyramid-field-campaigns = campaigns
pyramid-field-coupons = coupons
pyramid-field-chats = service chats
pyramid-field-intent = present intent
pyramid-field-tier = Level
pyramid-field-points = Points balance
pyramid-field-shares = Shares
pyramid-field-reviews = Reviews

## The data dictionary
pyramid-dictionary-table = Table
pyramid-dictionary-column = Column
pyramid-dictionary-label = Name
pyramid-dictionary-kind = Kind
pyramid-dictionary-unit = Unit
pyramid-dictionary-meaning = Meaning
pyramid-dictionary-own = the shop's own field
pyramid-word-text = text
pyramid-word-integer = whole number
pyramid-word-number = number
pyramid-word-money = money
pyramid-word-flag = yes or no
pyramid-word-date = date
pyramid-word-time = time
pyramid-word-choice = choice
pyramid-word-years = years
pyramid-word-days = days
pyramid-word-orders = orders
pyramid-word-pieces = pieces
pyramid-word-share = share
pyramid-word-shop-currency = shop currency

## Where the base stands today
pyramid-recency-title = Customers seen in the last { $days } days: { SHARE($people) } of customers, { SHARE($money) } of past money
pyramid-recency-title-nobody = Nobody has ordered in the last { $days } days
pyramid-recency-title-no-money = Customers seen in the last { $days } days: { SHARE($people) } of customers
pyramid-recency-title-none = No customers yet
pyramid-recency-subtitle = Share of customers and of their past net paid, by days since the last order · { COUNT($n) } customers, { MONEY($money) }
pyramid-recency-band = { $first }–{ $last } d
pyramid-recency-band-open = over { $last } d
pyramid-recency-people = { SHARE($share) } of customers
pyramid-recency-money = { SHARE($share) } of money
pyramid-recency-hover = { $band } since the last order
    { COUNT($customers) } customers ({ SHARE($people) })
    { MONEY($money) } past net paid ({ SHARE($paid) })

## What to do now
pyramid-actions-none = Nothing presses today: no customer fits one of the actions looked for.
pyramid-actions-money = Net paid so far
pyramid-action-top-dormant = Talk to your best customers who have gone quiet
pyramid-action-top-dormant-who = among the top { SHARE($top_share) } by money, no order for more than { $days } days
pyramid-action-top-dormant-why = { SHARE($share) } of all that customers paid so far came from them.
pyramid-action-top-dormant-reason = Top customer, { $since } days without an order
pyramid-action-overdue = Remind regulars who are overdue
pyramid-action-overdue-who = bought on two days or more; quiet for more than { $days } days and more than twice their own usual gap
pyramid-action-overdue-why = Half of them used to come back within { COUNT($gap) } days.
pyramid-action-overdue-reason = { $since } days without an order, usually every { COUNT($gap) }
pyramid-action-second-order = Win the second order
pyramid-action-second-order-who = one purchase day so far, { $from } to { $days } days ago
pyramid-action-second-order-why = Of { COUNT($n) } earlier first-time buyers, { SHARE($share) } ordered again within { $days } days.
pyramid-action-second-order-why-thin = Of { COUNT($n) } earlier first-time buyers, { COUNT($k) } ordered again within { $days } days; too few for a rate.
pyramid-action-second-order-why-none = No earlier first order is { $days } days old yet, so there is no rate to compare with.
pyramid-action-second-order-reason = Bought once, { $since } days ago
pyramid-action-many-returns = Ask customers who send much back what did not fit
pyramid-action-many-returns-who = { $least } orders or more, refunds far above the shop's usual { SHARE($usual) }
pyramid-action-many-returns-why = { SHARE($rate) } of what they paid went back: { MONEY($refunded) }.
pyramid-action-many-returns-reason = { SHARE($rate) } of what was paid went back
pyramid-action-guests = Ask guests for an account
pyramid-action-guests-who = guest orders
pyramid-action-guests-why = { SHARE($share) } of net sales have no customer, so nobody can tell which guests come back.

## First order and second order
pyramid-too-few = too few customers for a rate
pyramid-second-question-category = Does what people buy first tell who comes back?
pyramid-second-question-channel = Does where people buy first tell who comes back?
pyramid-second-question-price-band = Does how much people spend first tell who comes back?
pyramid-second-thin = Too few first orders are { $days } days old to tell who comes back: { COUNT($k) } of { COUNT($n) } did
pyramid-second-none = No first order is { $days } days old yet
pyramid-second-same-category = No first category stands out: { SHARE($overall) } of first-time buyers order again within { $days } days
pyramid-second-same-channel = No first channel stands out: { SHARE($overall) } of first-time buyers order again within { $days } days
pyramid-second-same-price-band = The size of the first order makes no visible difference: { SHARE($overall) } order again within { $days } days
pyramid-second-differs-category = After a first order of { $group }, { SHARE($share) } order again within { $days } days; over all { SHARE($overall) }
pyramid-second-differs-channel = After a first order through { $group }, { SHARE($share) } order again within { $days } days; over all { SHARE($overall) }
pyramid-second-differs-price-band = After a first order of { $group }, { SHARE($share) } order again within { $days } days; over all { SHARE($overall) }
pyramid-second-subtitle = Share with a second order within { $days } days, 95 % interval · { COUNT($n) } customers whose first order is { $days } days old or more
pyramid-second-overall = all { SHARE($share) }
pyramid-second-band-low = up to { $high }
pyramid-second-band-middle = { $low } to { $high }
pyramid-second-band-high = { $low } and more
pyramid-second-whole = all customers
pyramid-second-missing-category = What people buy first is not known (order lines and products are needed); { SHARE($overall) } of all order again within { $days } days
pyramid-second-missing-channel = Where people buy first is not known (the orders name no channel); { SHARE($overall) } of all order again within { $days } days
pyramid-second-missing-price-band = First orders hardly differ in size; { SHARE($overall) } of all order again within { $days } days
pyramid-second-other = all others
pyramid-second-unknown = not known
pyramid-second-count = n = { COUNT($n) }
pyramid-second-counts = { COUNT($k) } of { COUNT($n) }
pyramid-second-axis = ordered again within { $days } days
pyramid-second-hover = { $group }: { COUNT($k) } of { COUNT($n) } customers, { SHARE($share) } ({ SHARE($low) } to { SHARE($high) })
pyramid-second-hover-thin = { $group }: { COUNT($k) } of { COUNT($n) } customers, too few for a rate
pyramid-second-how = The groups differ in much else too; a difference does not say that the first order brings it about.
pyramid-second-first-seen = { COUNT($first_seen) } of these { COUNT($n) } customers were first seen in the first { COUNT($days) } days of the data; some of them may have bought before.

## One customer
pyramid-card-none = There is no customer to show yet.
pyramid-card-single = { $name } ordered once, { $since ->
    [0] on the last day of the data
    [one] 1 day before the data end
   *[other] { COUNT($since) } days before the data end
}, and paid { MONEY($money) } net: more than { SHARE($below) } of customers.
pyramid-card-often = { $name } ordered { COUNT($orders) } times since { DAY($first) } and paid { MONEY($money) } net: more than { SHARE($below) } of customers. The last order was { $since ->
    [0] on the last day of the data.
    [one] 1 day before the data end.
   *[other] { COUNT($since) } days before the data end.
}
pyramid-card-gap = Half of the gaps between purchases were { COUNT($gap) } days or shorter.
pyramid-card-title-single = { $name }: one order so far
pyramid-card-title-often = { $name }: { COUNT($orders) } orders, the last one { $since ->
    [0] on the last day of the data
    [one] 1 day before the data end
   *[other] { COUNT($since) } days before the data end
}
pyramid-card-subtitle = Gross paid per order; dark: what stayed after refunds · { $shown ->
    [one] the last order
   *[other] the last { COUNT($shown) } orders
}
pyramid-card-subtitle-paid = Paid per order · { $shown ->
    [one] the last order
   *[other] the last { COUNT($shown) } orders
}
pyramid-card-today = data end
pyramid-card-paid = { DAY($day) }: { MONEY($paid) } paid
pyramid-card-back = { DAY($day) }: { MONEY($paid) } paid, { MONEY($refunded) } refunded
pyramid-card-pieces = { $units ->
    [one] 1 piece
   *[other] { COUNT($units) } pieces
}
pyramid-card-withheld = known, not shown (may serve: { $purposes })
pyramid-card-head-layer = Layer
pyramid-card-head-field = Field
pyramid-card-head-value = Value

## What each column of the pyramid means (as promised in tables.py)
pyramid-means-customer-id = the shop's customer number
pyramid-means-gender = sex as the customer gave it
pyramid-means-age-band = age at as_of in bands; missing under 14 and where no birthday is known
pyramid-means-region = province or region
pyramid-means-occupation = occupation
pyramid-means-joined-on = day the account or membership began
pyramid-means-first-ordered-on = day of the first order that counts
pyramid-means-last-ordered-on = day of the last order that counts
pyramid-means-days-since-last-order = as_of minus the last order's day
pyramid-means-tenure = as_of minus the first order's day
pyramid-means-orders = orders that count, up to as_of, first one included
pyramid-means-orders-kept = orders that count and were not wholly refunded, as far as is known
pyramid-means-purchase-days = days with an order that counts
pyramid-means-units = goods in these orders, before returns; missing where an order does not tell them
pyramid-means-gross-paid = paid for goods in orders that count, before refunds
pyramid-means-refunded = given back on orders that count; missing where nothing tells of refunds
pyramid-means-refunds-without-order = given back without naming an order; missing where nothing tells of refunds
pyramid-means-net-paid = gross paid minus both kinds of refunds, as far as these are known
pyramid-means-aov = net paid per order that counts
pyramid-means-median-gap-days = median gap between purchase days; missing with one purchase day
pyramid-means-orders-window = orders that count in the window of the settings
pyramid-means-net-paid-window = net paid of the orders in the window, minus refunds in it that name no order
pyramid-means-first-channel = channel of the first order (of the first one not wholly refunded, where there is one)
pyramid-means-usual-channel = channel of most orders; ties go to the one with more paid, then by name
pyramid-means-first-category = category with most money in the first order (chosen as for first_channel)
pyramid-means-usual-category = category of most pieces bought; ties go to the one with more paid, then by name
pyramid-means-usual-category-share = its share of the pieces whose category is known
pyramid-means-usual-category-n = pieces whose category is known
pyramid-means-first-order-paid = gross paid on the first order (chosen as for first_channel)
pyramid-means-first-kept-on = day of the first order not wholly refunded
pyramid-means-second-ordered-on = next later day with an order not wholly refunded
pyramid-means-days-to-second-order = days from first_kept_on to second_ordered_on
pyramid-means-refund-rate = both kinds of refunds per gross paid

## Figures
kpi-second-order-within = Second order within { $days } days
kpi-second-order-within-definition = Share of customers with a later purchase day at most { $days } days after the first, among those whose first order is { $days } days old or more. Orders wholly refunded are no purchases.
