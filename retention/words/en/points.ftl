### Notebook 03: points, what is assumed, the search for a better programme, the experiment

## Flow, age, liability
points-month-axis = Month of the simulation
points-issued = issued
points-burned = spent
points-expired = expired
points-flow-title = { SHARE($share) } of the points issued are spent within the time looked at
points-flow-title-none = No points are issued
points-flow-subtitle = “{ $label }”: points by month, mean of the draws, all members · { COUNT($months) } months
points-flow-hover = Month { $month }
    issued { COUNT($issued) }
    spent { COUNT($burned) }
    expired { COUNT($expired) }
points-flow-none = This programme issues no points.
points-flow-told = Of { COUNT($issued) } points issued, { SHARE($burned) } are spent, { SHARE($expired) } expire and { SHARE($rest) } are still open or taken back at the end.
points-sediment = Careful, points settle: fewer than { SHARE($least) } are spent. What is not spent rewards nobody and stands in the books; lower the minimum, or remind members before points expire.
points-moving = Points move: { SHARE($share) } of them are spent.
points-expiring = At the end, unless they are spent: { $list } lapse.
points-expiring-item = { COUNT($points) } points ({ MONEY($value) }) within { $days } days
points-expiring-none = At the end no points are about to lapse.
points-bucket = { $days } days
points-ageing-title = { SHARE($share) } of open points are older than half a year
points-ageing-title-none = No points are open at the end
points-ageing-subtitle = “{ $label }”: usable points at the end of the simulation by days since they could first be used, mean of the draws
points-ageing-today = “{ $label }”: usable points on { DAY($day) } by days since they could first be used
points-ageing-hover = { $bucket }
    { COUNT($points) } points ({ SHARE($share) })
points-liability-accounting = in the books
points-liability-economic = expected cost
points-liability-title = Open points cost up to { MONEY($value) } (month { $month })
points-liability-title-none = Open points cost nothing
points-liability-subtitle = “{ $label }”: what open points stand for, by month, mean and { SHARE($level) } of the draws, beginning with empty accounts · in the books: deferred revenue of points from purchases (IFRS 15, CAS 14)
points-liability-hover = { $kind }, month { $month }
    { MONEY($value) } ({ MONEY($low) } to { MONEY($high) })
points-redeemed = { $source ->
    [data] By this shop's own points so far, { SHARE($value) } of them will ever be spent ({ SHARE($low) } to { SHARE($high) }).
    [tail] By this shop's own points so far, between { SHARE($low) } and { SHARE($high) } of them will ever be spent; { SHARE($value) } is reckoned with, because history does not yet reach the age at which points are gone.
    [simulated] In the simulation { SHARE($value) } of points are ever spent.
   *[prior] The shop has under 12 months of points, so how many will ever be spent is assumed: { SHARE($value) } ({ SHARE($low) } to { SHARE($high) }).
}

## Assumptions
points-assumed-uplift-light = More orders, light buyers
points-assumed-uplift-moderate = More orders, middle buyers
points-assumed-uplift-heavy = More orders, heavy buyers
points-assumed-goal-pull = Pull of a near goal
points-assumed-goal-power = Power of the pull
points-assumed-after-reward = After a reward
points-assumed-pulled-forward = Only moved forward
points-assumed-stretch = Larger baskets
points-assumed-redeemers = Ever spend points
points-assumed-redeem-chance = Spend on an order
points-assumed-contribution = Margin of net paid
points-source-data = measured here
points-source-literature = research
points-source-guess = guess
points-source-shop = given by the shop
points-range = { SHARE($low) } to { SHARE($high) }
points-with-sd = { SHARE($value) } ± { SHARE($sd) }
points-head-assumed-name = Assumption
points-head-assumed-value = Value
points-head-assumed-range = Range
points-head-assumed-source = From
points-head-assumed-note = Note
points-tornado-title = “{ $name }” matters most{ $turns ->
    [yes] , and what is assumed decides between gain and loss
   *[no] ; none of the assumptions alone turns the result
}
points-tornado-title-none = No assumption changes anything
points-tornado-subtitle = “{ $label }”: gain with one assumption at its low and its high end and all others as they are · black: no gain
points-tornado-hover = { $name } at { $at }
    gain { MONEY($gain) }
points-tornado-low = at its low end
points-tornado-high = at its high end

## The search
points-front-title = { COUNT($earning) } of { COUNT($n) } designs tried earn more than no programme
points-front-title-none = None of { COUNT($n) } designs tried earns more than no programme: no programme is best
points-search-nothing = None of { COUNT($n) } designs tried keeps to the shop's limits, so none is proposed. Asked is that members see at least { SHARE($least) } of what they pay (least_reward); the designs tried give up to { SHARE($most) }.{ $liability ->
    [yes] {" "}Open points may cost { MONEY($most_liability) } at their peak (most_liability); the least of the designs tried is { MONEY($least_liability) }.
   *[no] {""}
} Widen earn_rate, most_discount or these limits (design: in 03_loyalty_design.yaml).
points-front-subtitle = Each point a design within the shop's limits: gain over { COUNT($months) } months (up) and what a member sees of it in a year (right) · { COUNT($n) } designs
points-front-x = What a member sees in a year
points-front-tried = tried
points-front-front = nothing tried is better in both
points-front-named = named below
points-front-hover = { $label }
    gain { MONEY($gain) }
    a member sees { MONEY($reward) } a year
points-needed-title-sure = { $k ->
    [one] 1 of { COUNT($n) } programmes
   *[other] { COUNT($k) } of { COUNT($n) } programmes
} would pay even at the low end of what was measured
points-needed-title-open = { $k ->
    [0] What was measured would pay for none of { COUNT($n) } programmes
   *[other] What was measured leaves open whether { COUNT($k) } of { COUNT($n) } programmes would pay
}
points-needed-title-assumed = At what is assumed of members, { $k ->
    [0] none
   *[other] { COUNT($k) }
} of { COUNT($n) } programmes would pay
points-needed-subtitle = Net additional orders at which a programme pays for itself, beside what is assumed of members
points-needed-subtitle-measured = Net additional orders at which a programme pays for itself, beside what is assumed · shaded: measured by the shop's own test ({ SHARE($low) } to { SHARE($high) })
points-needed-assumed = assumed
points-needed-net = needed
points-needed-hover = { $label }
    { $what }: { SHARE($share) }
points-needed-none = { $label }
    no uplift tried is enough
points-needed-beyond = not even { SHARE($most) }

## The experiment
points-plan = With { COUNT($members) } members drawn by lot into { COUNT($treated) } with the programme and { COUNT($control) } without, { COUNT($days) } days show an uplift of { SHARE($smallest_uplift) } or more (power { SHARE($wanted) }, level { SHARE($level) }).
points-plan-expected = The { SHARE($expected_uplift) } assumed would be seen with a chance of { SHARE($power) }.
points-plan-no-uplift = What is assumed comes to no more orders ({ SHARE($expected_uplift) }), so there is no uplift a test could be planned to show.
points-plan-alike = All members placed as many orders as each other in the last { COUNT($days) } days, so nothing says how far two groups would differ by luck, and no experiment can be planned.
points-plan-months = With all members it would take about { NUMBER1($months) } months to show what is assumed.
points-plan-never = Members differ so much that no duration within ten years would show what is assumed; a larger base would.
points-plan-none = There are no members with orders in the last { COUNT($days) } days, so no experiment can be planned.
points-yes = yes
points-no = no
points-never = never
points-head-size-uplift = Uplift
points-head-size-treated = With
points-head-size-control = Without
points-head-size-enough = Members suffice
points-head-size-months = Months with all members
points-measured = The shop's own test, {"“"}{ $campaign }{"”"}, compared { COUNT($treated) } members with the benefits and { COUNT($control) } without, drawn by lot, over { COUNT($days) } days: { $side ->
    [less] { SHARE($size) } fewer orders
   *[more] { SHARE($size) } more orders
} (a change of { SHARE($low) } to { SHARE($high) }){ $sure ->
    [yes] .
   *[no] , which leaves open whether there are more or fewer.
}
points-measured-before = In as many days before, the two groups { $alike ->
    [yes] ordered alike, as a draw by lot should have it.
   *[no] did not order alike, so the draw has to be checked.
}
points-measured-whose = It holds for the benefits tested then; the programmes here are another offer, so it is shown beside what each needs and does not replace the assumptions.
points-measured-none = The shop's own test, {"“"}{ $campaign }{"”"}, shows nothing yet: { COUNT($treated) } members with the benefits and { COUNT($control) } without have completed their { COUNT($days) } days.
points-measured-missing = No test of the shop's own is named (`measured_by:` in 03_loyalty_design.yaml), so nothing of what is assumed of members has been measured.
points-sizes = Members it takes over { COUNT($days) } days to show an uplift
points-proposed = The proposed programmes written out
points-choices-caption = The lettered programmes, all on the same draws and members
points-assumptions-caption = What is assumed, and where from
points-assumed-margin = Margin ± 5 points
points-head-choice-label = Programme
points-head-choice-value = Gain
points-head-choice-low = Low
points-head-choice-high = High
points-head-choice-p-positive = Draws above nothing
points-head-choice-reward = A member sees a year
points-head-choice-peak-liability = Peak cost of open points
points-head-choice-cvar = Mean of the worst 5 %
points-note-uplift-light = direction by Liu 2007, Journal of Marketing 71
points-note-uplift-moderate = direction by Liu 2007, Journal of Marketing 71
points-note-uplift-heavy = heavy buyers do not change: Liu 2007, Journal of Marketing 71
points-note-goal-pull = orders come 20 % sooner at the goal: Kivetz, Urminsky & Zheng 2006, Journal of Marketing Research 43
points-note-pulled-forward = part of what is gained is only earlier
points-note-stretch = none until measured
points-note-redeemers = between half and nearly all members ever redeem
points-note-contribution = typical after returns, freight and commission; margin_rate in shop.yaml goes before it
