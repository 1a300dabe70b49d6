"""One settings file for every environment; what differs comes from variables (README has the table)."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"


def env_text(name: str, default: str | None = None) -> str:
    """Return a variable's text; raise ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set: see 'Variables' in README.md.")
    return value


def env_flag(name: str) -> bool:
    """Return a variable that is 0 or 1 (unset means 0); anything else stops the start."""
    value = os.environ.get(name, "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}: see 'Variables' in README.md.")
    return value == "1"


def secret_key() -> str:
    """Return DJANGO_SECRET_KEY, else the key that `make setup` wrote for this checkout."""
    if "DJANGO_SECRET_KEY" in os.environ:
        key = os.environ["DJANGO_SECRET_KEY"]
    elif (VAR_DIR / "secret_key").exists():
        key = (VAR_DIR / "secret_key").read_text().strip()
    else:
        raise ImproperlyConfigured("DJANGO_SECRET_KEY is not set. Set it, or run `make setup` once.")
    if len(key) < 50:
        raise ImproperlyConfigured("The secret key is shorter than 50 characters: make a longer one.")
    return key


# --- What this environment is -------------------------------------------------------------------
DEMO = env_flag("IMPROVEMENT_DEMO")
IMPROVEMENT_SITE_NAME = env_text("IMPROVEMENT_SITE_NAME", "Improvement plan tracker")
SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = env_text("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
if DEMO and set(ALLOWED_HOSTS) - LOOPBACK:
    raise ImproperlyConfigured(
        "IMPROVEMENT_DEMO=1 is plain http with published passwords, for this machine alone: leave ALLOWED_HOSTS out."
    )
# What `manage.py serve` says where it serves this machine alone: own data, over plain http.
PLAIN_HTTP = env_flag("IMPROVEMENT_PLAIN_HTTP")
if PLAIN_HTTP and set(ALLOWED_HOSTS) - LOOPBACK:
    raise ImproperlyConfigured(
        "IMPROVEMENT_PLAIN_HTTP=1 is for this machine alone: with other host names a proxy ends TLS in front "
        "(BEHIND_TLS_PROXY=1)."
    )
LOCAL = DEMO or PLAIN_HTTP
if "*" in ALLOWED_HOSTS or not all(host.strip() for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the site's own hosts: * and empty names are not accepted."
    )
CSRF_TRUSTED_ORIGINS = [origin for origin in env_text("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

# --- Applications -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "improvement.apps.ImprovementConfig",
    "performance.apps.PerformanceConfig",
    "plans.apps.PlansConfig",
    "improvement.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.forms",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "improvement.security_log.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "improvement.middleware.PageCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "improvement.middleware.RequestSizeMiddleware",
    "improvement.accounts.sessions.SessionLimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "improvement.accounts.second_step.SecondStepMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "improvement.middleware.OriginMiddleware",
    "improvement.middleware.PageCachingMiddleware",
    "improvement.typed.middleware.TypedMiddleware",
]
ROOT_URLCONF = "improvement.urls"
WSGI_APPLICATION = "improvement.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database: SQLite in var/, or whatever DATABASE_URL names ------------------------------------
DATABASES = {
    "default": dj_database_url.parse(env_text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Immediate transactions and WAL: several writers wait for each other and never fail with "locked". What is said to
    # be saved is on the disk, should the power go the next moment.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
        "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-8000;",
    }

# --- Templates and forms ------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "improvement.context.site",
            ],
            "builtins": [
                "improvement.templatetags.display",
                "improvement.templatetags.forms",
                "improvement.templatetags.shapes",
                "performance.templatetags.measures",
                "plans.templatetags.addresses",
                "plans.templatetags.drawings",
            ],
        },
    }
]
FORM_RENDERER = "improvement.govuk.GovukRenderer"
DJANGO_TABLES2_TEMPLATE = "tables/govuk.html"

# --- People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "improvement.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "plans:plan-list"
LOGOUT_REDIRECT_URL = "sign-in"
# Where the first administrator of a new server goes on.
FIRST_PAGE = "plans:plan-add"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "improvement.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Addresses come by an invitation, whose link proves them, or from an administrator; a changed one is confirmed.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Nobody is written to because a stranger typed their address.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa", "mfa_webauthn"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if LOCAL else "https"
# Ten wrong passwords in five minutes lock an account (Cyber Essentials), thirty an address: from one many accounts may
# be tried. Counted in the database, so that every worker counts alike.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/5m/key",
    "tries_of_address": "30/5m/ip",
    "reset_password": "20/5m/ip,3/15m/key",
}
ACCOUNT_FORMS = {
    "login": "improvement.accounts.forms.SignInForm",
    "change_password": "improvement.accounts.forms.ChangePasswordForm",
    "set_password": "improvement.accounts.forms.SetPasswordForm",
    "reset_password": "improvement.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "improvement.accounts.forms.ResetPasswordKeyForm",
    "add_email": "improvement.accounts.forms.AddEmailForm",
    "reauthenticate": "improvement.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "improvement.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = IMPROVEMENT_SITE_NAME
MFA_FORMS = {
    "authenticate": "improvement.accounts.forms.CodeForm",
    "reauthenticate": "improvement.accounts.forms.CodeAgainForm",
    "activate_totp": "improvement.accounts.forms.ActivateAppForm",
    "add_webauthn": "improvement.accounts.forms.AddKeyForm",
    "edit_webauthn": "improvement.accounts.forms.EditKeyForm",
}
# The council's own sign-in (Microsoft Entra ID or any other OpenID Connect provider), matched by its subject alone.
OIDC_SERVER_URL = env_text("OIDC_SERVER_URL", "")
OIDC_NAME = env_text("OIDC_NAME", "council account")
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {}
if OIDC_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "council",
                "name": OIDC_NAME,
                "client_id": env_text("OIDC_CLIENT_ID"),
                "secret": env_text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER_URL, "fetch_userinfo": False},
            }
        ],
    }
# The claim that lists a person's groups, which the set-up of each plan turns into roles.
OIDC_GROUPS_CLAIM = env_text("OIDC_GROUPS_CLAIM", "groups")
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "sign-in/council"
SOCIALACCOUNT_ADAPTER = "plans.procedures.council_sign_in.CouncilSignInAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
COUNCIL_SIGN_IN_ONLY = env_flag("COUNCIL_SIGN_IN_ONLY")
if COUNCIL_SIGN_IN_ONLY and not OIDC_SERVER_URL:
    raise ImproperlyConfigured("COUNCIL_SIGN_IN_ONLY=1 needs OIDC_SERVER_URL: nobody could sign in.")
ADMINISTERS_SOMETHING = "plans.reach.administers_a_plan"
# Who must have a second step: `administrators` (of the system and of any plan), `everybody` or `nobody`.
SECOND_STEP_FOR = env_text("SECOND_STEP_FOR", "nobody" if DEMO else "administrators")
if SECOND_STEP_FOR not in {"administrators", "everybody", "nobody"}:
    raise ImproperlyConfigured("SECOND_STEP_FOR must be administrators, everybody or nobody.")
# The proxy in front adds the client's address to X-Forwarded-For; without one nobody is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env_flag("BEHIND_TLS_PROXY") else 0
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Django's own three hundred would be thrown out by whoever tries many names.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
# A session ends after so long without a page, sooner for who may administer the system, and after twelve hours anyway.
SESSION_IDLE = int(env_text("SESSION_IDLE_MINUTES", "480")) * 60
SESSION_IDLE_OF_ADMINISTRATORS = SESSION_IDLE if DEMO else min(SESSION_IDLE, 30 * 60)
SESSION_LONGEST = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_LONGEST
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["improvement.formats"]

# --- Static files: built by `make setup`, served by the application's own server -----------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
# Evidence lies where no server serves it; a view hands it out to those who may see the plan.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env_text("EVIDENCE_DIR", str(VAR_DIR / "evidence")),
            "file_permissions_mode": 0o600,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"

# A virus scanner that looks at every file that comes in: clamd's socket, or host:port.
CLAMD = env_text("CLAMD", "")
# How much evidence a plan may keep, in MB.
EVIDENCE_QUOTA = int(env_text("EVIDENCE_QUOTA_MB", "2000")) * 1024 * 1024

# Who makes long reports: `spawn`, a process that the page starts; `service`, a worker (`manage.py work`, which `serve`
# starts, or `make_reports --watch`).
REPORT_MAKER = env_text("REPORT_MAKER", "spawn")
# From when each day a worker sends reminders and regular reports (06:30), and where it puts a backup: instead of cron.
DAILY_AT = env_text("DAILY_AT", "")
BACKUP_TO = env_text("BACKUP_TO", "")
BACKUP_KEEP = int(env_text("BACKUP_KEEP", "30"))

# --- E-mail: reminders to leads, by the server that EMAIL_HOST names ------------------------------
EMAIL_HOST = env_text("EMAIL_HOST", "")
EMAIL_PORT = int(env_text("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
# Mails about accounts are sent beside the answer, and who makes a report says that it lives beside its work.
MAIL_BESIDE = True
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", "improvement-plan@localhost")
# Where people open the site, for links in e-mails: https://plans.example.gov.uk
SITE_ADDRESS = env_text("SITE_ADDRESS", "").rstrip("/")

# --- Security: on loopback alone, for the demo and `serve`, it is plain http ------------------------------------------
SECURE_SSL_REDIRECT = not LOCAL
# A monitor on the machine asks without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("BEHIND_TLS_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_SECURE = not LOCAL
# A browser takes a cookie of such a name only over https, for this very host and all of its pages.
SESSION_COOKIE_NAME = "sessionid" if LOCAL else "__Host-session"
CSRF_COOKIE_NAME = "csrftoken" if LOCAL else "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "improvement.typed.refusing.csrf_refused"
X_FRAME_OPTIONS = "DENY"
# Nothing of a device is asked for.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
# plotly.js adds one empty <style> element at load; the hash of the empty string lets that one in.
EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, EMPTY_STYLE],
        # A chart that is downloaded as a picture is drawn from one that the page itself made (blob:).
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# In bytes: evidence of 20 MB, several workbooks of 10, and the form around them.
LARGEST_REQUEST = 64 * 1024 * 1024

# --- Logs: one line each, to standard error ------------------------------------------------------
SECURITY_LOG = env_text("SECURITY_LOG", "")
# A line for each request too, where this names a file.
REQUEST_LOG = env_text("REQUEST_LOG", "")
if REQUEST_LOG:
    MIDDLEWARE.insert(1, "improvement.request_log.RequestLogMiddleware")
# Whoever shows it is told the server's numbers (/metrics); nobody where there is none.
METRICS_KEY = env_text("METRICS_KEY", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "improvement.request_ids.RequestIdFilter"},
        "addresses": {"()": "improvement.request_ids.PageNameFilter"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {request_id} {message}", "style": "{"},
        "bare": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]},
        # Lines of JSON: to a file of their own where SECURITY_LOG names one, else beside the others.
        "security": {"class": "logging.FileHandler", "filename": SECURITY_LOG, "formatter": "bare"}
        if SECURITY_LOG
        else {"class": "logging.StreamHandler", "formatter": "bare"},
        "requests": {"class": "logging.FileHandler", "filename": REQUEST_LOG, "formatter": "bare"}
        if REQUEST_LOG
        else {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What was not found is an address that somebody typed, or a link's secret; what was refused the security log tells.
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["addresses"]},
        "django.security.csrf": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "improvement.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
        "improvement.requests": {"handlers": ["requests"], "level": "INFO", "propagate": False},
    },
}
