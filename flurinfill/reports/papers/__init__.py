"""Papers set by Typst, and the maps and figures in them."""
