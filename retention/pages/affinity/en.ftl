### What is bought after and beside what, and what to offer next

affinity-arrow = { $a } → { $c }
affinity-or-between = {" "}or{" "}

## Rules with time
affinity-rules-title = After { $a }, { $c } is bought { $lift } times as often as otherwise
affinity-rules-title-none = No good follows another more often than time and past purchases explain
affinity-rules-subtitle = Lift within { $days } days with its { NUMBER1($percent) } % interval (log scale); 1 = as otherwise in the same month by customers with as many purchases; { COUNT($pairs) } pairs tested
affinity-rules-hover = { $a } → { $c }
    { COUNT($joint) } of { COUNT($n) } buyers followed ({ SHARES($low, $high) })
    expected { NUMBER1($expected) }, lift { NUMBER1($lift) } ({ NUMBER1($lift_low) }–{ NUMBER1($lift_high) })
affinity-rules-words = Of { COUNT($n) } first buyers of { $a }, { COUNT($joint) } bought { $c } within { $days } days: { SHARE($confidence) } ({ SHARES($low, $high) }). They bought neither together nor before.
affinity-rules-words-more = { $rules ->
    [one] 1 rule is shown
   *[other] { COUNT($rules) } rules are shown
} of { COUNT($pairs) } pairs tested; about { SHARE($false) } of rules shown this way may be chance.
affinity-rules-words-none = Of { COUNT($pairs) } pairs tested none is followed more often, with enough purchases ({ COUNT($least) }), than chance explains.
affinity-rules-words-untested = There are too few purchases to test what follows what: no pair has { NUMBER1($least) } followers to be expected.
affinity-rules-words-not-cause = Offer it on the thank-you page and in the messages after; whether an offer adds sales, only a test with a control group shows.

## Baskets
affinity-baskets-title = { $a } and { $c } lie in one order { $lift } times as often as chance would have it
affinity-baskets-title-none = No two of these lie in one order more often than chance would have it
affinity-baskets-subtitle = Lift of pairs in one order: 1 = as often as by chance, orange above, blue below; { COUNT($orders) } orders, empty under { COUNT($least) } joint ones
affinity-baskets-hover = { $a } + { $c }: { COUNT($joint) } orders
    lift { NUMBER1($lift) }, { SHARE($confidence) } of orders with { $a }

## Recommendations
affinity-reason-rule = Bought { $because } lately; buyers of it often take this within { $days } days
affinity-reason-basket = Bought { $because } lately; the two often lie in one order
affinity-reason-category = Sells well now, and buys { $because } more often than others
affinity-reason-style = Sells well now, and buys the style { $because } more often than others
affinity-reason-popular = Sells well now
affinity-method-ours = Recommendations here
affinity-method-popular = What sells most
affinity-method-similar = Similar goods (item–item)
affinity-offers-words = { COUNT($offered) } of { COUNT($customers) } customers get recommendations: { $reasons }.
affinity-offers-words-none = Nobody can be given a recommendation: no good is on sale that the filters leave.
affinity-offers-share-rule = { SHARE($share) } from rules
affinity-offers-share-basket = { SHARE($share) } from baskets
affinity-offers-share-category = { SHARE($share) } from the category they like
affinity-offers-share-style = { SHARE($share) } from the style they like
affinity-offers-share-popular = { SHARE($share) } are what sells most
affinity-comma = ,{" "}
affinity-list-good = Good { $rank }
affinity-list-category = Category { $rank }
affinity-list-why = Why { $rank }
affinity-list-price = Price now { $rank }
affinity-list-reason = Goods to offer next, the best first
affinity-filter = Filter
affinity-filter-applied = Applied
affinity-filter-pairs = Offers ruled out
affinity-filter-customers = Customers
affinity-filter-yes = yes
affinity-filter-owned = Already bought (consumables excepted)
affinity-filter-size = Not in their size
affinity-filter-returned = Given back before
affinity-filter-fabric = Avoided fabric
affinity-filter-season = Out of season
affinity-filter-stock = Not in stock
affinity-filter-margin = No margin at today's price
affinity-without-no-stock = no: there is no stock table
affinity-without-no-sizes = no: sizes are not known
affinity-without-no-returns = no: there is no table of returns
affinity-without-no-field = no: customers have no such field
affinity-without-no-consent = no: needs the table of consents
affinity-without-no-products = no: the table of products does not say

## Backtest
affinity-backtest-title-win = Recommendations here guess { SHARE($ours) } of last orders, what sells most { SHARE($popular) }
affinity-backtest-title-tie = Recommendations here guess { SHARE($ours) } of last orders, no more than what sells most is sure to
affinity-backtest-title-lose = What sells most guesses last orders better: { SHARE($popular) } against { SHARE($ours) }
affinity-backtest-title-none = No last order can be guessed yet
affinity-backtest-subtitle = Share of customers whose left-out last order has one of { COUNT($offers) } goods recommended, 95 % intervals; { COUNT($customers) } customers
affinity-backtest-hover = { $method }: { COUNT($hits) } of { COUNT($customers) } ({ SHARES($low, $high) })
affinity-backtest-words = Recommended { COUNT($offers) } goods each, { $method } would have hit the last order of { SHARE($rate) } of customers ({ SHARES($low, $high) }), { $points } points against what sells most ({ $points_low } to { $points_high }).
affinity-backtest-words-win = That is more than chance.
affinity-backtest-words-tie = That difference may be chance.
affinity-backtest-words-lose = On this shop, recommend what sells most.
affinity-backtest-words-best = Best of all was: { $method } ({ SHARE($rate) }).
affinity-backtest-words-none = Nobody with an earlier order bought again lately, so recommendations cannot be judged.
affinity-backtest-method = Way of recommending
affinity-backtest-customers = Customers
affinity-backtest-hit = Last order hit
affinity-backtest-low = from
affinity-backtest-high = to
affinity-backtest-mrr = Mean reciprocal rank
affinity-backtest-coverage = Goods ever recommended

## Categories
affinity-trend-title-up = { $category } is up most on the year before: { $change }
affinity-trend-title-down = { $category } is down most on the year before: { $change }
affinity-trend-title-plain = { $category } sells most: { SHARE($share) } of the last { COUNT($months) } months
affinity-trend-title-none = No sales by category
affinity-trend-subtitle = Paid by month and category, last { COUNT($months) } months (blue) and the year before (grey); hollow: month not over
affinity-trend-hover = { $category }, { $month }: { MONEY($paid) }
affinity-trend-hover-year = { $category }, { $month }, the year before: { MONEY($paid) }
affinity-change-words = In the last { COUNT($days) } days { $category } sold { $change } against the same campaign weeks a year before ({ DAY($first) } – { DAY($last) }), { MONEY($paid) } after { MONEY($last_year) }.
affinity-change-words-none = There is no year before to compare categories with.

## Notebook 02 as a page
affinity-needs-lines = Needs the table order_lines (what was in each order): it would show what is bought after what, and what to offer whom next.
affinity-needs-products = Needs the table products with categories: it would show which categories belong together and how they run over the year.
affinity-filters = What the filters ruled out
affinity-backtest-table = The backtest in figures
kpi-rules-shown = Rules shown
kpi-rules-shown-definition = Pairs of goods of which the second is bought after the first more often than time and habit explain; n: pairs tested.
kpi-customers-offered = Customers with an offer
kpi-customers-offered-definition = Customers for whom at least one good passes the filters.
kpi-offers-hit-rate = Last orders guessed
kpi-offers-hit-rate-definition = Share of left-out last orders with at least one of the goods recommended before, by way of recommending.
