"""Running notebooks, turning them into pages, and the board that leads to them."""
