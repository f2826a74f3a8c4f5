### Figures about the whole shop: KPIs, sales, repurchase, churn, cohorts, repeat curve, concentration

## Names and definitions of the KPIs
kpi-customers = Customers
kpi-customers-definition = Customers with at least one order that counts, from the first day of the data to the last day looked at.
kpi-new-customers = New customers
kpi-new-customers-definition = Customers whose first order that counts lies in the period. Whoever is seen in the first days of the data may have bought before; compared are only days on which it can be told who is new, with the same days of the period before. The data are read twice: as they are, and as if they began as long before this period as before the one compared. Shown is the smaller change, none where the two go opposite ways; the interval holds both.
kpi-returning-buyers = Returning buyers
kpi-returning-buyers-definition = Buyers of the period who had ordered before it began. Compared over the same days as new customers, read twice alike.
kpi-buyers = Buyers
kpi-buyers-definition = Customers with at least one order that counts in the period.
kpi-orders = Orders of known customers
kpi-orders-definition = Orders that count in the period and name their customer: paid, not closed, not wholly refunded before dispatch.
kpi-guest-orders = Guest orders
kpi-guest-orders-definition = Orders that count in the period and name no customer. They count in sales, not in figures about customers.
kpi-gross-sales = Gross sales
kpi-gross-sales-definition = Paid for goods in orders that count, before refunds and without shipping, guests included.
kpi-net-sales = Net sales
kpi-net-sales-definition = Gross sales minus what was refunded on these orders; a refund is booked to the day of its order. Refunds that name no order are shown apart. Refunds of the most recent orders are still to come.
kpi-refunds-without-order = Refunds without an order
kpi-refunds-without-order-definition = Given back in the period without an order it could be booked to. It is shown here and not spread over orders.
kpi-guest-sales-share = Share of sales to guests
kpi-guest-sales-share-definition = Gross sales of orders that name no customer, as a share of all gross sales.
kpi-refund-rate = Refund rate by value
kpi-refund-rate-definition = Refunded money as a share of money paid, booked to the day of the order. Orders wholly refunded before dispatch are included where the returns table shows them.
kpi-refund-rate-before-dispatch = Refund rate before dispatch
kpi-refund-rate-before-dispatch-definition = Money refunded before dispatch as a share of money paid, orders wholly refunded before dispatch included.
kpi-refund-rate-after-dispatch = Refund rate after dispatch
kpi-refund-rate-after-dispatch-definition = Money refunded after delivery as a share of money paid, orders wholly refunded before dispatch included.
kpi-repurchase-rate = Repurchase rate
kpi-repurchase-rate-definition = Customers with two or more orders in the period, of those with one or more. Orders that count, before returns. Compare only periods of equal length.
kpi-repurchase-rate-days = Repurchase rate by days
kpi-repurchase-rate-days-definition = Customers who bought on two or more days in the period, of those who bought.
kpi-repurchase-rate-after-returns = Repurchase rate after returns
kpi-repurchase-rate-after-returns-definition = As the repurchase rate, counting only orders that were not wholly refunded.
kpi-customers-after-returns = Buyers after returns
kpi-customers-after-returns-definition = Customers with at least one order in the period that was not wholly refunded.
kpi-orders-after-returns = Orders after returns
kpi-orders-after-returns-definition = Orders of known customers in the period that were not wholly refunded.
kpi-returning-rate = Returning rate
kpi-returning-rate-definition = Of the buyers of the period before, of equal length, the share who bought again in this one.
kpi-returning-customer-share = Returning customers among buyers
kpi-returning-customer-share-definition = Of the buyers of the period, the share who had ordered before it began (what Shopify calls returning customers).
kpi-aov = Average order value
kpi-aov-definition = Net paid per order of known customers. Not the same as spend per buyer.
kpi-aov-new = Average order value, new customers
kpi-aov-new-definition = Net paid per order of customers whose first order lies in the period.
kpi-aov-returning = Average order value, returning customers
kpi-aov-returning-definition = Net paid per order of customers who had ordered before the period began.
kpi-spend-per-buyer = Spend per buyer
kpi-spend-per-buyer-definition = Net paid in the period per customer who bought in it.
kpi-spend-per-buyer-new = Spend per buyer, new customers
kpi-spend-per-buyer-new-definition = Net paid in the period per customer whose first order lies in it.
kpi-spend-per-buyer-returning = Spend per buyer, returning customers
kpi-spend-per-buyer-returning-definition = Net paid in the period per buyer who had ordered before it began.
kpi-units-per-order = Units per order
kpi-units-per-order-definition = Pieces per order of known customers, before returns.
kpi-units-per-order-new = Units per order, new customers
kpi-units-per-order-new-definition = Pieces per order of customers whose first order lies in the period.
kpi-units-per-order-returning = Units per order, returning customers
kpi-units-per-order-returning-definition = Pieces per order of customers who had ordered before the period began.
kpi-churn-active = Churn of customers active in { $days } days
kpi-churn-active-over = Churn of customers active in { $days } days, over { $length } days
kpi-churn-active-definition = Of the customers who ordered in the { $days } days before the period, the share who did not order in it.
kpi-churn-opening = Churn of { $days }-day actives, of customers at the opening
kpi-churn-opening-over = Churn of { $days }-day actives over { $length } days, of customers at the opening
kpi-churn-opening-definition = Customers who ordered in the { $days } days before the period and not in it, as a share of all who had ever ordered when it began.
kpi-churn-total = Churn of { $days }-day actives, of all customers
kpi-churn-total-over = Churn of { $days }-day actives over { $length } days, of all customers
kpi-churn-total-definition = Customers who ordered in the { $days } days before the period and not in it, as a share of all who had ever ordered when it ended.
kpi-churn-rule = No order for { $days } days
kpi-churn-rule-definition = Share of all customers whose last order is { $days } days old or older on the last day.
kpi-churn-rule-own-gap = Overdue by their own rhythm
kpi-churn-rule-own-gap-definition = Share of all customers without an order for three times their own median gap; for customers with fewer than three purchase days, for the longest of the shop's churn settings.
kpi-alone-record = not compared: it grows with the length of the record
kpi-alone-base = not compared: its base grows older with the shop, whatever customers do
kpi-alone-first-seen = comparable from about { DAY($day) }: until then customers who may be older than the data stand in its base
kpi-alone-untold = not compared: the data tell what it rests on for one of the two periods only
kpi-alone-few = not compared: too few customers are known from their first order
kpi-median-gap-days = Usual days between purchases
kpi-median-gap-days-definition = Median, over customers with two or more purchase days, of each one's own median gap between them. Customers who will come back later are not in it yet.
kpi-top20-revenue-share = Share of money from the best 20 %
kpi-top20-revenue-share-definition = Gross paid in the period by the fifth of buyers who paid most, as a share of what all buyers paid.
kpi-top20-share-after-returns = Share of money from the best 20 %, after returns
kpi-top20-share-after-returns-definition = As above, by net paid on orders that were not wholly refunded.
kpi-repeat-within = Second purchase within { $days } days
kpi-repeat-within-definition = Share of first-time buyers with a second purchase day at most { $days } days after the first (Kaplan–Meier: those who have not had { $days } days yet count for as long as they were watched). Orders wholly refunded are no purchases.
kpi-cohort-size = Size of the cohort
kpi-cohort-size-definition = Customers whose first order that counts lies in this month.
kpi-cohort-active = Active { $months ->
    [one] 1 month
   *[other] { $months } months
} after the first
kpi-cohort-active-definition = Customers of the cohort with an order that counts in the calendar month { $months ->
    [one] after that
   *[other] { $months } months after that
} of their first order.

## Why there is no figure
kpi-missing-too-few = Too few customers or orders for a rate.
kpi-missing-too-few-watched = Too few customers have been watched that long.
kpi-missing-no-history = The data do not reach back far enough before this period.
kpi-missing-no-returns = Needs the returns table.
kpi-missing-no-refunds = Nothing in the exports tells of refunds.
kpi-missing-no-pieces = Needs a column with the number of pieces.
kpi-missing-no-lines = Needs order lines that name their goods.
kpi-missing-no-coupons = Needs to know which orders carried a coupon.
kpi-missing-unknown-stage = The returns table does not say whether refunds came before or after dispatch.
kpi-missing-no-money = Nothing was paid in this period.
kpi-missing-no-orders = No order counts yet.

## Said once
metrics-interval-note = Intervals are 95 %. For a complete customer base they describe how much the figure would vary in a process like this one; they are not a sample's error.

metrics-age-note = Rates of customers drift as a base grows older, though nobody changes. So they are compared like for like: customers known from their first order, each beside customers as long with the shop in the period before.

## Campaigns
season-queens-day = Queen’s Day
season-618 = 618
season-double-11 = Double 11
season-double-12 = Double 12
season-spring-festival = Spring Festival

## Sales
metrics-sales-none = No order counts yet, so there are no sales to show.
metrics-sales = From { $first } to { $last } the shop sold { MONEY($gross) } gross, { MONEY($net) } after the refunds booked so far, in { COUNT($orders) } { $orders ->
    [one] order
   *[other] orders
}.
metrics-sales-gross = From { $first } to { $last } the shop sold { MONEY($gross) } in { COUNT($orders) } { $orders ->
    [one] order
   *[other] orders
}.
metrics-sales-quiet = From { $first } to { $last } no order counted.
metrics-sales-guests = Guests brought { SHARE($share) } of it.
metrics-sales-unmatched = Another { MONEY($money) } was refunded without an order it could be booked to.
metrics-sales-provisional = { $days ->
    [one] Refunds for the last day are still to come, so its net sales are provisional.
   *[other] Refunds for the last { $days } days are still to come, so their net sales are provisional.
}
metrics-sales-change = Gross sales are { $direction ->
    [up] { SHARE($by) } higher than
    [down] { SHARE($by) } lower than
   *[same] as high as
} in the period before{ $noise ->
    [within] , within what differences between customers alone explain
    [beyond] , more than differences between customers alone explain
   *[unknown] {""}
}.
metrics-sales-year = In the same period a year before, aligned to the campaigns, they were { MONEY($money) }.
metrics-sales-title-none = No sales yet
metrics-sales-title-one = { $month } brought { MONEY($gross) }{ $partial ->
    [yes] {" "}so far
   *[no] {""}
}
metrics-sales-title = { $month } brought the most: { MONEY($gross) } gross{ $partial ->
    [yes] , and it is not complete
   *[no] {""}
}
metrics-sales-subtitle = Sales by month in { $currency }, { $first } to { $last }, n = { COUNT($n) } { $n ->
    [one] order
   *[other] orders
}; blue after refunds, grey before; pale: refunds still to come or month not whole
metrics-sales-subtitle-gross = Sales by month in { $currency }, { $first } to { $last }, n = { COUNT($n) } { $n ->
    [one] order
   *[other] orders
}; refunds are not known; pale: month not whole
metrics-sales-subtitle-none = Sales by month
metrics-sales-axis = Sales per month
metrics-sales-hover = { $month }
    gross { MONEY($gross) }
    net { MONEY($net) }
    { COUNT($orders) } orders{ $note ->
    [partial] {"\u000A"}month not whole
    [provisional] {"\u000A"}refunds still to come
   *[none] {""}
}
metrics-sales-hover-gross = { $month }
    { MONEY($gross) }
    { COUNT($orders) } orders{ $note ->
    [partial] {"\u000A"}month not whole
   *[none] {""}
}
metrics-event-hover = { $event }, { DAY($day) }

## Weekdays and hours
metrics-weekday = { $day ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
metrics-weekday-short = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
metrics-times-hour = { $hour }–{ $next } o’clock
metrics-times-title = { $week ->
    [top] The busiest weekday is { $weekday }, { SHARE($share) } of orders
    [short] Too few weeks to tell weekdays apart
   *[none] No weekday clearly stands out
}{ $day ->
    [top] ; the busiest hour is { $hour }–{ $next } o’clock, { SHARE($part) }{ $week ->
        [top] {""}
       *[other] {" "}of orders
    }
   *[none] {""}
}
metrics-times-title-few = { $n ->
    [0] No orders yet
    [one] One order is too few to say when customers order
   *[other] { COUNT($n) } orders are too few to say when customers order
}
metrics-times-subtitle = Share of orders by weekday{ $hours ->
    [yes] {" "}and by hour ({ $zone } time)
   *[no] {""}
}, 95 % interval, { $first } – { $last }, n = { COUNT($n) } orders; blue: clearly more than an even spread (dotted)
metrics-times-subtitle-short = Share of orders by weekday{ $hours ->
    [yes] {" "}and by hour ({ $zone } time)
   *[no] {""}
}, { $first } – { $last }, n = { COUNT($n) } orders; dotted: an even spread
metrics-times-subtitle-few = Orders by weekday{ $hours ->
    [yes] {" "}and by hour ({ $zone } time)
   *[no] {""}
}, { $first } – { $last }, n = { COUNT($n) }
metrics-times-subtitle-none = Orders by weekday and by hour
metrics-times-axis-hour = Hour of the day
metrics-times-few = { $n ->
    [0] No order counts yet.
    [one] There is one order, too few for shares.
   *[other] There are { COUNT($n) } orders, too few for shares.
}
metrics-times-short = { $weeks ->
    [one] All orders lie in 1 week; from 8 weeks on
   *[other] All orders lie in { $weeks } weeks; from 8 on
} it can be told whether a weekday stands out.
metrics-times-weekday-top = Of { COUNT($n) } orders, { $share } came on { $weekday } ({ $range }); spread evenly it would be { SHARE($even) }. That is more than weeks differ by.
metrics-times-weekday-none = Of { COUNT($n) } orders, no weekday brought more than { $share } ({ $range }); spread evenly it would be { SHARE($even) }. Weeks differ by more than that, so do not plan by weekday.
metrics-times-one-day = One day, { DAY($day) } with { COUNT($k) } orders, makes more than half of what { $weekday } has above an even spread.
metrics-times-hour-top = The busiest hour is { $hour }–{ $next } o’clock with { $share } ({ $range }).
metrics-times-hour-none = No hour clearly stands out.
metrics-times-hours-of = { $untimed ->
    [0] The hour is known of all of them.
   *[other] The hours are of { COUNT($n) } of { COUNT($all) } orders; of { COUNT($untimed) } only the day is known.
}
metrics-times-no-hours = Hours are not shown, as { $n ->
    [0] the exports give the days of orders only
   *[other] only { COUNT($n) } of { COUNT($all) } orders have one; of { COUNT($untimed) } only the day is known
}.
metrics-times-narrow = { NUMBER1($low) }–{ NUMBER1($high) } %
metrics-times-hover = { $name }
    { $share } ({ $range })
    { COUNT($k) } of { COUNT($n) } orders
metrics-times-hover-short = { $name }
    { $share }
    { COUNT($k) } of { COUNT($n) } orders
metrics-times-hover-few = { $name }
    { COUNT($k) } of { COUNT($n) } orders

## Repurchase
metrics-repurchase-none = Nobody bought in this period.
metrics-repurchase = Of { COUNT($n) } buyers { $share } bought more than once ({ $range }).
metrics-repurchase-few = { $n ->
    [one] The only buyer placed { $count ->
        [0] one order
       *[other] more than one order
    }
   *[other] { COUNT($count) } of { COUNT($n) } buyers bought more than once
}; that is too few people for a rate.
metrics-repurchase-returning = Of the buyers of the period before, { $share } came back ({ $range }).
metrics-repurchase-after = Not counting orders wholly refunded, it is { $share } of { COUNT($n) }.

## Change against the period before
metrics-change = That is { $direction ->
    [up] { $by } more than
    [down] { $by } less than
   *[same] the same as
} in the period before{ $noise ->
    [within] , within noise
    [beyond] , more than noise
   *[unknown] {""}
}.
metrics-change-age = Beside customers as long with the shop in the period before, that is { $direction ->
    [up] { $by } more
    [down] { $by } less
   *[same] the same
}{ $noise ->
    [within] , within noise
    [beyond] , more than noise
   *[unknown] {""}
}.
metrics-points = { $x ->
    [one] { $shown } point
   *[other] { $shown } points
}

## New customers
metrics-new = { COUNT($new) } of the buyers were new, { COUNT($old) } had bought before.
metrics-new-change = { $direction ->
    [up] New customers were { SHARE($by) } more than
    [down] New customers were { SHARE($by) } fewer than
   *[same] No change of new customers can be told from
}{ $days ->
    [part] {" "}the { COUNT($before) } on the same days of the period before, from { DAY($day) } on; of earlier days nobody can tell who was new
   *[whole] {" "}the { COUNT($before) } of the period before
}{ $noise ->
    [within] . That is within noise
    [beyond] . That is more than noise
   *[unknown] {""}
}.

## Churn
metrics-churn-none = No customer has ordered yet.
metrics-churn-active = Of { COUNT($n) } customers active in the { $days } days before the period, { $share } did not order in it ({ $range }).
metrics-churn-rule = { $share } of all { COUNT($n) } customers have not ordered for { $days } days or longer ({ $range }).
metrics-churn-own-gap = Measured by each customer's own rhythm, { $share } are overdue ({ $range }).
metrics-churn-few = There are too few customers, or too short a history, for a churn rate.

## Cohorts
metrics-cohorts-title-none = No month's customers can be followed yet
metrics-cohorts-title = { $share } of a month's { $kind ->
    [new] new customers
   *[seen] first-seen customers
} order again in the month after
metrics-cohorts = Of { COUNT($n) } { $kind ->
    [new] new customers
   *[seen] customers first seen
} in { $first ->
    [same] { $last }
   *[other] { $first } to { $last }
}, { $share } ordered again in the month after their first order ({ $range }).
metrics-cohorts-later = In the third month after it was { $share } (cohorts old enough: { COUNT($n) } customers).
metrics-cohorts-few = The months hold too few customers ({ COUNT($n) }) to give a rate.
metrics-cohorts-none = There is no month whose customers could be followed into a whole later month.
metrics-cohorts-truncated = Cohorts marked * begin so soon after the data that their customers may have bought before; they are “first seen”, not “new”.
metrics-cohorts-subtitle = Share of the cohort ordering, %, by months since the first order, { $first } to { $last }, n = { COUNT($n) } customers; ring: month not over; *: first seen, perhaps not new
metrics-cohorts-subtitle-none = Share of a month's new customers who order in later months
metrics-cohorts-axis-age = Months since the first order
metrics-cohorts-axis-cohort = Month of the first order · customers
metrics-cohorts-hover = { $cohort }, month { $age }
    { $few ->
        [yes] { COUNT($active) } of { COUNT($n) } customers
       *[no] { SHARE($share) } ({ $range }){"\u000A"}{ COUNT($active) } of { COUNT($n) } customers
    }{ $partial ->
    [yes] {"\u000A"}month not over
   *[no] {""}
}{ $truncated ->
    [yes] {"\u000A"}first seen, perhaps not new
   *[no] {""}
}

## Repeat curve
metrics-repeat-title-none = Too few first-time buyers to say when they come back
metrics-repeat-title-short = Within { $days ->
    [one] 1 day
   *[other] { $days } days
} { $share } of first-time buyers come back
metrics-repeat-title = { $share } of first-time buyers come back within { $days } days
metrics-repeat-title-two = { $share } of first-time buyers come back within { $days } days, { $share2 } within { $days2 } days
metrics-repeat = Of { COUNT($n) } first-time buyers, { $list } came back on another day.
metrics-repeat-item = { $share } ({ $range }) within { $days } days
metrics-repeat-none = Too few first-time buyers (under { COUNT($least) }) have been watched for a month; there is no rate to give yet.
metrics-repeat-end = The curve can be followed to day { COUNT($day) }: beyond it fewer than { COUNT($least) } customers are still waiting and watched.
metrics-repeat-subtitle = Share with a second purchase day, % (95 % band), by days since the first, { $window }, n = { COUNT($n) } customers; grey: by { $grain ->
    [month] month
   *[quarter] quarter
} of first purchase
metrics-repeat-subtitle-alone = Share with a second purchase day, % (95 % band), by days since the first, { $window }, n = { COUNT($n) } customers
metrics-repeat-subtitle-none = Share with a second purchase day, by days since the first
metrics-repeat-axis-day = Days since the first purchase
metrics-repeat-axis-share = Came back
metrics-repeat-hover = Day { COUNT($day) }
    { SHARE($share) } ({ $range })
    { COUNT($n) } still waiting and watched
metrics-repeat-hover-cohort = { $cohort }, day { COUNT($day) }
    { SHARE($share) } ({ $range })
    { COUNT($n) } still waiting and watched

## Concentration
metrics-concentration-none = There is no money to share out yet.
metrics-concentration-few = { $n ->
    [one] There is one customer, too few
   *[other] There are { COUNT($n) } customers, too few
} to speak of shares.
metrics-concentration = The best { SHARE($top) } of customers bring { $share } of the money ({ $range }): { COUNT($customers) } { $customers ->
    [one] person who paid { MONEY($least) }
   *[other] people who paid { MONEY($least) } or more each
}.
metrics-concentration-title = The best { SHARE($top) } of customers bring { $share } of the money ({ $range })
metrics-concentration-title-none = Too few customers to speak of shares of the money
metrics-concentration-subtitle = Share of money paid (gross, %) by share of customers, best first, { $window }, n = { COUNT($n) } customers; dotted: all pay the same
metrics-concentration-subtitle-none = Share of money paid by share of customers
metrics-concentration-axis-customers = Share of customers, best first
metrics-concentration-axis-money = Share of money
metrics-concentration-hover = Best { SHARE($customers) } of customers
    { SHARE($money) } of the money

### The mix: channels of sales, reasons of returns
mix-other = all others
mix-channel-title = { $name } brings { SHARE($share) } of sales
mix-channel-subtitle = Share of gross sales by channel, 95 % interval, { $window } · { COUNT($n) } orders
mix-channel-none = No order names its channel, so sales cannot be told by channel.
mix-channel-words = { $name } brings { SHARE($share) } of gross sales ({ SHARES($low, $high) }), of { COUNT($n) } orders whose channel is known.
mix-channel-words-thin = { $name } brings most; { COUNT($k) } of { COUNT($n) } orders came through it, too few for a rate.
mix-reason-title = { $name } is ticked most: { SHARE($share) } of returns
mix-reason-subtitle = Share of refunds after delivery by the reason ticked, 95 % interval, { $window } · { COUNT($n) } refunds with a reason
mix-reason-none = Why goods come back is not known: no refund with a reason is on record. Export the refunds with the reason the customer ticked.
mix-reason-words = Of { COUNT($n) } refunds with a reason, { SHARE($share) } ({ SHARES($low, $high) }) give “{ $name }”.
mix-reason-words-thin = Of { COUNT($n) } refunds with a reason, { COUNT($k) } give “{ $name }”, too few for a rate.
mix-reasons-ticked = What is ticked is not always why: some reasons make a return free or quick. Read comments, sizes and measurements beside them.
mix-hover = { $name }: { SHARE($share) } ({ SHARES($low, $high) }), { COUNT($k) } of { COUNT($n) }
mix-hover-thin = { $name }: { COUNT($k) } of { COUNT($n) }
kpi-sales-share-of-channel = Share of sales by channel
kpi-sales-share-of-channel-definition = Gross sales of orders that count through this channel, of those whose channel is known, in the window.
kpi-refunds-share-of-reason = Share of returns by reason
kpi-refunds-share-of-reason-definition = Refunds after delivery with this reason ticked, of those with any reason, in the window.
