"""Backups: the database and the evidence files in one archive that says what it holds, and the way back."""
