### Whether customers would recommend the shop

kpi-nps = Net promoter score
kpi-nps-definition = Share of promoters (9 and 10) less that of detractors (0 to 6) among the answers to “How likely is it that you would recommend us to a friend or colleague?”, in points from −100 to 100. Its change is that of the last wave over the one before.
kpi-nps-response = Survey answered
kpi-nps-response-definition = Of customers who were asked, the share that answered.
kpi-missing-few-answers = Fewer than 30 answers: too few for a score.

nps-missing = Table needed: surveys with answers from 0 to 10. It would show whether customers would recommend the shop, and what goes with it.
nps-few = Only { COUNT($n) } answers: too few for a score.
nps-few-waves = { $n ->
    [0] No wave has 30 answers: two are needed to see a change.
   *[other] One wave has 30 answers: a second one is needed to see a change.
}
nps-no-groups = Fewer than two groups of customers with 30 answers each.
nps-no-drivers = Nothing tells what those who answered had been through: orders, parcels, returns or tickets are needed.
nps-counts = { COUNT($promoters) } promoters, { COUNT($passives) } in between and { COUNT($detractors) } detractors: too few answers ({ COUNT($n) }) for a score.
nps-score = The net promoter score is **{ $value }** ({ $low } to { $high }) on { COUNT($n) } answers: { COUNT($promoters) } promoters, { COUNT($passives) } in between, { COUNT($detractors) } detractors. Drawing the answers again gives { $again_low } to { $again_high }.
nps-asked = { SHARE($share) } of { COUNT($asked) } who were asked answered.
nps-weighted = Weighted back to everybody asked it is { $value } ({ $low } to { $high }); the { COUNT($of) } answers count as { COUNT($n) } of equal weight then.
nps-few-silent = Too few kept silent to weight the answers by them.
nps-no-weights = Nothing tells who did not answer, so it speaks of those who did.
nps-trend-sure = In { $wave } it was { $change } points from { $before } ({ $change_low } to { $change_high }), { $how }.
nps-trend-open = Between { $before } and { $wave } no change is told apart from chance ({ $change_low } to { $change_high } points), { $how }.
nps-trend-paired = among customers who answered both
nps-trend-apart = different customers
nps-method = The question, and how this was reckoned
nps-question =
    “How likely is it that you would recommend us to a friend or colleague?” — 0 (not at all likely) to 10 (extremely likely). 中文：“您有多大可能把我们推荐给朋友或同事？”0（完全不可能）到 10（极有可能）。

    Only answers to this question count, and only those with a score. The range is the adjusted Wald interval, 95 %. Weights are one over the chance of answering, by channel, wave, late parcel, orders so far and returns, cut at their 99th percentile; who answers for other reasons is still heard too much. A change between waves is that of customers who answered both where these are 30 or more.
nps-scores-title = { SHARE($up) } are promoters, { SHARE($down) } detractors
nps-scores-subtitle = Share of answers by score, n = { COUNT($n) }; promoters (9, 10) blue, detractors (0 to 6) red
nps-score-axis = Answer
nps-score-hover = { $score }: { SHARE($share) }, { COUNT($n) } answers
nps-waves-title = { $value } in { $wave }
nps-waves-subtitle = Net promoter score by wave of asking, points, with ranges; n = { COUNT($n) }
nps-waves-table = Each wave in figures
nps-hover = { $name }: { $value } ({ $low } to { $high }), n = { COUNT($n) }
nps-segments-title = These differ from the others: { $groups }
nps-segments-title-none = No group is told apart from the others
nps-segments-subtitle = Net promoter score by group of notebook 02 as they stand today, points, with ranges; n = { COUNT($n) }
nps-segments-table = Each group in figures
nps-drivers-title = { $thing } goes with { $less } points lower answers
nps-drivers-title-none = Nothing is told to go with lower answers
nps-drivers-subtitle = Difference of the mean answer (0 to 10) with and without, adjusted for the other things, with ranges
nps-drivers-table = Each thing in figures
nps-drivers-method = What goes with lower answers need not cause them: who sent something back may differ in much else. Adjusted: by least squares on all these things together. Differences that hold after Holm's correction are marked.
nps-driver-hover = { $thing }: { $adjusted } ({ $adjusted_low } to { $adjusted_high }), { COUNT($n) } answers with it
nps-things-few = Too few answers for a difference: { $told }.
nps-thing-count = { $thing } { COUNT($n) } with, { COUNT($without) } without
nps-thing-late = Late parcel
nps-thing-returned = Order sent back
nps-thing-slow-reply = Waited over 3 minutes for a person
nps-thing-first-order = First order
nps-apart = differs
nps-way-paired = same customers
nps-way-apart = different customers
nps-head-wave = Wave
nps-head-value = Score
nps-head-low = Low
nps-head-high = High
nps-head-n = Answers
nps-head-response = Answered
nps-head-change = Change
nps-head-change-low = Change, low
nps-head-change-high = Change, high
nps-head-ways = Compared
nps-head-segment = Group
nps-head-apart = From the others
nps-head-thing = What
nps-head-with-it = With
nps-head-without = Without
nps-head-raw = Difference
nps-head-adjusted = Adjusted
nps-head-adjusted-low = Adjusted, low
nps-head-adjusted-high = Adjusted, high

## Detractors to call, comments, orders after
nps-do-call = Call { COUNT($n) } { $n ->
    [one] customer who is
   *[other] customers who are
} unlikely to recommend you
nps-do-who = Answered 0 to 6 in the last day
nps-do-why = Ask what went wrong, and write down what came of it.
nps-call-reason = answered 0 to 6
nps-list-score = Answer
nps-list-answered-on = Answered on
nps-list-order-id = Order
nps-loop = Of { COUNT($due) } detractors' answers of the last 90 days { COUNT($called) } were followed by a call within a day, { COUNT($late) } by a later one, { COUNT($never) } by none. Of the last 30 days { COUNT($open) } customers are neither called nor helped yet.
nps-may-be-asked = { COUNT($n) } customers may be asked next{ $resting ->
    [none] {""}
   *[other] ; { $resting }
}.
nps-rests-never-bought = { COUNT($n) } never bought
nps-rests-no-consent = { COUNT($n) } did not agree to surveys
nps-rests-ticket-open = { COUNT($n) } wait for an answer of ours
nps-rests-asked-lately = { COUNT($n) } were asked in the last 90 days
nps-themes-unchecked = How well themes are found has not been checked here: tick the comments in `{ $place }`.
nps-themes-right = Of the themes found in { COUNT($n) } comments that colleagues ticked, { SHARE($share) } are right ({ SHARE($low) }–{ SHARE($high) }).
nps-themes-found = Of those that are there, { SHARE($share) } were found ({ SHARE($low) }–{ SHARE($high) }).
nps-themes-not-understood = { $n ->
    [one] 1 ticked row is not understood
   *[other] { COUNT($n) } ticked rows are not understood
} (row { $row }).
nps-no-comments = Nothing was written beside the answers.
nps-no-orders = Table needed: orders. It would show whether promoters order again more often.
nps-themes-few = { COUNT($detractors) } detractors, { COUNT($passives) } in between and { COUNT($promoters) } promoters wrote something: too few to compare detractors with promoters.
nps-themes-title = Detractors write more often of: { $themes }
nps-themes-title-none = No theme is told apart between detractors and promoters
nps-themes-subtitle = Share of those who wrote something, by theme; a mention is no complaint
nps-themes-table = Each theme in figures
nps-themes-method = Themes are found by a list of terms that the shop can add to (themes: in 05_service_nps.yaml), the longest term first. One comment per customer.
nps-hover-theme = { $theme }, { $group }: { SHARE($share) }, { COUNT($n) }
nps-theme-size = Size and fit
nps-theme-colour = Colour
nps-theme-quality = Quality
nps-theme-price = Price
nps-theme-delivery = Delivery
nps-theme-service = Service
nps-theme-returns = Returns
nps-theme-packaging = Packaging
nps-worth = Of promoters { SHARE($promoters) } ordered again within 180 days of their answer, of detractors { SHARE($detractors) }.
nps-worth-apart = Among customers who had bought alike, ten points more go with { $value } points in the share who order again ({ $low } to { $high }); that is no cause.
nps-worth-open = Among customers who had bought alike, whether the score goes with more orders is not told apart ({ $low } to { $high } points of share for ten points).
nps-worth-few = { COUNT($promoters) } promoters and { COUNT($detractors) } detractors whose 180 days are over: too few to compare.
nps-worth-table = Who ordered again
nps-group-promoters = Promoters
nps-group-passives = In between
nps-group-detractors = Detractors
nps-head-theme = Theme
nps-head-comments = Comments
nps-head-detractors = Detractors
nps-head-share-detractors = of all detractors
nps-head-promoters = Promoters
nps-head-share-promoters = of all promoters
nps-head-group = Who
nps-head-customers = Customers
nps-head-bought = Ordered again
nps-head-share = Share
