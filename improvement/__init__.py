"""The project package: wiring, and what both apps stand on. Imports neither app (urls.py aside)."""
