"""The questions that lists can be asked, one module a list."""
