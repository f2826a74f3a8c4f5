### Returns, exchanges and repairs

## The bottom line
returns-none = Table needed: returns (or their states). It would show which returns wait, for whom, and why goods come back.
returns-none-open = No return is open.
returns-no-states = Table needed: return_states. It would show how long each step takes.
returns-no-reasons = Fewer than 30 returns tell why: too few for shares.
returns-open = { $n ->
    [one] **1 return is open**
   *[other] **{ COUNT($n) } returns are open**
}: { $waiting }.
returns-wait-shop = { COUNT($n) } wait for the shop
returns-wait-customer = { COUNT($n) } for the customer
returns-wait-platform = { COUNT($n) } for the platform
returns-wait-not-known = of { COUNT($n) } nothing tells for whom
returns-late = **{ COUNT($n) }** of them wait longer than allowed.
returns-to-end = Half are done within { $half }, nine in ten within { $most }; those still open count as far as they came.
returns-to-end-half = Half are done within { $half }; those still open count as far as they came.
returns-not-allowed = { $n ->
    [one] 1 return went
   *[other] { COUNT($n) } returns went
} a way that should not be, such as money back after a refusal; see below.

## What to do
returns-do-first = Finish the returns that wait longer than allowed
returns-do-who = Open and past the day of their next step
returns-do-why = Whoever waits for money writes a bad review.
returns-without-ticket = Of { COUNT($n) } open returns nobody has a ticket.
returns-counted = returns
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
returns-steps-title = { COUNT($n) } returns are open; { COUNT($first) } wait for this: { $step }
returns-steps-subtitle = Open returns by the next step
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
returns-waits-title-none = No step is told often enough
returns-waits-subtitle = Days: half have gone on by then, nine in ten by the stroke
returns-wait-hover = { $state }: half within { $half }, nine in ten within { $most }; { COUNT($n) } in all, { COUNT($still) } still there
returns-not-yet = not reached yet
returns-waits-table = Each kind and state
returns-not-allowed-table = Ways that should not be

## Why goods come back
returns-reasons-title = Reason given most often: { $reason }, { SHARE($share) }
returns-reasons-subtitle = { COUNT($n) } returns of goods that were sent back and paid for; lines: where each share may lie
returns-reason-hover = { $reason }: { SHARE($share) } ({ SHARE($low) }–{ SHARE($high) }), { COUNT($n) }
returns-no-reason = no reason
returns-size-lead = How many came back for their size depends on whom one asks:
returns-size-reported = { SHARE($share) } of those who gave a reason,
returns-size-tickets = { SHARE($share) } by what tickets are about,
returns-size-comments = { SHARE($share) } ({ SHARE($low) }–{ SHARE($high) }) by { COUNT($n) } comments,
returns-size-two-sizes = { SHARE($share) } surely: another size was ordered along and kept.
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
}.
returns-nothing-to-change = No good and no size comes back more often than its category, as far as this many orders can tell.
returns-rates-table = Goods bought most
returns-rates-method = Goods that few bought are drawn towards their category: from a handful of orders nobody can tell. Only what is told apart after all comparisons is named.
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
returns-head-p50 = Half within
returns-head-p90 = Nine in ten within
returns-head-oldest = Oldest
returns-head-age = Age
returns-head-stays = Returns
returns-head-still = Still there
returns-head-before = From
returns-head-example = Example
returns-head-source = Told by
returns-head-about-size = About size
returns-head-silent = Say nothing
returns-head-share = Share
returns-head-low = at least
returns-head-high = at most
returns-head-good = Good
returns-head-size = Size
returns-head-category = Category
returns-head-purchases = Bought
returns-head-came-back = Came back
returns-head-shrunk = Share, drawn in
returns-head-category-share = Category
returns-head-says = What is said
