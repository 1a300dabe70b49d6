"""How much of random workbooks is read right, and how much wrong: `make read-score`.

`WORKBOOKS` says how many of each kind (default 200). Not a test: `tests/plans/imports/test_random_layouts.py` pins what
must not be lost.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
WORKBOOKS = int(os.environ.get("WORKBOOKS", "200"))


def main() -> None:
    django.setup()
    from plans.imports.recognition import recognise_file  # noqa: PLC0415 -- after django.setup
    from tests.plans.imports.layouts_by_chance import Score, write_by_chance  # noqa: PLC0415

    for foreign in (False, True):
        score, refused = Score(), 0
        for seed in range(WORKBOOKS):
            written = write_by_chance(seed, foreign=foreign)
            document = recognise_file("plan.xlsx", written.content).document
            refused += bool(document.errors)
            score.add(written, document)
        kind = "words that nobody knows" if foreign else "words of the lexicon"
        print(f"{WORKBOOKS} workbooks, {kind}: {refused} not read at all")
        print(f"  {'fact':12}{'told':>7}{'right':>9}{'wrong':>7}")
        print("\n".join(score.lines()))
        print(f"  all: {score.recall():.1%} right, {score.share_wrong():.1%} wrong\n")


if __name__ == "__main__":
    main()
