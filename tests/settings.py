"""Settings for tests: the demo's plain http, a fast hasher, files in memory."""

import os

os.environ.setdefault("IMPROVEMENT_DEMO", "1")
os.environ.setdefault("DJANGO_SECRET_KEY", "only-for-tests-" + "x" * 60)

from improvement.settings import *  # noqa: E402, F403

# A test looks at what was sent.
MAIL_BESIDE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "evidence": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Each test client loads the middleware anew, and WhiteNoise would then index every static file: 60 ms a client.
WHITENOISE_AUTOREFRESH = True
