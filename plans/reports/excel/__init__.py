"""A report as an Excel workbook."""

from plans.reports.excel.workbook import write_workbook

__all__ = ["write_workbook"]
