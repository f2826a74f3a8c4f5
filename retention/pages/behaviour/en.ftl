### What customers do between orders, what they like, who is about to buy

## Columns of the layers interaction and preference
pyramid-field-views-30d = Views, 30 days
pyramid-field-views-90d = Views, 90 days
pyramid-field-favourites-30d = Favourites, 30 days
pyramid-field-favourites-90d = Favourites, 90 days
pyramid-field-cart-adds-30d = Cart adds, 30 days
pyramid-field-cart-adds-90d = Cart adds, 90 days
pyramid-field-chats-30d = Chats, 30 days
pyramid-field-chats-90d = Chats, 90 days
pyramid-field-campaigns-30d = Campaigns joined, 30 days
pyramid-field-campaigns-90d = Campaigns joined, 90 days
pyramid-field-coupons-used-30d = Coupons used, 30 days
pyramid-field-coupons-used-90d = Coupons used, 90 days
pyramid-field-returns-30d = Returns, 30 days
pyramid-field-returns-90d = Returns, 90 days
pyramid-field-exchanges-30d = Exchanges, 30 days
pyramid-field-exchanges-90d = Exchanges, 90 days
pyramid-field-last-interaction-on = Last interaction
pyramid-field-days-since-last-interaction = Days since last interaction
pyramid-field-usual-category-low = Usual category: share at least
pyramid-field-usual-brand = Usual brand
pyramid-field-usual-brand-share = Share of the usual brand
pyramid-field-usual-brand-n = Pieces with a known brand
pyramid-field-usual-brand-low = Usual brand: share at least
pyramid-field-usual-style = Usual style
pyramid-field-usual-style-share = Share of the usual style
pyramid-field-usual-style-n = Pieces with a known style
pyramid-field-usual-style-low = Usual style: share at least
pyramid-field-usual-colour = Usual colour
pyramid-field-usual-colour-share = Share of the usual colour
pyramid-field-usual-colour-n = Pieces with a known colour
pyramid-field-usual-colour-low = Usual colour: share at least
pyramid-field-usual-season = Usual season
pyramid-field-usual-season-share = Share of the usual season
pyramid-field-usual-season-n = Pieces with a known season
pyramid-field-usual-season-low = Usual season: share at least
pyramid-field-usual-size = Usual size
pyramid-field-usual-size-share = Share of the usual size
pyramid-field-usual-size-n = Pieces with a known size
pyramid-field-usual-size-low = Usual size: share at least
pyramid-field-usual-promotion = Usual promotion
pyramid-field-usual-promotion-share = Share of the usual promotion
pyramid-field-usual-promotion-n = Orders with a known promotion
pyramid-field-usual-promotion-low = Usual promotion: share at least
pyramid-field-full-price-share = Share bought at full price
pyramid-field-median-discount = Usual discount
pyramid-field-price-n = Pieces with a known list price
pyramid-field-new-arrival-share = Share of new arrivals
pyramid-field-clearance-share = Share of clearance
pyramid-field-launch-n = Pieces with a known launch
pyramid-field-p-order-7d = Probability of an order in 7 days

pyramid-means-views-30d = goods looked at in the last 30 days to as_of; missing where none is recorded
pyramid-means-views-90d = goods looked at in the last 90 days to as_of; missing where none is recorded
pyramid-means-favourites-30d = goods saved in the last 30 days to as_of; missing where none is recorded
pyramid-means-favourites-90d = goods saved in the last 90 days to as_of; missing where none is recorded
pyramid-means-cart-adds-30d = goods put into the cart in the last 30 days to as_of; missing where none is recorded
pyramid-means-cart-adds-90d = goods put into the cart in the last 90 days to as_of; missing where none is recorded
pyramid-means-chats-30d = chats with the shop, from tickets or else events, in the last 30 days to as_of; missing where none is recorded
pyramid-means-chats-90d = chats with the shop, from tickets or else events, in the last 90 days to as_of; missing where none is recorded
pyramid-means-campaigns-30d = campaigns joined in the last 30 days to as_of; missing where none is recorded
pyramid-means-campaigns-90d = campaigns joined in the last 90 days to as_of; missing where none is recorded
pyramid-means-coupons-used-30d = coupons used in the last 30 days to as_of; missing where none is recorded
pyramid-means-coupons-used-90d = coupons used in the last 90 days to as_of; missing where none is recorded
pyramid-means-returns-30d = returns and refunds after delivery in the last 30 days to as_of; missing where none is recorded
pyramid-means-returns-90d = returns and refunds after delivery in the last 90 days to as_of; missing where none is recorded
pyramid-means-exchanges-30d = exchanges in the last 30 days to as_of; missing where none is recorded
pyramid-means-exchanges-90d = exchanges in the last 90 days to as_of; missing where none is recorded
pyramid-means-last-interaction-on = day of the last event, coupon used or ticket; orders are none
pyramid-means-days-since-last-interaction = as_of minus last_interaction_on
pyramid-means-usual-category-low = how sure: lower end of the share's 95 % Wilson interval
pyramid-means-usual-brand = brand of most pieces bought; ties go to the one with more paid, then by name
pyramid-means-usual-brand-share = its share of the pieces whose brand is known
pyramid-means-usual-brand-n = pieces whose brand is known
pyramid-means-usual-brand-low = how sure: lower end of the share's 95 % Wilson interval
pyramid-means-usual-style = style of most pieces bought; ties go to the one with more paid, then by name
pyramid-means-usual-style-share = its share of the pieces whose style is known
pyramid-means-usual-style-n = pieces whose style is known
pyramid-means-usual-style-low = how sure: lower end of the share's 95 % Wilson interval
pyramid-means-usual-colour = colour of most pieces bought; ties go to the one with more paid, then by name
pyramid-means-usual-colour-share = its share of the pieces whose colour is known
pyramid-means-usual-colour-n = pieces whose colour is known
pyramid-means-usual-colour-low = how sure: lower end of the share's 95 % Wilson interval
pyramid-means-usual-season = season most pieces bought were made for; ties go to the one with more paid, then by name
pyramid-means-usual-season-share = its share of the pieces whose season is known
pyramid-means-usual-season-n = pieces whose season is known
pyramid-means-usual-season-low = how sure: lower end of the share's 95 % Wilson interval
pyramid-means-usual-size = size of most pieces kept within the usual category; ties go to the one with more paid, then by name
pyramid-means-usual-size-share = its share of the pieces whose size is known
pyramid-means-usual-size-n = pieces whose size is known
pyramid-means-usual-size-low = how sure: lower end of the share's 95 % Wilson interval
pyramid-means-usual-promotion = what most orders were bought with: threshold_off, percentage_off, amount_off or none; ties in this order
pyramid-means-usual-promotion-share = its share of the orders whose promotion is known
pyramid-means-usual-promotion-n = orders whose promotion is known
pyramid-means-usual-promotion-low = how sure: lower end of the share's 95 % Wilson interval
pyramid-means-full-price-share = share of the pieces bought at full price (PyramidSettings.full_price_from)
pyramid-means-median-discount = median over pieces of the share taken off the list price
pyramid-means-price-n = pieces whose list price is known
pyramid-means-new-arrival-share = share of the pieces bought within 56 days of their launch
pyramid-means-clearance-share = share of the pieces bought over 84 days after their launch or at 40 % off and more
pyramid-means-launch-n = pieces whose launch is known
pyramid-means-p-order-7d = probability of an order in the next 7 days, from the last 14 days' events

## What customers do between orders
profile-doing-views = looked at goods
profile-doing-favourites = saved goods
profile-doing-cart-adds = filled a cart
profile-doing-chats = chatted
profile-doing-campaigns = joined a campaign
profile-doing-coupons-used = used a coupon
profile-doing-returns = sent something back
profile-doing-exchanges = exchanged something
profile-between-title = Most common between orders: { SHARE($share) } of customers { $what } in the last 30 days
profile-between-title-quiet = Nobody has been seen between orders in the last 30 days
profile-between-title-nothing = Nobody has been seen between orders in the last 90 days
profile-between-subtitle = Share of customers who did it at least once in the last 30 and the last 90 days · { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
}
profile-between-bar = { SHARE($share) } in { $days } days
profile-between-hover = { $what }, last { $days } days: { COUNT($customers) } of { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
} ({ SHARE($share) })
profile-between-words = { COUNT($k) } of { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
} ({ SHARE($share) }) had an event of any kind, used a coupon or opened a ticket in the last 90 days.
profile-between-words-no-order = { $k ->
    [one] 1 of them has
   *[other] { COUNT($k) } of them have
} not ordered in these 90 days.
profile-between-missing = What customers do between orders is not known: it needs the table of events (or of coupons, tickets or returns), and would show who looks, saves and fills carts without buying.
profile-between-method = Each customer counts once per bar, however often she did it. A bar stands only where the shop has the table it comes from; a customer that table does not name has done nothing. Views and carts are those of customers who were signed in.

## What they like
profile-taste-category = category
profile-taste-brand = brand
profile-taste-style = style
profile-taste-colour = colour
profile-taste-season = season
profile-taste-size = size
profile-taste-promotion = promotion
profile-promotion-threshold-off = money off from a threshold
profile-promotion-percentage-off = percentage off
profile-promotion-amount-off = coupon without a threshold
profile-promotion-none = no promotion
pyramid-value-usual-promotion-threshold-off = { profile-promotion-threshold-off }
pyramid-value-usual-promotion-percentage-off = { profile-promotion-percentage-off }
pyramid-value-usual-promotion-amount-off = { profile-promotion-amount-off }
pyramid-value-usual-promotion-none = { profile-promotion-none }
profile-tastes-title = The surest taste is { $what }: known with some certainty for { SHARE($share) } of customers
profile-tastes-title-none = No taste is certain yet of any customer
profile-tastes-subtitle = Share of customers with a commonest value, and of those where it surely makes up half of their pieces · { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
}
profile-tastes-known = { SHARE($share) } have one
profile-tastes-sure = { SHARE($share) } sure
profile-tastes-hover = { $what }: { COUNT($known) } of { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
} have one, { COUNT($sure) } surely
profile-tastes-words = Of all tastes noted down here { SHARE($share) } are sure; the others rest on a few pieces and may be chance.
profile-tastes-missing = What customers like is not known: it needs the tables of order lines and products, and would show each customer's usual category, brand, style, colour, season and size, and how sure each is.
profile-tastes-method = A taste is what a customer bought most pieces of (promotion: most orders). Sure means: the lower end of its share's 95 % interval (Wilson) is 50 % or more, so that four pieces out of four are enough and three are not. The largest of several shares is chosen after looking, so it comes out a little too large. Size is counted within the usual category, without what was sent back.
profile-tastes-head-what = Taste
profile-tastes-head-value = Value
profile-tastes-head-customers = Customers
profile-tastes-head-share = Share of those with one
profile-tastes-head-sure = Sure
profile-tastes-table = Most common values of each taste

## What they pay
profile-discount-full = up to { $high } %
profile-discount-between = { $low } to { $high } %
profile-discount-over = over { $low } %
profile-discount-tick = { $low }–{ $high }
profile-discount-axis = % off the list price
profile-discount-hover = { $group } off the list price: { $customers ->
    [one] 1 customer
   *[other] { COUNT($customers) } customers
} ({ SHARE($share) })
profile-prices-title-full = { SHARE($share) } of customers usually pay full price, more than any other group
profile-prices-title = The largest group, { SHARE($share) } of customers, usually pays { $group } below the list price
profile-prices-subtitle = Share of customers by their usual discount (median over their pieces) off the list price · { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
}
profile-prices-words = Of { $n ->
    [one] 1 piece
   *[other] { COUNT($n) } pieces
} with a list price, { SHARE($share) } were bought at full price, that is at { SHARE($from) } of the list price or more.
profile-launch-words = { SHARE($new) } of pieces were bought within 8 weeks of their launch, { SHARE($clearance) } after 12 weeks or at 40 % off and more; goods that are always on sale count among the latter.
profile-prices-missing = What customers pay against the list price is not known: it needs order lines with list prices, and would show who buys at full price and who waits.

## Who is about to buy
profile-intent-no-events = Who is about to buy is not known: it needs the table of events (views, favourites, carts), and would show each customer's probability of an order within 7 days.
profile-intent-short-history = Who is about to buy is not known yet: it needs at least 10 weeks of views, favourites and carts up to the data's end, and would show each customer's probability of an order within 7 days.
profile-intent-few-orders = Who is about to buy cannot be learned yet: in the weeks with events too few customers have ordered, or too few have not (50 customer weeks of each to learn from and 20 to judge by are the least). It would show each customer's probability of an order within 7 days.
profile-intent-title-better = Views, carts and past orders help to tell who orders next: the tenth with the highest probabilities made { SHARE($top) } of orders
profile-intent-title-same = Views, carts and past orders do not visibly tell better than the usual rate who orders next
profile-intent-title-worse = In the weeks kept out the probabilities were worse than the usual rate: do not use them yet
profile-intent-subtitle = Predicted and observed share with an order within 7 days, 95 % interval · { $n ->
    [one] 1 customer-week
   *[other] { COUNT($n) } customer-weeks
} kept out, { COUNT($k) } with an order
profile-intent-predicted = predicted
profile-intent-observed = observed
profile-intent-equal = as predicted
profile-intent-hover = predicted { SHARE($predicted) }, observed { SHARE($observed) } ({ SHARE($low) } to { SHARE($high) })
    { COUNT($k) } of { $n ->
    [one] 1 customer-week
   *[other] { COUNT($n) } customer-weeks
}
profile-intent-words = Of a customer who ordered and one who did not, the one who ordered had the higher probability with a chance of { $auc } ({ $low } to { $high }; 0.5 is a coin).
profile-intent-words-recent = { $better ->
    [more] That is better than asking only who ordered in the last 30 days ({ $auc }).
    [less] Asking only who ordered in the last 30 days does better ({ $auc }).
   *[same] Asking only who ordered in the last 30 days does about as well ({ $auc }).
}
profile-intent-words-now = Now: of { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
} { $expected ->
    [0] hardly anybody is expected
    [one] 1 is expected
   *[other] { COUNT($expected) } are expected
} to order in the next 7 days; one in ten has a probability of { SHARE($top) } or more.
profile-intent-words-level = In the weeks kept out { $k ->
    [one] 1 customer-week
   *[other] { COUNT($k) } customer-weeks
} had an order where { COUNT($expected) } were expected; by bands of the probability, expected and observed differ by { $off } points on average.
profile-intent-method = Logistic regression on past days a week apart: whether goods were viewed, saved or put into a cart in the 14 days before, how long ago that was, how long ago the last order was, how often the customer had ordered (in all, in the last 91 days, and by days since the first order), and whether an order followed within 7 days. What was looked at up to the day of an order belongs to that order and is no sign of the next one. The latest four weeks were kept out to judge it; the probabilities of today are then learned from all weeks. The Brier score is the mean squared distance between probability and outcome, less is better; "better than the usual rate" is how much less. The calibration slope is 1 where probabilities are neither too bold (under 1) nor too timid (over 1). Intervals treat customers, not weeks, as independent; those in the chart treat weeks as independent and are a little narrow. A campaign in the coming week is not foreseen.
profile-rule-model = views, favourites, carts, orders so far
profile-rule-base-rate = usual rate for everybody
profile-rule-ordered-30d = ordered in the last 30 days
profile-backtest-table = The model beside two rules without one
profile-backtest-head-rule = Rule
profile-backtest-head-brier = Brier score
profile-backtest-head-better = Better than the usual rate
profile-backtest-head-auc = AUC
profile-backtest-head-top = Orders from the highest tenth
profile-backtest-head-expected = Orders expected ({ COUNT($k) } came)
profile-backtest-head-off = Off by, points
profile-backtest-head-slope = Calibration slope
profile-method = How this was reckoned

## What tables of the upper layers would show
pyramid-table-coupons = coupons
pyramid-unlocks-interaction-coupons = who uses coupons, and which
pyramid-unlocks-preference-orders = with what promotions customers buy
