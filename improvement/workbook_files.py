"""Finishes a workbook that openpyxl saved: alternative text on its charts, and values beside its formulas.

openpyxl writes neither. A chart without alternative text says nothing to who can't see it, and a formula without a
value shows an empty cell in every preview that does not calculate (e-mail, telephones, other readers). Only the
members of the archive that hold them are written anew; everything else is copied as it is.
"""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

CHART = re.compile(r'<cNvPr id="(\d+)" name="Chart (\d+)" ?/>')
FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v ?/?>(?:</v>)?</c>', re.DOTALL)

Values = Mapping[str, Mapping[str, int | float | Decimal]]


def save_workbook(
    workbook: Workbook, alternatives: Mapping[str, Sequence[str]], values: Values, target: IO[bytes]
) -> None:
    """Write a workbook to a file.

    `alternatives` gives, by sheet name, the text of each chart in the order in which they were added; `values`, by
    sheet name and cell, the value of each formula. Both hold only sheets that the workbook has.
    """
    names = list(workbook.sheetnames)
    with tempfile.TemporaryFile() as plain:
        # Not compressed yet: it is read again at once.
        with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            ExcelWriter(workbook, archive).save()
        plain.seek(0)
        changed: dict[str, Mapping[str, int | float | Decimal]] = {
            f"xl/worksheets/sheet{names.index(name) + 1}.xml": of_sheet for name, of_sheet in values.items()
        }
        # Drawings are numbered in the order of the sheets that hold charts.
        drawn = [name for name in names if alternatives.get(name)]
        texts = {
            f"xl/drawings/drawing{number}.xml": alternatives[name] for number, name in enumerate(drawn, 1)
        }
        with (
            zipfile.ZipFile(plain) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as finished,
        ):
            for item in source.infolist():
                # One day for every member, so that the same report makes the same file.
                entry = zipfile.ZipInfo(item.filename, date_time=(1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                if item.filename in texts:
                    xml = source.read(item).decode()
                    finished.writestr(entry, _with_alternatives(xml, texts[item.filename]))
                elif item.filename in changed:
                    xml = source.read(item).decode()
                    finished.writestr(entry, _with_values(xml, changed[item.filename]))
                else:
                    with source.open(item) as member, finished.open(entry, "w") as copy:
                        shutil.copyfileobj(member, copy)


def _with_alternatives(xml: str, texts: Sequence[str]) -> str:
    def described(match: re.Match[str]) -> str:
        number = int(match[2])
        return f'<cNvPr id="{match[1]}" name="Chart {number}" descr={quoteattr(texts[number - 1])} />'

    return CHART.sub(described, xml)


def _with_values(xml: str, values: Mapping[str, int | float | Decimal]) -> str:
    def worked_out(match: re.Match[str]) -> str:
        cell, attributes, formula = match.groups()
        if cell not in values:
            return match[0]
        return f'<c r="{cell}"{attributes}><f>{formula}</f><v>{values[cell]}</v></c>'

    return FORMULA.sub(worked_out, xml)
