"""A board's own papers for Word: agenda pack, minutes, the position on a page.

For the board and its officers, so they hold what their reader may see. Tables have at most five columns: they are read
on paper, page after page.
"""
