### Words used everywhere

core-no-currency = currency not known
