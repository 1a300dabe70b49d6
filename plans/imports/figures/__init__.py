"""Files of figures: the council's own in long form, and others' as they are published."""
