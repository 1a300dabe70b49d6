"""What a person confirms before a public version of a report is issued: what no program can read for them.

Names, small figures and exempt items are dealt with by the program besides; what it can't see is in the words.
"""

CHECKS = (
    (
        "children",
        "Nothing in it tells of a child, young person or family who could be recognised, alone or together with what "
        "is already known.",
    ),
    (
        "people",
        "Nothing in it tells of a member of staff’s health, conduct or pay, or names a person who need not be named.",
    ),
    (
        "figures",
        "No figure under 5 can be worked out from others in it, or from what was published before.",
    ),
    (
        "legal",
        "Nothing in it is legal advice, tells what counsel advised, or weakens the council in a dispute.",
    ),
    ("exempt", "Nothing in it tells of an exempt item (Part 2), or lets one be guessed."),
    ("words", "Everything that was written in place of a draft has been read for the public."),
    ("agreed", "The person who decides what the council publishes has agreed to it."),
)
WORDS = dict(CHECKS)
