"""The forms in which a meeting's minutes are taken."""
