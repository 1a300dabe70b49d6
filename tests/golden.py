"""Everything that the program shows, written down as text, to compare before and after a change that should change nothing.

    python -m tests.golden record /tmp/before      # on the code before
    python -m tests.golden record /tmp/after       # on the code after
    python -m tests.golden compare /tmp/before /tmp/after

`record` loads the demonstration and the published plans into a database of its own, then keeps each plan's position as
JSON on three days, every report, and what every account finds when it follows the links from a plan's first page, on
three days: pages as HTML, workbooks and Word files cell by cell. `--only analyst` follows one account's links alone.
Of pages that are alike (each action's own, say) the first few are kept.
"""

import argparse
import difflib
import json
import logging
import multiprocessing
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

DATABASE = Path(tempfile.mkdtemp(prefix="golden-")) / "golden.sqlite3"
os.environ["DATABASE_URL"] = f"sqlite:///{DATABASE}"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402 -- the settings come first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import Resolver404, resolve  # noqa: E402
from django.utils import timezone  # noqa: E402
from docx import Document as WordDocument  # noqa: E402
from openpyxl import load_workbook  # noqa: E402

from improvement.models import User  # noqa: E402
from plans.choices import Role  # noqa: E402
from plans.demo.load import ACCOUNTS, SLUG, load_demo  # noqa: E402
from plans.imports.request import Request  # noqa: E402
from plans.imports.run import run_import  # noqa: E402
from plans.models import Plan  # noqa: E402
from plans.operations.history import Provenance  # noqa: E402
from plans.operations.people import give_role  # noqa: E402
from plans.position import build_position  # noqa: E402

SHARED = Path(__file__).resolve().parents[2] / "shared"
TODAY = date(2026, 11, 21)
DAYS = (None, date(2026, 6, 30), date(2025, 12, 31))
PUBLISHED_DAYS = (TODAY, date(2026, 6, 30), date(2017, 9, 13))
PUBLISHED = ("durham", "west_berkshire", "leicestershire", "thurrock")
# Of each kind of page, and of each kind with the same questions in its address; of those that differ most, more.
MOST_OF_A_KIND = {"report": 20, "report-file": 30}
MOST_ALIKE = {"theme": 3, "recommendation": 3, "action": 4, "measure": 4, **MOST_OF_A_KIND}
LINK = re.compile(r'\b(?:href|data-address)="([^"]+)"')
# What is new at each showing: tokens, marks of forms, nonces.
NEW_EACH_TIME = (
    re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(r'(name="(?:form_token|form_key)" value=")[^"]*'),
    re.compile(r'((?:nonce|data-form-key|data-mark)=")[^"]*'),
    re.compile(r'(name="[a-z_]*mark" value=")[^"]*'),
)


def fix_the_clock() -> None:
    """Make every row and page believe in one day, and in moments that follow one another."""
    moments = count()
    start = datetime(2026, 11, 21, 9, 0, tzinfo=UTC).timestamp()
    timezone.now = lambda: datetime.fromtimestamp(start + next(moments) / 1e4, tz=UTC)
    timezone.localdate = lambda *args, **kwargs: TODAY


def load(plans: list[str]) -> None:
    """Make the database: the demonstration, and the published plans with an analyst."""
    call_command("migrate", verbosity=0)
    load_demo(with_accounts=True, today=TODAY)
    analyst = User.objects.get(email="analyst@northmoor.example")
    for name in plans:
        content = next((SHARED / "data" / name).glob("*.xlsx")).read_bytes()
        run_import(Request(f"{name}.xlsx", content, slug=name, create=True, council=f"{name} Council"), TODAY)
        give_role(Plan.objects.get(slug=name), analyst, Role.ANALYST, provenance=Provenance(TODAY))


def text_of(content: bytes, kind: str) -> str:
    """Return what a page or file holds, as lines that can be compared."""
    if kind.startswith("text/html"):
        html = content.decode()
        for pattern in NEW_EACH_TIME:
            html = pattern.sub(r"\1", html)
        return re.sub(r">\s+<", ">\n<", re.sub(r"[ \t]+", " ", html))
    if kind.startswith(("text/", "application/json")):
        return content.decode()
    if "spreadsheetml" in kind:
        return "\n".join(_cells(content))
    if "wordprocessingml" in kind:
        return "\n".join(_paragraphs(content))
    return f"{len(content)} bytes of {kind}"


def _cells(content: bytes) -> Iterator[str]:
    workbook = load_workbook(BytesIO(content))
    for sheet in workbook:
        yield f"== {sheet.title} {sheet.dimensions} {sorted(sheet.tables)} {len(sheet._charts)} charts"
        yield f"merged {sorted(map(str, sheet.merged_cells.ranges))} widths {sorted(sheet.column_dimensions)}"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield f"{cell.coordinate} {cell.value!r} {cell.number_format} {cell.fill.fgColor.rgb}"


def _paragraphs(content: bytes) -> Iterator[str]:
    document = WordDocument(BytesIO(content))
    for paragraph in document.paragraphs:
        yield f"{paragraph.style.name if paragraph.style else ''}: {paragraph.text}"
    for table in document.tables:
        for row in table.rows:
            yield " | ".join(cell.text for cell in row.cells)


class Record:
    """A folder of what was seen, one file an address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, name: str, text: str) -> None:
        (self.folder / re.sub(r"[^A-Za-z0-9=_.-]+", "~", name)[:200]).write_text(text)


def follow_links(record: Record, email: str, slug: str, day: date | None) -> int:
    """Keep every page that an account reaches from a plan's first page on a day; return how many."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email))
    root = f"/plans/{slug}/"
    tail = f"?as-at={day}" if day else ""
    waiting, known, kept = [root + tail, f"{root}set-up/"], set(), 0
    alike: Counter[str] = Counter()
    while waiting:
        address = urldefrag(waiting.pop(0))[0]
        # Where to go on afterwards differs by the way that led to a page; the page itself does not.
        parts = urlsplit(address)
        query = sorted((name, value) for name, value in parse_qsl(parts.query) if name != "next")
        address = f"{parts.path}?{urlencode(query)}" if query else parts.path
        if address in known or not address.startswith(root):
            continue
        known.add(address)
        try:
            name = str(resolve(parts.path).url_name)
        except Resolver404:
            continue
        shape = f"{name} {' '.join(key for key, _value in query)}"
        # A past day's pages lead back to today's, which are kept on their own.
        if (day and f"as-at={day}" not in address and address != root) or name in {"plan-style"}:
            continue
        if alike[shape] >= MOST_ALIKE.get(name, 1) or alike[name] >= MOST_OF_A_KIND.get(name, 6):
            continue
        alike.update((shape, name))
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        kind = answer.headers.get("Content-Type", "")
        head = f"{answer.status_code} {kind} {answer.headers.get('Location', '')}\n"
        record.keep(f"{email.partition('@')[0]} {day or 'today'} {address}", head + text_of(content, kind))
        kept += 1
        if kind.startswith("text/html"):
            waiting += [
                urljoin(address, link.replace("&amp;", "&")) for link in LINK.findall(content.decode())
            ]
    return kept


def positions(record: Record, slug: str, days: tuple[date, ...]) -> None:
    """Keep a plan's position on each day as JSON."""
    plan = Plan.objects.select_related("council", "inspection").get(slug=slug)
    for day in days:
        found = json.dumps(build_position(plan, day).as_json(), indent=1, default=str)
        record.keep(f"position {slug} {day}.json", found)


def make_record(folder: Path, only: str, demo_alone: bool) -> None:
    """Keep everything, in two processes."""
    logging.disable(logging.ERROR)
    fix_the_clock()
    published = [name for name in PUBLISHED if SHARED.exists() and not demo_alone]
    load(published)
    record = Record(folder)
    positions(record, SLUG, tuple(day or TODAY for day in DAYS))
    for name in published:
        positions(record, name, PUBLISHED_DAYS)
    crawls = [(a.email, SLUG, day) for a in ACCOUNTS if only in a.email for day in DAYS]
    crawls += [
        ("analyst@northmoor.example", name, day) for name in published for day in (None, PUBLISHED_DAYS[1])
    ]
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        kept = pool.starmap(follow_links, [(record, *crawl) for crawl in crawls], chunksize=1)
    print(f"{sum(kept)} pages and files in {folder}")


def compare(before: Path, after: Path, most: int) -> int:
    """Print what differs; return how many pages do."""
    names = sorted({path.name for folder in (before, after) for path in folder.iterdir()})
    wrong = 0
    for name in names:
        old, new = before / name, after / name
        if not old.exists() or not new.exists():
            wrong += 1
            print(f"only {'after' if new.exists() else 'before'}: {name}")
            continue
        was, now = old.read_text(), new.read_text()
        if was != now:
            wrong += 1
            print(f"differs: {name}")
            lines = difflib.unified_diff(was.splitlines(), now.splitlines(), lineterm="", n=0)
            for line in list(lines)[2 : 2 + most]:
                print(f"    {line[:300]}")
    print(f"{len(names)} pages and files compared, {wrong} differ")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record", help="keep everything that is shown")
    recording.add_argument("folder", type=Path)
    recording.add_argument(
        "--only", default="", metavar="ACCOUNT", help="follow the links of one account alone"
    )
    recording.add_argument("--demo", action="store_true", help="without the published plans")
    comparing = commands.add_parser("compare", help="print what differs between two records")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--most", type=int, default=6, help="how many differing lines a page")
    options = parser.parse_args()
    if options.command == "record":
        make_record(options.folder, options.only, options.demo)
        return 0
    return 1 if compare(options.before, options.after, options.most) else 0


if __name__ == "__main__":
    sys.exit(main())
