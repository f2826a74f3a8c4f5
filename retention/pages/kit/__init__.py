"""What all pages are made of: the book, sections, words, blocks, pictures' style, work lists, the board."""
