### The table of all figures

board-head-name = Figure
board-head-value = Value
board-head-interval = 95 % interval
board-head-n = n
board-head-change = Change on the window before
board-head-last-year = A year earlier
board-change-beyond = { $change } ●
board-note = ● the change is more than noise, also after allowing for how many figures are compared (Benjamini–Hochberg, 5 %).
board-all = All figures in one table
