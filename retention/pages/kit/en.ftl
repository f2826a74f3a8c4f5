### Words used everywhere

core-no-currency = currency not known
core-saved = The table **{ $table }** ({ COUNT($rows) } rows) is saved as `{ $place }` for the other notebooks.
core-made = made the table { $table } as of { $day }: there was none that still holds
core-recorded = { COUNT($n) } figures recorded in kpis.json
core-dictionary = The data dictionary of the table pyramid
kpi-rows-read = Rows read
kpi-rows-read-definition = All rows of all exports, headers not counted.
kpi-rows-kept = Rows kept
kpi-rows-kept-definition = Rows that went into the tables.
kpi-rows-said-elsewhere = Rows said elsewhere
kpi-rows-said-elsewhere-definition = Rows by which nothing is lost: duplicates, rows replaced by a later export, totals and rows of another kind, and rows of work lists not ticked off.
kpi-rows-left-out = Rows left out
kpi-rows-left-out-definition = Rows that could not be used; the list in data/<shop>/left_out names each.
kpi-money-read = Money read
kpi-money-read-definition = Amounts of all rows read, signs kept; unreadable ones count as nothing.
kpi-rows-of-kind = Rows by kind
kpi-rows-of-kind-definition = Rows kept, by source, kind and whether a customer is named.
kpi-money-of-kind = Money by kind
kpi-money-of-kind-definition = Amounts of the rows kept, by source, kind and whether a customer is named.
core-without-orders = The files imported tell of no orders, so everything that needs them is left out here. Add the export of orders, and import again.
core-refunds-unknown = Nothing in the exports tells of refunds, so net amounts here are what was paid.

### The table of all figures

board-head-name = Figure
board-head-value = Value
board-head-interval = 95 % interval
board-head-n = n
board-head-change = Change on the window before
board-head-last-year = A year earlier
board-change-beyond = { $change } ●
board-change-age = { $change } like for like{ $stands ->
    [yes] {" "}(as it stands { $plain })
   *[no] {""}
}
board-change-days = { $change } from { $day } on
board-note = Like for like: customers known from their first order, each beside customers as long with the shop in the period before. ● the change is more than noise, also after allowing for how many figures of its kind are compared: of what customers do, of what an order is, counts and totals (Benjamini–Hochberg, 5 %).
board-all = All figures in one table

### Work lists

lists-head-customer-id = Customer number
lists-head-name = Name
lists-head-phone = Phone
lists-head-email = E-mail
lists-head-channels = May be contacted by
lists-head-best-channel = Best channel
lists-head-reason = Why on this list
lists-head-due = Due
lists-reason-super-user = { $shares ->
    [one] shared once
   *[other] shared { COUNT($shares) } times
}, { $reviews ->
    [one] wrote 1 review
   *[other] wrote { COUNT($reviews) } reviews
} in the last 365 days
lists-comma = ,{" "}
lists-consent-not-known = consent is not known
lists-may-not = none: no consent, or no address that works
lists-left-out = { $n ->
    [one] 1 marked account (wholesale, resale and the like) is left out.
   *[other] { COUNT($n) } marked accounts (wholesale, resale and the like) are left out.
}
lists-may = , of whom { COUNT($may) } may be contacted,
lists-place = The list of { $n ->
    [one] 1 customer
   *[other] { COUNT($n) } customers
}{ $may } lies in `{ $place }`, readable by its owner only.

### Blocks, cover, footer and board of the reports

## KPI cards
report-card-interval = 95 % interval { $low } to { $high }
report-card-n = n = { $n }
report-card-definition = Definition
report-card-change = { $change } on the period before
report-card-wave-beyond = Last wave { $change } ({ $low } to { $high }) on the one before: more than noise
report-card-wave-within = Last wave { $change } ({ $low } to { $high }) on the one before: within noise
report-card-change-beyond = { $change } ({ $low } to { $high }) on the period before: more than noise
report-card-change-within = { $change } ({ $low } to { $high }) on the period before: within noise
report-card-age-beyond = { $change } ({ $low } to { $high }) like for like: more than noise
report-card-age-within = { $change } ({ $low } to { $high }) like for like: within noise
report-card-plain = As it stands { $change }; the rest comes from who is in the base
report-card-days = { $change } ({ $low } to { $high }) from { $day } on, beside { $before } on the same days of the period before: { $noise ->
    [beyond] more than noise
   *[within] within noise
}
report-card-days-none = { $change } ({ $low } to { $high }) from { $day } on; there was none on the same days of the period before: { $noise ->
    [beyond] more than noise
   *[within] within noise
}
report-card-last-year = A year earlier { $value }
report-card-since-beyond = { $change } since { $since }: more than noise
report-card-since-within = { $change } since { $since }: within noise
report-card-since = { $change } since { $since }
report-card-since-none = Unchanged since { $since }
report-card-no-value = No value
report-points = { $x } points
report-days = { $x ->
    [one] { $shown } day
   *[other] { $shown } days
}
report-unit-days = days

## Actions, tables and notes
report-action-who = Who
report-action-many = How many
report-action-may-any = { $many }, of whom { $may } may be contacted
report-action-may-phone = { $many }, of whom { $may } may be called
report-action-money = Money
report-action-where = List
report-band = { $value } ({ $low } to { $high })
report-table-none = No rows
report-note-thin = Thin data.
report-note-warning = Careful.
report-note-missing = Not shown.
report-note-assumption = Assumption.

## Page
report-contents = Contents
report-method = How this is worked out
report-cover-shop = Shop
report-cover-period = Period
report-cover-as-of = Data up to
report-cover-fresh = Freshness
report-cover-run = Run on
report-fresh-days = { $days ->
    [0] data end on the day of the run
    [one] data end 1 day before the run
   *[other] data end { $days } days before the run
}
report-as-of-last-order = the last order
report-as-of-today = the day of the run
report-footer-run = Run
report-footer-exports = Exports
report-footer-settings = Settings
report-footer-version = Version
report-footer-left-out = Rows left out
report-footer-left-out-of = { $left } of { $read }
report-back = All reports
report-chart-needs = This chart needs the file { $file } from the reports folder.
report-save-picture = Save as picture
report-sort = Sort by this column
report-copy = Copy table
report-copied = Copied

## Board
report-board-title = Reports of { $shop }
report-board-kicker = Retention playbook
report-board-none = No report yet. Reports appear here after the first run.
report-board-latest = Latest run
report-board-open = Open the report
report-board-last-good = Open the last good report ({ $day })
report-board-executed = notebook with the error
report-board-earlier = { $runs ->
    [one] 1 earlier run
   *[other] { $runs } earlier runs
}
report-board-run = Run
report-board-as-of = Data up to
report-board-status = Result
report-board-fact = { $name }: { $text }
report-board-took = Took
report-board-seconds = { $seconds } s
report-board-no-figures = This run recorded no key figures.

## How a run ended
report-code-ok = finished
report-code-cell-failed = A step failed with an error.
report-code-bad-settings = A setting cannot be used.
report-code-cannot-write = It could not write: the disk is full, or a folder is missing or closed to it.
report-code-bad-data = The data cannot be used as they are.
report-code-locked = Another run of the same notebook was under way.
report-code-dead-kernel = The run died; most often the memory was used up.
report-code-timeout = A step took longer than allowed.
report-code-left-early = The notebook left before its end.
report-code-bad-figures = A key figure was recorded in a form that cannot be used.
report-code-export-failed = The notebook ran, but its page could not be made.
report-code-stopped = The run was stopped from outside.

# What the columns of a shop's own file were taken for
report-cover-read = Read as
report-read-customer_id = customer
report-read-ordered_at = date
report-read-paid_at = paid on
report-read-dispatched_at = sent on
report-read-gross_paid = amount
report-read-line_paid = amount of the row
report-read-unit_price = price of one
report-read-quantity = quantity
report-read-units = quantity
report-read-order_id = order number
report-read-status = status
report-read-more_states = state as well
report-read-refunded = refunded
report-read-product_name = product
report-read-product_id = product number
report-read-channel = channel
report-read-currency = currency
report-read-left-out-closed = { $rows ->
    [one] 1 closed row left out
   *[other] { $rows } closed rows left out
}
report-read-left-out-unpaid = { $rows ->
    [one] 1 unpaid row left out
   *[other] { $rows } unpaid rows left out
}

pyramid-list-comma = ,{" "}
