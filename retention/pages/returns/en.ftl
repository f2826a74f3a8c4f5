### Returns, exchanges and repairs

## Key figures
kpi-returns-open = Open returns
kpi-returns-open-definition = Returns, exchanges and repairs that are neither settled nor refused nor withdrawn.
kpi-returns-late = Returns waiting longer than promised
kpi-returns-late-definition = Open returns that wait for the shop or the platform though the day of their next step has passed.
kpi-missing-no-return-states = Nothing tells where each return stands.

## The bottom line
returns-none = Table needed: returns (or their states). It would show which returns wait, for whom, and why goods come back.
returns-none-open = No return is open.
returns-open-not-known = Which returns are open is not known: nothing tells where each one stands.
returns-no-states = Table needed: return_states. It would show how long each step takes.
returns-no-reasons = Fewer than 30 returns give a reason: too few for shares.
returns-few-goods = Fewer than 30 settled returns tell which goods came back (tables needed: returns, order_lines). They would show why goods come back and what to change.
returns-late-now = { $n ->
    [one] **1 return waits longer than promised**
   *[other] **{ COUNT($n) } returns wait longer than promised**
}; the oldest was asked for { $oldest } ago.
returns-open = { $n ->
    [one] **1 return is open**
   *[other] **{ COUNT($n) } returns are open**
}. Whom they wait for: { $waiting }.
returns-late = { $n ->
    [one] **1** waits for the shop or the platform longer than promised.
   *[other] **{ COUNT($n) }** wait for the shop or the platform longer than promised.
}
returns-late-customer = { $n ->
    [one] 1 was
   *[other] { COUNT($n) } were
} not sent back by the customer in time.
returns-without-ticket = { $n ->
    [one] 1 has no ticket.
   *[other] { COUNT($n) } have no ticket.
}
returns-wait-shop = the shop { COUNT($n) }
returns-wait-customer = the customer { COUNT($n) }
returns-wait-platform = the platform { COUNT($n) }
returns-wait-not-known = not told { COUNT($n) }
returns-to-end = Half are done within { $half }, nine in ten within { $most }; those still open count as far as they came.
returns-to-end-half = Half are done within { $half }; those still open count as far as they came.
returns-not-allowed = { $n ->
    [one] 1 change of state should not be
   *[other] { COUNT($n) } changes of state should not be
}, such as money back after a refusal; see below.

## What to do
returns-do-first = Finish the returns that wait longer than promised
returns-do-step = { $step } ({ COUNT($n) })
returns-do-why = The list holds all { COUNT($n) } open ones, the most urgent first, each with its next step, day and ticket.
returns-list-at = { $n ->
    [one] The list of the open return lies
   *[other] The list of the { COUNT($n) } open returns, the most urgent first, lies
} in `{ $place }`.
returns-counted = Returns
returns-no-ticket = no ticket
returns-list-return = Return
returns-list-order = Order
returns-list-customer = Customer
returns-list-kind = Kind
returns-list-state = State
returns-list-next = Next
returns-list-due = Due
returns-list-standing = Urgency
returns-list-opened = Opened
returns-list-age = Age in days
returns-list-assignee = Looked after by
returns-list-ticket = Ticket
returns-list-reason = Reason
returns-standing-overdue = overdue
returns-standing-due-soon = due soon
returns-standing-later = later
returns-standing-no-limit = no limit told

## What is open
returns-steps-title-shop = { COUNT($n) } { $n ->
    [one] return is
   *[other] returns are
} open; { COUNT($first) } { $first ->
    [one] waits
   *[other] wait
} for the shop to { $step }
returns-steps-title-customer = { COUNT($n) } { $n ->
    [one] return is
   *[other] returns are
} open; { COUNT($first) } { $first ->
    [one] waits
   *[other] wait
} for the customer to { $step }
returns-steps-title-platform = { COUNT($n) } { $n ->
    [one] return is
   *[other] returns are
} open; { COUNT($first) } { $first ->
    [one] waits
   *[other] wait
} for the platform to { $step }
returns-steps-title-not-known = { COUNT($n) } { $n ->
    [one] return is
   *[other] returns are
} open; of { COUNT($first) } nothing tells what comes next
returns-steps-subtitle = Open returns by the next step, n = { COUNT($n) }; overdue: its day has passed
returns-ages-title = { COUNT($n) } { $n ->
    [one] return is
   *[other] returns are
} open, { COUNT($old) } of them for { $days } days or more
returns-ages-subtitle = Open returns by days since they were asked for
returns-age-hover = { $age }: { COUNT($n) }
returns-step-hover = { $step }, { $what }: { COUNT($n) }
returns-overdue = overdue
returns-others = in time, or without a limit
returns-steps-table = By kind and state
returns-ages-table = By age
returns-age = { $first } to { $last } days
returns-age-more = { $first } days and more
returns-step-shop = shop: { $step }
returns-step-customer = customer: { $step }
returns-step-platform = platform: { $step }
returns-step-not-known = { $step }
returns-do-decide = decide
returns-do-send-back = send the goods back
returns-do-receive = take the parcel in
returns-do-refund = give the money back
returns-do-exchange = send the other piece
returns-do-send-again = send it again
returns-do-repair = repair
returns-do-settle = settle it
returns-do-not-known = next step not told
returns-kind-return = return
returns-kind-refund-only = refund only
returns-kind-exchange = exchange
returns-kind-resend = sent after
returns-kind-repair = repair
returns-kind-unknown = kind not told
returns-state-requested = under review
returns-state-agreed = agreed
returns-state-sent-back = on its way back
returns-state-received = received
returns-state-inspected-bad = not as it should be
returns-state-platform-steps-in = at the platform
returns-state-refused = refused
returns-state-refunded = refunded
returns-state-exchanged = exchanged
returns-state-sent-again = sent again
returns-state-cancelled = withdrawn
returns-state-timed-out = run out
returns-state-not-told = not told
returns-begin = (beginning)

## How long it takes
returns-waits-title = Slowest step: { $state }, half of the returns stay there { $half } or more
returns-waits-subtitle = Days: half have gone on by the end of the bar, nine in ten by the stroke. n = { COUNT($n) } stays, open ones included
returns-waits-few = Fewer than 10 returns have been in any one state: too few to tell how long it takes.
returns-waits-method = Days with their 95 % interval. Returns that are still in a state count with the days they have waited so far (Kaplan–Meier); left out, the slow ones would be missing.
returns-span = { $value } ({ $low }–{ $high })
returns-span-open = { $value } ({ $low } or more)
returns-wait-hover = { $state }: half within { $half }, nine in ten within { $most }; { COUNT($n) } in all, { COUNT($still) } still there
returns-not-yet = not reached yet
returns-waits-table = Each kind and state
returns-not-allowed-table = Changes of state that should not be

## Why goods come back
returns-reasons-title = Reason given most often: { $reason }, { SHARE($share) }
returns-reasons-subtitle = Share of { COUNT($n) } settled returns of goods, with its 95 % interval
returns-reason-hover = { $reason }: { SHARE($share) } ({ SHARE($low) }–{ SHARE($high) }), { COUNT($n) }
returns-no-reason = no reason
returns-size-lead = How many came back for their size depends on whom one asks:
returns-size-reported = of { COUNT($n) } returns whose reason says anything of the goods, { SHARE($share) } ({ SHARES($low, $high) });
returns-size-tickets = of { COUNT($n) } with a ticket about the goods, { SHARE($share) } ({ SHARES($low, $high) });
returns-size-comments = of { COUNT($n) } with a complaint in a comment, { SHARE($share) } ({ SHARES($low, $high) });
returns-size-two-sizes = of all { COUNT($n) }, { SHARE($share) } had another size of the same good ordered along and kept. That is the least it can be.
returns-size-table = What tells of sizes
returns-source-reported = reason given
returns-source-tickets = tickets
returns-source-comments = comments
returns-source-two-sizes = two sizes ordered, one kept

## What to change
returns-to-change = { $n ->
    [one] **1 good** comes
   *[other] **{ COUNT($n) } goods** come
} back more often than the rest of { $n ->
    [one] its category
   *[other] their categories
}. Most pieces are at stake with { $first }: { $what }.
returns-good-size = { $good }, size { $size }
returns-change-title = { $good } comes back in { SHARE($share) } of purchases, its category in { SHARE($usual) }
returns-change-subtitle = Share of purchases that come back, drawn towards the category where few were bought, with its 95 % interval; the stroke is the category's
returns-change-hover = { $good }: { SHARE($share) } of { COUNT($n) } purchases, its category { SHARE($usual) }
returns-change-table = Each of them in figures
returns-nothing-to-change = No good and no size comes back more often than its category, as far as this many orders can tell.
returns-rates-method = Goods that few bought are drawn towards their category: from a handful of orders nobody can tell. Only what is told apart after all comparisons is named. Orders of the last 30 days are left out, for their goods may still come back.
returns-rates-product = Goods bought most
returns-rates-size = Sizes bought most
returns-all-sizes = all
returns-says-size-small = runs small ({ COUNT($n) } of { COUNT($of) })
returns-says-size-large = runs large ({ COUNT($n) } of { COUNT($of) })
returns-says-size = size ({ COUNT($n) } of { COUNT($of) })
returns-says-looks = looks other than shown ({ COUNT($n) } of { COUNT($of) })
returns-says-fabric = fabric ({ COUNT($n) } of { COUNT($of) })
returns-says-quality = quality ({ COUNT($n) } of { COUNT($of) })
returns-says-wrong-item = wrong item sent ({ COUNT($n) } of { COUNT($of) })
returns-says-late = late ({ COUNT($n) } of { COUNT($of) })
returns-says-price = price ({ COUNT($n) } of { COUNT($of) })
returns-says-not-told = nothing said sets it apart

## Heads
returns-head-kind = Kind
returns-head-state = State
returns-head-next = Next
returns-head-returns = Returns
returns-head-overdue = Overdue
returns-head-age = Age
returns-head-half-age = Half are older than, days
returns-head-oldest = Oldest, days
returns-head-p50 = Half within, days
returns-head-p90 = Nine in ten within, days
returns-head-at-stake = Pieces at stake
returns-head-stays = Returns
returns-head-still = Still there
returns-head-before = From
returns-head-example = Example
returns-head-source = Told by
returns-head-about-size = About size
returns-head-silent = Say nothing
returns-head-share = Share
returns-head-low = at least
returns-head-shrunk-low = at least
returns-head-shrunk-high = at most
returns-head-high = at most
returns-head-good = Good
returns-head-size = Size
returns-head-category = Category
returns-head-purchases = Bought
returns-head-came-back = Came back
returns-head-shrunk = Share, drawn in
returns-head-category-share = Category
returns-head-says = What is said
