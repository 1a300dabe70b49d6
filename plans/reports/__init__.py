"""One module a document. Each takes a position and returns a workbook; none asks the database."""
