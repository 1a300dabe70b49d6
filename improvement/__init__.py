"""The project package: wiring, and what both apps stand on. Imports neither app (urls.py aside)."""

import os

# lxml comes with the Word writer; openpyxl would then read uploads by it, and no more by defusedxml, with which the
# hostile files were tried.
os.environ["OPENPYXL_LXML"] = "False"

__version__ = "0.1.0"
