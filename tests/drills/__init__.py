"""Drills: what goes wrong on a server, done on purpose against the production server, and what people then see.

`make drill` runs all of them and prints a table; dated results stand in docs/reliability.md. They take minutes, so they
are no tests; each ends the run with status 1 where what it looks for is not so.
"""
