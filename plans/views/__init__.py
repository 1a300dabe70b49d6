"""Pages. Each opens the plan through access, takes the position, and shows it or calls one operation."""
