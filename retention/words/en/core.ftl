### Words used everywhere

core-no-currency = currency not known
core-saved = The table **{ $table }** ({ COUNT($rows) } rows) is saved as `{ $place }` for the other notebooks.
core-recorded = { COUNT($n) } figures recorded in kpis.json
