"""Lists as tables, one module a list: declared columns over a position; nothing is fetched here."""
