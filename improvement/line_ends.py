"""Text as it comes in, by a form or by a cell: what ends a line is one line's end, what nobody sees is not kept.

Word and Outlook end a line softly with U+000B, web pages with U+2028 or U+0085, old programs with a lone carriage
return; Excel writes them into its files as `_x000B_` and `_x000D_`. Left as they are they glue words together.
"""

import re

# How a workbook's XML writes the characters that XML itself would change or may not hold.
ESCAPED = re.compile(r"_x00(0[AaBbCcDd]|85)_")
LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Soft hyphens, spaces of no width and marks of direction: dropped, for a word with one of them is the same word and
# is not found by who looks for it. Joiners (U+200C, U+200D) stay: they belong to the spelling of some languages.
# Control characters are nothing at all; U+0000 is left for the form to refuse.
UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
# Most text has none of it, and a workbook has tens of thousands of cells.
ANY = re.compile(f"{LINE_END.pattern}|{UNSEEN.pattern}|_x00")


def new_lines(text: str) -> str:
    """Return text of several lines with one kind of line end, and without what nobody sees."""
    return UNSEEN.sub("", LINE_END.sub("\n", text)) if ANY.search(text) else text


def one_line(text: str) -> str:
    """Return text of one line: where a line ended, a space stands."""
    lines = new_lines(text).split("\n")
    return lines[0] if len(lines) == 1 else " ".join(line.strip() for line in lines if line.strip())


def cell_lines(text: str) -> str:
    """Return a cell's text, in which a workbook may have written line ends as escapes."""
    if not ANY.search(text):
        return text
    return new_lines(ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text))
