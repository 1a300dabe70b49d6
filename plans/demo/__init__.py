"""Loads the demo: a workbook through the import that users have, then a year of updates and ratings."""
