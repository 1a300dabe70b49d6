"""Seals secrets that must be kept, with keys made of the site's secret key: a key for each purpose."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal_for(purpose: str) -> Fernet:
    """Return what seals and opens the secrets of a purpose; under another secret key nobody opens them."""
    digest = hashlib.sha256(f"{purpose} {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
