### Words used everywhere

core-no-currency = currency not known
core-saved = The table **{ $table }** ({ COUNT($rows) } rows) is saved as `{ $place }` for the other notebooks.
core-recorded = { COUNT($n) } figures recorded in kpis.json
core-ledger = What became of the rows, by source
core-dictionary = The data dictionary of the table pyramid
kpi-rows-read = Rows read
kpi-rows-read-definition = All rows of all exports, headers not counted.
kpi-rows-kept = Rows kept
kpi-rows-kept-definition = Rows that went into the tables.
kpi-rows-said-elsewhere = Rows said elsewhere
kpi-rows-said-elsewhere-definition = Rows whose fact stands in another row: duplicates, and rows replaced by a later export.
kpi-rows-left-out = Rows left out
kpi-rows-left-out-definition = Rows that could not be used; the list in data/<shop>/left_out names each.
kpi-money-read = Money read
kpi-money-read-definition = Amounts of all rows read, signs kept; unreadable ones count as nothing.
kpi-rows-of-kind = Rows by kind
kpi-rows-of-kind-definition = Rows kept, by source, kind and whether a customer is named.
kpi-money-of-kind = Money by kind
kpi-money-of-kind-definition = Amounts of the rows kept, by source, kind and whether a customer is named.
