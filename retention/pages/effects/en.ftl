### Whether messages work: experiments, fairness of offers, the month that is over

## Did it work
effects-none = Nothing can be shown: no journey has drawn anybody by lot yet, and no campaign in the exports kept anybody back.
effects-programme = All marketing together
effects-variant = { $name }, variant { $variant }
effects-points = { $sign }{ NUMBER1($size) }
effects-people = { COUNT($treated) } / { COUNT($control) }
effects-between = { $value } ({ $low } to { $high })
effects-withheld = withheld
effects-read = Of { $n ->
    [one] 1 experiment
   *[other] { COUNT($n) } experiments
}, { COUNT($more) } brought **more orders** than chance explains and { COUNT($less) } fewer.
effects-read-open = In { $n ->
    [one] 1
   *[other] { COUNT($n) }
} a difference cannot be told from chance.
effects-read-interim = { $n ->
    [one] 1 is
   *[other] { COUNT($n) } are
} still running: an interim look decides nothing.
effects-read-too-few = Nothing can be shown by { $names }: too few orders.
effects-read-withheld = Withheld, because the groups are not as large as they were drawn: { $names }.
effects-head-name = Experiment
effects-head-people = Written to / kept back
effects-head-shares = Ordered
effects-shares = { SHARE($treated) } / { SHARE($control) }
effects-head-orders = Difference, points (95 %)
effects-head-money-told = Money a person (95 %)
effects-head-power = Power
effects-head-decision-told = What follows
effects-decision-go-on = Go on: it brings orders.
effects-decision-stop-harm = Stop: fewer order.
effects-decision-stop-dear = Stop: even at best it brings less than it costs.
effects-decision-wait = Interim: the window is not over for { $n ->
    [one] 1 person.
   *[other] { COUNT($n) } people.
}
effects-decision-wait-programme = Interim: the programme is still running.
effects-decision-more = Open.
effects-decision-hidden = Open; too small to settle soon.
effects-decision-nothing = Too few orders.
effects-decision-repair = Find out why the groups are not as large as drawn.
effects-next-journey = A month more shows a rise of { NUMBER1($then) } points (now { NUMBER1($now) }).
effects-next-campaign = One more like it shows a rise of { NUMBER1($then) } points (now { NUMBER1($now) }).
effects-winner = { $journey }: variant { $variant } won on one half of its people ({ $chosen_on } points); on the other half, which did not choose it, it is { $difference } ({ $low } to { $high }){ $sure ->
    [yes] .
   *[no] , which chance explains, too.
}
effects-chart-title = { $n ->
    [0] No experiment shows a difference beyond chance
    [one] 1 of { $all } experiments shows a difference beyond chance
   *[other] { $n } of { $all } experiments show a difference beyond chance
}
effects-chart-subtitle = Share that ordered, written to less kept back, points, with 95 % interval; blue: beyond chance after correction for all of them
effects-chart-hover = { $name }: { $value } points ({ $low } to { $high })
effects-checks = Were the lots in order? Groups, halves, other messages
effects-checks-fine = { $known ->
    [0] No shares are known to which groups could be compared
   *[other] Groups are as large as they were drawn ({ COUNT($known) } of { COUNT($n) } could be compared)
}, and nobody who was kept back was written to.
effects-head-srm = p of group sizes
effects-head-aa = p of two halves kept back
effects-head-reached-treated = Reached by others, written to
effects-head-reached-control = Reached by others, kept back
effects-head-breached = Kept back, yet written to
effects-head-both-arms = In both groups
effects-head-waiting = Window not over
effects-p = { $p }
effects-p-small = below { $p }
effects-p-unknown = not known
effects-wrong-srm = Groups are not as large as they were drawn, so something else decided who is in them: { $names }.
effects-wrong-aa = Two halves of those kept back differ, which a lot does not explain: { $names }.
effects-wrong-breached = Some who were kept back were written to all the same: { $names }. They count as kept back.
effects-wrong-both = Some stand in both groups: { $names }. Their first one counts.
effects-how = Everybody drawn counts once, in the group of the draw, whether a message arrived or not. Orders count from the day the message was due, in both groups. Chance is corrected for all experiments together (Holm). Power: the chance that groups of this size show half as many orders again. Who is kept back from all marketing is in no journey's groups.

## Fairness
effects-offers-none = No message gave an offer.
effects-offers = { $offers ->
    [one] 1 offer
   *[other] { COUNT($offers) } offers
} for { $customers ->
    [one] 1 customer
   *[other] { COUNT($customers) } customers
}, handed over or in this plan; { $bad ->
    [0] customers of one step and variant had the same one on the same day: what differs is the occasion or the lot.
    [one] **in 1 step, customers of one day had different ones without a stated ground.**
   *[other] **in { COUNT($bad) } steps, customers of one day had different ones without a stated ground.**
}
effects-prices = Of { COUNT($n) } times that several customers bought the same goods in one place on one day, the price before offers { $differ ->
    [0] was never different.
    [one] **differed once; look into it.**
   *[other] **differed { COUNT($differ) } times; look into them.**
}
effects-prices-none = No goods were bought by two customers in one place on one day, so prices cannot be compared.
effects-prices-unknown = Whether prices were one for all is not known: the exports tell no list prices.

## The month that is over
effects-month-title = { COUNT($sent) } messages were sent; today's settings would have sent { COUNT($planned) }
effects-month-title-sent = { COUNT($sent) } messages were sent
effects-month-subtitle = Marketing by day, { $days ->
    [one] the day
   *[other] the { COUNT($days) } days
} before this plan
effects-month-sent-name = sent
effects-month-planned-name = today's settings
effects-month-hover = { DAY($day) }, { $name }: { COUNT($n) }
effects-month-sent = { $days ->
    [one] In the day
   *[other] In the { COUNT($days) } days
} before this plan { $n ->
    [one] 1 message of marketing was
   *[other] { COUNT($n) } messages of marketing were
} sent.
effects-month-broken = By today's settings, a customer's second of the day: { COUNT($doubles) }; in quiet hours: { COUNT($nights) }; over a cap: { COUNT($over_cap) }.
effects-month-no-clock = Of { COUNT($n) } nothing tells what the customer's clock showed.
effects-month-command = What would have gone instead is played by `retention messages replay`; it takes a minute or two.
effects-month-planned = Under today's settings { COUNT($n) } would have gone, and { COUNT($service) } service messages.
effects-month-planned-kept = None of them would have been a second of the day, in quiet hours or over a cap.
effects-month-planned-broken = Of these, a second of the day: { COUNT($doubles) }; in quiet hours: { COUNT($nights) }; over a cap: { COUNT($over_cap) }.
effects-month-not-played = Not played, because the customers of those days are not kept: { $names }. Conditions are those of today's customers.
effects-line = { DAY($day) }  { COUNT($messages) } sent ({ COUNT($doubles) } second of the day, { COUNT($nights) } in quiet hours, { COUNT($over_cap) } over a cap), { COUNT($would) } by today's settings
