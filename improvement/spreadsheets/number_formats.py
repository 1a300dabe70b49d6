"""What an Excel number format means for the number under it."""

import re

# What a format only writes, between quotation marks or after a stroke, and does not mean.
LITERAL = re.compile(r'"[^"]*"|\\.')


def scales_to_percent(number_format: str) -> bool:
    """Whether a format shows a share of one as a percentage: 0.5 as 50%."""
    return "%" in LITERAL.sub("", number_format)


def writes_percent(number_format: str) -> bool:
    """Whether a format writes a percent sign beside the number as it is: 95.9 as 95.9%."""
    return "%" in number_format and not scales_to_percent(number_format)
