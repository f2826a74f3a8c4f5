### Parcels that come late, notices of shipping, and small surprises

parcels-no-shipments = Table needed: shipments. It would show which parcels will come late, whom to tell before she asks, and where parcels stand.
parcels-no-scans = Table needed: scans of parcels. It would show at which step parcels stand and which do not move.
parcels-no-regions = Nothing tells where parcels go.
parcels-no-chance-no-parcels = No parcel left in the last two years.
parcels-no-chance-no-promises = Nothing tells for which day parcels were promised, so no chance of being late can be told; plain rules (trouble told by the carrier, no scan for too long) decide.
parcels-no-chance-no-arrivals = Nothing tells when parcels arrived, so no chance of being late can be told.
parcels-no-chance-few = Too few parcels, or too few late ones, to learn chances from: plain rules (the promised day is over, trouble told by the carrier, no scan for too long) decide.
parcels-no-chance-no-better = On past days no way of telling chances was better than one chance for all parcels, so none is told; plain rules decide.
parcels-under-way = On { $day } **{ COUNT($n) } parcels were under way**, { COUNT($over) } of them past the promised day.
parcels-to-tell = { $told ->
    [one] **One parcel's customer** is
   *[other] The customers of **{ COUNT($told) } parcels** are
} to be told today, { COUNT($early) } of them before the promised day is over.
parcels-nobody = Nobody is to be told today.
parcels-shock = Parcels have begun to come late in: { $regions }.
parcels-shock-one = { $region } ({ COUNT($late) } of { COUNT($due) }; before { SHARE($before) })
parcels-stop = Parcels stand still on this day (Spring Festival): ages and promises stand still, too.
parcels-look-into = To look into:
parcels-missing = { COUNT($n) } long past their day: find them, or send anew
parcels-trouble = { COUNT($n) } of which the carrier tells trouble
parcels-unmoved = { COUNT($n) } not scanned for too long
parcels-unscanned = { COUNT($n) } never scanned since they left
parcels-unshipped = { COUNT($n) } orders paid over { $hours } hours ago and not sent (advance sales among them)
parcels-why-over = the promised day is over
parcels-why-over-unknown = the promised day is over
parcels-why-trouble = the carrier tells trouble (chance of being late { SHARE($chance) })
parcels-why-trouble-unknown = the carrier tells trouble
parcels-why-shock = parcels to this region have begun to come late (chance { SHARE($chance) })
parcels-why-shock-unknown = parcels to this region have begun to come late
parcels-why-likely = likely to be late: { SHARE($chance) }
parcels-why-likely-unknown = likely to be late
parcels-why-unmoved = not scanned for too long (chance of being late { SHARE($chance) })
parcels-why-unmoved-unknown = not scanned for too long
parcels-why-unscanned = never scanned since it left (chance of being late { SHARE($chance) })
parcels-why-unscanned-unknown = never scanned since it left
parcels-by-sms = SMS
parcels-by-phone = call
parcels-say = Your parcel may come later than promised. We are sorry, and are chasing it.
parcels-list-channel-to-use = Tell by
parcels-list-shipment-id = Parcel
parcels-list-order-id = Order
parcels-list-promised-on = Promised for
parcels-list-say = What to say
parcels-list-compensation = Compensation
parcels-do-tell = Tell customers of late parcels before they ask
parcels-do-who = { COUNT($calls) } to call, { COUNT($sms) } by SMS
parcels-do-why = The SMS go out by the late-parcel journey of notebook 04 where that runs; the calls are made from the list.
parcels-savings = Expected, under the shop's assumptions: **{ $saved }** ({ $low } to { $high }) saved by telling of { COUNT($n) } parcels, of which { $late } are expected to come late; it costs { $cost }. Assumed: a late parcel nobody tells of costs { $loss }, telling avoids { SHARE($avoided) } of it; compensation is at most { $budget } a day.
parcels-held-out = No effect is proven yet: { SHARE($share) } of customers, by lot, are not told ({ COUNT($n) } of today's parcels). What they do shows what telling is worth.
parcels-none-held-out = No effect is proven, and nobody is held out: whether telling helps will never be known. Hold out 20 % (hold_out: under parcels:).
parcels-way-age = Age and promise
parcels-way-scans = Age, promise and scans
parcels-judged = { $way } tell late parcels with a Brier score of { $own } in the past year; one chance for all had { $constant }, age and promise alone { $age } (less is better).
parcels-before = Looked at once a week, telling from a chance of { SHARE($threshold) } on would have told of { COUNT($told) } of { COUNT($parcels) } parcels not yet late; { COUNT($late_told) } of them came late, of { COUNT($late) } late ones in all.
parcels-chances-title = { $outside ->
    [0] Parcels came late about as often as was said
   *[other] In { COUNT($outside) } of { COUNT($n) } groups parcels came late more or less often than was said
}
parcels-chances-subtitle = Share late by the chance told on a past day before the promised one; bars: where 99 of 100 such shares lie; n = { COUNT($n) }
parcels-chance-axis = Chance told
parcels-bin-hover = Said { SHARE($chance) }, came late { SHARE($share) }, { COUNT($n) } parcels
parcels-bins-table = How this is reckoned; each group in figures
parcels-method = Late is a parcel that is not signed for by the end of the promised day; lost ones are late. Days on which parcels stand still at Spring Festival count neither as age nor as promise. Chances are learnt (gradient-boosted trees) from the parcels of the year before: promise, age, scans so far, how long since the last, out for delivery, trouble; anew for each of six past spans of two months, which then judge them. Fewer than 10 parcels of that promise and age: no chance.
parcels-head-chance = Said
parcels-head-share = Came late
parcels-head-expected-low = 99 %, low
parcels-head-expected-high = 99 %, high
parcels-head-parcels = Parcels
parcels-head-region = Region
parcels-head-due = Due, 3 days
parcels-head-late = Late
parcels-head-share-before = 28 days before
parcels-head-troubles = Trouble told
parcels-head-is-shock = Begun to come late
parcels-head-step = Step
parcels-head-told = Told
parcels-begun = yes
parcels-regions-table = Parcels due in the last three days, by region
parcels-regions-method = The share late of the last three days beside that of the 28 days before in the same region (Fisher's exact test; Benjamini and Hochberg over regions, 5 %; three late parcels at least).
parcels-steps-table = Parcels of the last 60 days by step
parcels-step-count = { $step } { COUNT($n) }
parcels-step-dispatched = left, not scanned
parcels-step-collected = collected
parcels-step-in-transit = in transit
parcels-step-out-for-delivery = out for delivery
parcels-step-signed = signed for
parcels-stand = Parcels of the last 60 days that have not arrived, by their last step: { $told }.
parcels-told = Of { COUNT($of) } parcels the customers of { COUNT($n) } were told of the step at which they stand.
parcels-none-handed-over = No notice of a step was handed over by this program yet; the shipping journey of notebook 04 sends them.

## Surprises
surprise-kind-card = card
surprise-kind-gift = small gift
surprise-kind-personal-help = personal help
surprise-kind-count = { $kind } { COUNT($n) }
surprise-reason = drawn for a surprise this month
surprise-list-kind = What
surprise-list-cost = Cost
surprise-do = Pack this month's surprises
surprise-do-who = Drawn by lot from customers with a fresh order
surprise-do-why = They cost { $cost }. Whoever is in the control group gets none, and is on no list.
surprise-drawn = { $month }: { COUNT($treated) } customers get a surprise ({ $kinds }) and { COUNT($control) } are the control; it costs { $spent } of { $budget }. Drawn with seed { $seed }, which is written down with the draw; nobody is drawn twice in { $rest } days.
surprise-nobody = { $month }: nobody to draw from, or no budget: a draw needs two customers with an order completed in the last { $days } days.
surprise-effect = “{ $campaign }” so far: { SHARE($own) } of { COUNT($treated) } customers ordered again within { $days } days, of { COUNT($control) } in the control { SHARE($other) }: **{ $value } points** ({ $low } to { $high }).
surprise-open = That is not told apart from chance.
surprise-shows = So many people show a rise of { $points } points or more.
surprise-not-known = What surprises do is not known yet: no touches of “{ $campaign }” with treated and control whose days are over.
