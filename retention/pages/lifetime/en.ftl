### What customers are worth: forecasts of orders and value (BG/NBD, Gamma-Gamma)

## The base
lifetime-few = { $customers ->
    [one] 1 customer is
   *[other] { COUNT($customers) } customers are
} known so far; { $repeaters ->
    [0] none has
    [one] 1 has
   *[other] { COUNT($repeaters) } have
} ordered on a second day, { $orders ->
    [0] so there is no repeat order yet
    [one] with 1 repeat order in all
   *[other] with { COUNT($orders) } repeat orders in all
}. Under { COUNT($least) } customers these counts are all that can be said: no rate and no forecast.
lifetime-worth = { $customers ->
    [one] The 1 customer known today is
   *[other] The { COUNT($customers) } customers known today are
} expected to place about { $orders ->
    [one] 1 order
   *[other] { COUNT($orders) } orders
} in the next { COUNT($days) } days ({ SHARE($level) } range { COUNT($orders_low) }–{ COUNT($orders_high) }), worth { MONEY($money) } in { $kind ->
    [margin] margin
   *[revenue] revenue
} at today's value ({ MONEY($money_low) }–{ MONEY($money_high) }).
lifetime-worth-none = Nobody has ordered a second time yet, so nothing but an upper limit can be said: at most about { COUNT($orders_high) } further orders in the next { COUNT($days) } days ({ SHARE($level) } level).
lifetime-worth-revenue-note = The shop gives no margin, so this is revenue, not profit.
lifetime-worth-past = To date they have brought { MONEY($money) } in { $kind ->
    [margin] margin
   *[revenue] revenue
}; value over the whole relation is both parts together.
lifetime-worth-at-rate = Customers still to be won are not in it; those known are all forecast at the pace so far.
lifetime-worth-known-only = Customers still to be won are not in it.
lifetime-off = { $windows ->
    [0] How sure: it may be { SHARE($below) } less or { SHARE($above) } more money, as far as past forecasts of two public shops were off; this shop has none yet that could be judged.
    [one] How sure: it may be { SHARE($below) } less or { SHARE($above) } more money, as far as the one past forecast of this shop over { COUNT($days) } days and those of two public shops were off.
   *[other] How sure: it may be { SHARE($below) } less or { SHARE($above) } more money, as far as { COUNT($windows) } past forecasts of this shop over { COUNT($days) } days and those of two public shops were off.
}
lifetime-off-carried = That a longer look ahead is no harder than { COUNT($days) } days is an assumption, tried on simulated shops.
lifetime-weights = What it comes from: most of all { $first }, then { $second }.
lifetime-weights-item = { $rule } ({ SHARE($share) } of the weight; past orders typically { SHARE($typical) } off)
lifetime-weights-item-new = { $rule } ({ SHARE($share) } of the weight; no past forecast yet)
lifetime-newcomers = New customers come on top: about { COUNT($customers) } in the next { COUNT($days) } days ({ COUNT($customers_low) }–{ COUNT($customers_high) }), with { COUNT($orders) } orders worth { MONEY($money) } in { $kind ->
    [margin] margin
   *[revenue] revenue
} by then ({ MONEY($money_low) }–{ MONEY($money_high) }; { SHARE($level) } ranges).
lifetime-newcomers-how = As many are expected as came on the same days of the year before, campaigns beside campaigns, raised or lowered by most of how the last { COUNT($days) } days differ from the same days a year before. What they do then is the model's customer without a history.
lifetime-newcomers-past-none = No past forecast of new customers can be judged yet: the ranges are those of simulated shops.
lifetime-newcomers-past = { $windows ->
    [one] One past forecast over { COUNT($days) } days can be judged: new customers were { $lowest }. The ranges rest on it and, for the most part, on simulated shops.
   *[other] Of { COUNT($windows) } past forecasts over { COUNT($days) } days, new customers were between { $lowest } and { $highest }. The ranges rest on them and on simulated shops.
}
lifetime-newcomers-past-nobody = { $windows ->
    [one] In one past period of { COUNT($days) } days nobody new came, though some were forecast.
   *[other] In { COUNT($windows) } past periods of { COUNT($days) } days nobody new came, though some were forecast.
}
lifetime-newcomers-title = { COUNT($customers) } new customers are expected in the next { COUNT($days) } days
lifetime-newcomers-subtitle = New customers by month
lifetime-newcomers-first-seen = first seen, perhaps older than the data
lifetime-newcomers-new = came
lifetime-newcomers-expected = expected
lifetime-newcomers-hover = { $month }: { COUNT($customers) } { $kind }
lifetime-newcomers-of-customers = new customers
lifetime-newcomers-of-orders = their orders
lifetime-newcomers-of-revenue = their net paid
lifetime-case-new-young = New customers still to come are not forecast: that needs { COUNT($needs) } days of history, there are { COUNT($days) }.
lifetime-case-new-few = New customers still to come are not forecast: the days it would rest on have { COUNT($customers) } new customers, it needs { COUNT($least) }.
lifetime-case-new-far = New customers still to come are not forecast more than { COUNT($most) } days ahead.
lifetime-model-alone = By itself the model expects { MONEY($value) } in { $kind ->
    [margin] margin
   *[revenue] revenue
} ({ SHARE($level) } range { MONEY($low) }–{ MONEY($high) }). That range counts chance and the model's own parameters, not that the model may be wrong.

## How such forecasts did before
lifetime-past-none = The shop is too young to judge a forecast: that needs { COUNT($days) } days of history.
lifetime-past-nobody = No forecast can be judged: in { $windows ->
    [one] the past { COUNT($days) } days
   *[other] { COUNT($windows) } past periods of { COUNT($days) } days
} no customer known before ordered again.
lifetime-past-one = One past forecast over { COUNT($days) } days could be judged: its orders were { SHARE($size) } too { $side ->
    [high] high
   *[low] low
}.
lifetime-past-range = Of { COUNT($origins) } past forecasts over { COUNT($days) } days, the number of orders was between { $lowest } and { $highest }; { SHARE($typical) } is a typical error.
lifetime-past-one-money = Its money was { $off }.
lifetime-past-range-money = The money was between { $lowest } and { $highest }; { SHARE($typical) } is a typical error.
lifetime-off-low = { SHARE($size) } too low
lifetime-off-high = { SHARE($size) } too high
lifetime-off-none = right on the spot

lifetime-winners-ours = On this shop the forecast is ahead of every plain rule in { $measures }.
lifetime-winners-plain = A plain rule is ahead in { $measures }.
lifetime-winners-tie = Neither is ahead in { $measures }.
lifetime-winners-plain-item = { $measure } ({ $rule })
lifetime-winners-none = There is no past forecast to compare with plain rules.
lifetime-list-comma = ,{" "}

## Seasons
lifetime-season-unknown = No season is known: that needs a whole earlier year.
lifetime-season-unfitted = No season is known: a whole earlier year is there, but no model could be fitted that knows its busy and quiet weeks.
lifetime-season-none = Orders are spread evenly over the days ahead; peaks and quiet months to come are not in the forecast.
lifetime-season-new = A season is known since the record holds a whole earlier year: the days ahead are to run like the same campaign weeks of earlier years. No past forecast made that way can be judged yet.
lifetime-season-known = A season is known: the days ahead are to run like the same campaign weeks of earlier years.
lifetime-season-aside = { $forecasts ->
    [one] One earlier forecast, made before a whole year was known, is left out here: today's knows more.
   *[other] { COUNT($forecasts) } earlier forecasts, made before a whole year was known, are left out here: today's knows more.
}

## Cases that do not fit
lifetime-case-no-repeaters = { $customers ->
    [one] The only customer has not ordered on a second day yet, so no model can be fitted.
   *[other] None of the { COUNT($customers) } customers has ordered on a second day yet, so no model can be fitted.
}
lifetime-case-few-repeaters = Only { $repeaters ->
    [one] 1 customer has
   *[other] { COUNT($repeaters) } customers have
} ordered a second time; under { COUNT($least) } no model is fitted.
lifetime-case-not-identified = The orders so far do not identify the model (its likelihood has no clear peak), so no model is used.
lifetime-case-no-dropout = No dropout is visible: nobody can be seen to have stopped for good yet, so how customers stop is not estimated and the parameters are not shown.
lifetime-case-parameters-hidden = The parameters themselves are not shown: they cannot be told apart on these orders, although the totals can.
lifetime-case-total-uncertain = The total the model gives is uncertain by { SHARE($cv) } from its parameters alone, so the model is not used.
lifetime-case-fleeting = Many customers stop at once and others hardly ever (a + b = { NUMBER1($sum) }, under 1): forecasts use the form of the formula that stays finite for one-time buyers.
lifetime-case-history-short = The oldest customer has been known for { COUNT($days) } days, the forecast looks { COUNT($horizon) } days ahead: beyond { COUNT($days) } days it is an extrapolation nobody can check yet.
lifetime-case-bulk = { $accounts ->
    [one] 1 account orders or spends
   *[other] { COUNT($accounts) } accounts order or spend
} many times as much as usual customers ({ SHARE($share) } of all repeat orders): left out of the fit, and forecast at { $accounts ->
    [one] its
   *[other] their
} own pace so far.
lifetime-case-spend-correlated = { $side ->
    [rise] Customers who order often also spend more per order
   *[fall] Customers who order often spend less per order
} (rank correlation { $correlation }), which the spend model rules out: read the money of single customers and small groups with care, the total less so.
lifetime-case-money-not-positive = { $customers ->
    [one] 1 repeat buyer's further orders are
   *[other] { COUNT($customers) } repeat buyers' further orders are
} worth nothing after refunds: their next order is valued like a one-time buyer's.
lifetime-case-spend-plain = The spend model cannot be fitted (repeat buyers with money: { COUNT($customers) }): every order is valued at the mean so far.
lifetime-case-spend-unbounded = A few very large orders leave the spend model without a mean for one-time buyers: theirs is the repeat buyers' plain mean.
lifetime-fallback-rate = So every customer is forecast at the rate at which all have come back so far: { $rate } repeat orders per customer and year ({ SHARE($level) } interval { $low }–{ $high }). It ranks nobody.

## The model
lifetime-parameters = While they stay, customers place { $pace } orders a year on average, and after each repeat order { SHARE($stop) } stop for good. ({ $model }: r { $r }, α { $alpha } days, a { $a }, b { $b }; log-likelihood { $likelihood }; condition { COUNT($condition) }.)
lifetime-model-bgnbd = BG/NBD
lifetime-model-mbgnbd = MBG/NBD
lifetime-correlation = Rank correlation of order value and frequency: { $correlation }; the spend model assumes none.
lifetime-reference = Checked against the library lifetimes on a sample of { COUNT($customers) } customers: the largest relative difference of any parameter or total is { $difference }.
lifetime-reference-unlike = On a sample of { COUNT($customers) } customers the library lifetimes gives other figures: the largest relative difference is { $difference } ({ $figure }).

## Charts
lifetime-tracking-title-low = The model expected { SHARE($size) } fewer repeat orders than came
lifetime-tracking-title-high = The model expected { SHARE($size) } more repeat orders than came
lifetime-tracking-title-even = The model expected about as many repeat orders as came
lifetime-tracking-subtitle = Repeat orders a week, from { DAY($first) } to { DAY($last) }; { $holdout ->
    [0] no week was kept back
   *[other] the title is about the { COUNT($holdout) } weeks kept back, right of the line
}
lifetime-actual = came
lifetime-expected = expected
lifetime-kept-back = kept back
lifetime-tracking-hover = Week to { DAY($day) }
    came { COUNT($actual) }, expected { NUMBER1($expected) }
lifetime-histogram-title = The model expects { COUNT($expected) } one-time buyers, the shop has { COUNT($actual) }
lifetime-histogram-subtitle = Customers by number of repeat orders so far, n = { COUNT($n) }
lifetime-histogram-axis = repeat orders
lifetime-histogram-hover = { $orders } repeat orders
    { COUNT($actual) } customers, expected { NUMBER1($expected) }
lifetime-and-more = { $orders }+
lifetime-customers = customers
lifetime-tenths-title = The { SHARE($people) } of customers that the model forecast highest placed { SHARE($orders) } of the orders that followed
lifetime-tenths-title-none = Nobody ordered in the days that followed
lifetime-tenths-subtitle = Share of customers with an order in the { COUNT($days) } days that followed (95 % interval) and the model's forecast, by tenth of it, n = { COUNT($n) }
lifetime-tenths-axis = tenth of customers, lowest forecast first
lifetime-tenths-hover = Tenth { $part }: { COUNT($customers) } customers
    ordered { SHARE($share) } ({ SHARE($low) }–{ SHARE($high) }), forecast { SHARE($chance) }
lifetime-past-title-plain = Past orders in all: this forecast was typically { SHARE($ours) } off, the best plain rule { SHARE($plain) }
lifetime-past-title-alone = Past orders in all: this forecast was typically { SHARE($ours) } off
lifetime-past-subtitle = Orders forecast over { COUNT($days) } days against what came, % too high (+) or too low (−); one point per past forecast
lifetime-past-hover = { $rule }, from { DAY($first) } to { DAY($last) }
    forecast { COUNT($forecast) }, came { COUNT($actual) }
lifetime-groups-title = { $group } holds { SHARE($share) } of the expected value
lifetime-groups-subtitle = Expected { $kind ->
    [margin] margin
   *[revenue] revenue
} of the next { COUNT($days) } days at today's value, with { SHARE($level) } range, by group
lifetime-groups-hover = { $group }: { COUNT($customers) } customers
    { MONEY($value) } ({ MONEY($low) }–{ MONEY($high) })

## Names
lifetime-rule-pooled = this forecast
lifetime-rule-model = model without a season
lifetime-rule-clock = model with the season
lifetime-rule-level = model at its recent level
lifetime-rule-last-period = same as last period
lifetime-rule-rfm-cells = RFM cell mean
lifetime-rule-recency = recency alone
lifetime-measure-error = the number of orders (error)
lifetime-measure-money-error = the money (error)
lifetime-measure-rmse = orders per customer (RMSE)
lifetime-measure-mae = orders per customer (mean error)
lifetime-measure-gini = the ranking by orders (Gini)
lifetime-measure-lift = the best tenth (lift)
lifetime-measure-auc = who orders at all (AUC)
lifetime-measure-brier = the probability of an order (Brier)
lifetime-winner-ours = this forecast
lifetime-winner-plain = plain rule
lifetime-winner-tie = even
lifetime-head-measure = judged by
lifetime-head-ours = this forecast
lifetime-head-rule = best plain rule
lifetime-head-plain = its figure
lifetime-head-winner = ahead

## Notebook 05: nothing to show
lifetime-nobody = No order that counts names a customer, so there is nobody whose orders could be forecast.
lifetime-one-day = Every customer so far was first seen on the last day of the data, so nothing can be said yet about who comes back.
lifetime-no-model = No model could be fitted, so there is nothing to show of one.
lifetime-no-check = Needs a fitted model and { $days } days of history: then it shows, week by week, how the model did on days kept back.
lifetime-no-check-model = The latest past forecast would be made from { DAY($day) }, and there was no model yet: { $why }
lifetime-lists-none = No model tells these customers apart yet, so there is no list of whom to invest in or to call.
lifetime-one-cohort = All customers began in the same month, so there are no groups to compare by when they began.
lifetime-one-channel = All first orders came through one channel, or none is named, so there are no channels to compare.
lifetime-groups-alike = No model tells these customers apart yet, so groups would differ by their size alone.
lifetime-one-group = All customers stand in one group, so there are no groups to compare.
lifetime-group-unknown = unknown
lifetime-group-other = other channels
lifetime-reference-missing = The check against the library lifetimes needs that package, which is not installed here. No figure on this page rests on it.
lifetime-reference-none = The library lifetimes finds no maximum on a sample of these customers, so there is nothing to compare with.
lifetime-dictionary = The data dictionary of the table forecasts
kpi-missing-nobody-back = Nobody ordered again in the past periods, so no forecast can be judged.
kpi-missing-no-repeaters = Nobody has ordered on a second day yet.
kpi-missing-few-repeaters = Too few customers have ordered on a second day for a model.
kpi-missing-not-identified = The orders do not identify the model of how customers order.
kpi-missing-total-uncertain = The model's total is too uncertain.
kpi-missing-new-young = Too little history to forecast new customers.
kpi-missing-new-few = Too few new customers to forecast more.
kpi-missing-new-far = New customers are forecast a year ahead at most.
kpi-missing-young = Too little history to judge a forecast.

## Notebook 05: actions and lists
lifetime-action-invest = Look after the customers with the most to come
lifetime-action-invest-who = highest expected value over the next { $days } days; those to call are left out
lifetime-action-invest-why = They are { SHARE($people) } of all customers and hold { SHARE($share) } of the expected value. (In brackets: the { SHARE($level) } range.)
lifetime-action-invest-money = Expected { $kind ->
    [margin] margin
   *[revenue] revenue
}
lifetime-action-call = Call regulars who have gone quiet and are likely lost
lifetime-action-call-who = bought on two days or more; silent for more than twice their own mean gap
lifetime-action-call-why = Half of them used to come every { $gap } days or sooner; half have been silent for { $since } days or longer. The money says what their silence has cost the forecast, not what a call brings: leave some out at random to find that out.
lifetime-action-call-money = { $kind ->
    [margin] Margin
   *[revenue] Revenue
} the forecast has lost
lifetime-reason-invest = { NUMBER1($orders) } orders expected at { MONEY($value) }
lifetime-reason-call = { $since } days without an order, one every { $gap } before
lifetime-list-since = Days since the last order
lifetime-list-orders = Days with an order so far
lifetime-list-chance = Chance of an order
lifetime-list-value = Expected { $kind ->
    [margin] margin
   *[revenue] revenue
}
lifetime-list-at-stake = { $kind ->
    [margin] Margin
   *[revenue] Revenue
} the forecast has lost

## Notebook 05: past forecasts one by one
lifetime-past-tables = Past forecasts in figures
lifetime-past-head-from = From
lifetime-past-head-to = To
lifetime-past-head-what = Of
lifetime-past-head-rule = Forecast by
lifetime-past-head-forecast = Forecast
lifetime-past-head-actual = Came
lifetime-past-head-error = Error
lifetime-past-head-money-error = Error of money
lifetime-past-head-gini = Gini
lifetime-past-head-auc = AUC
lifetime-past-head-brier = Brier

## Notebook 05: figures
kpi-margin-expected = Margin expected of all customers
kpi-margin-expected-definition = Margin that the customers known today are expected to bring in these days, at today's value. The interval reaches as far as such forecasts were off, on this shop as far as it has any and on two public shops, chance included.
kpi-revenue-expected = Revenue expected of all customers
kpi-revenue-expected-definition = Net paid that the customers known today are expected to bring in these days, at today's value; the shop gives no margin. The interval reaches as far as such forecasts were off, on this shop as far as it has any and on two public shops, chance included.
kpi-margin-per-customer = Margin expected per customer
kpi-margin-per-customer-definition = The margin expected of all customers divided by their number.
kpi-revenue-per-customer = Revenue expected per customer
kpi-revenue-per-customer-definition = The revenue expected of all customers divided by their number.
kpi-orders-expected = Orders expected
kpi-orders-expected-definition = Days with an order that the customers known today are expected to have in these days; several orders of one customer on one day are one.
kpi-new-customers-expected = New customers expected
kpi-new-customers-expected-definition = Customers expected to order for the first time in these days.
kpi-margin-of-new-customers = Margin expected of new customers
kpi-margin-of-new-customers-definition = Margin that customers still to be won are expected to bring in these days, at today's value.
kpi-revenue-of-new-customers = Revenue expected of new customers
kpi-revenue-of-new-customers-definition = Net paid that customers still to be won are expected to bring in these days, at today's value; the shop gives no margin.
kpi-customers-expected = Customers expected to order
kpi-customers-expected-definition = Share of the customers known today who are expected to order at least once in these days.
kpi-value-past-error = Typical error of past forecasts of money
kpi-value-past-error-definition = Root of the mean squared error of the money that would have been forecast in this way from past days, as a share of the net paid that came; n is the number of past forecasts.
kpi-orders-past-error = Typical error of past forecasts of orders
kpi-orders-past-error-definition = Root of the mean squared error of the orders that would have been forecast in this way from past days, as a share of the orders that came; n is the number of past forecasts.
kpi-value-of-cohort = Expected value by cohort
kpi-value-of-cohort-definition = Expected value of the customers whose first order fell into that time.
kpi-value-of-channel = Expected value by first channel
kpi-value-of-channel-definition = Expected value of the customers whose first order came through that channel.

## Notebook 05: columns
lifetime-means-customer-id = the shop's customer number
lifetime-means-frequency = repeat purchase days so far; the first day is not counted
lifetime-means-recency = days from the first order to the last one (not the days since)
lifetime-means-t = days from the first order to the cut-off day
lifetime-means-monetary-value = mean net paid of the repeat purchase days; missing for one-time buyers
lifetime-means-expected-orders = purchase days expected within the horizon
lifetime-means-p-order = probability of at least one order within the horizon
lifetime-means-order-value = net paid expected on a future purchase day
lifetime-means-revenue = revenue expected within the horizon, at today's value
lifetime-means-clv = margin expected within the horizon, at today's value; missing where the shop gives no margin rate
lifetime-means-revenue-to-date = net paid so far
lifetime-means-margin-to-date = margin on it; missing where the shop gives no margin rate
lifetime-means-horizon-days = how many days ahead the figures look
lifetime-means-method = model (the forecast pooled from several ways, the model among them), own_past (an account unlike the others, at its own pace) or rate (no model: all customers at one pace)

## Segments by purchase days so far
lifetime-band-days-1 = bought on 1 day
lifetime-band-days-2 = on 2 days
lifetime-band-days-3-4 = on 3–4 days
lifetime-band-days-5-more = on 5 days or more
lifetime-one-band = All customers have bought equally often, so there are no segments to compare.
kpi-value-of-segment = Expected value by group
kpi-value-of-segment-definition = Expected value of the customers of that group of notebook 02.
kpi-value-of-band = Expected value by purchases so far
kpi-value-of-band-definition = Expected value of the customers who have bought on that many days.
