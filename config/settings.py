"""One settings file, driven by the environment; docs/configuration.md lists every variable.

It refuses to start when the environment asks for something dangerous.
"""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

env = environ.Env()

# -- What must not be guessed ------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = environment.secret_key(
    env("SECRET_KEY", default=""),
    may_miss=DEBUG or TESTING or environment.answers_nobody(sys.argv),
)
ALLOWED_HOSTS = environment.hosts(
    env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"]), is_open=DEBUG or DEMO
)
HTTPS = env.bool("HTTPS", default=not environment.is_local(ALLOWED_HOSTS))
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

# -- Applications ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "evaluation",
    "workshops",
    "families",
    "partnerships",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.ChosenLanguage",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.PrivateAnswers",
    "config.middleware.OpenSession",
    "config.middleware.RealNumbers",
    "config.middleware.SecondFactor",
    "config.middleware.Pace",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "config.templatetags.french",
                "config.templatetags.look",
                "config.templatetags.once",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    }
]

# -- Data --------------------------------------------------------------------------------------
DATABASES = {
    "default": environment.database(
        env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'trait-d-union.sqlite3'}"),
        test_file=VAR_DIR / "test.sqlite3",
        is_open=DEBUG or DEMO or TESTING,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": environment.cache(env("CACHE_URL", default="dbcache://django_cache")),
    # What each process counts for itself (partnerships/throttle.py).
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
MEDIA_ROOT = VAR_DIR / "media"
TASKS = environment.tasks(has_worker=env.bool("WORKER", default=False))
STORAGES = {
    "default": environment.files(env("FILES_URL", default="")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "config.files.NamedFiles"
    },
}
FILE_UPLOAD_HANDLERS = [
    "partnerships.files.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# -- People ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "partnerships.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "partnerships.passwords.SignInPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "partnerships.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# The one that was invited: another is invited, or written by an administrator.
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Trait d’union : "
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/15m/key,50/15m/ip",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/h/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/15m/user",
    "request_login_code": "20/h/ip,5/h/key",
}
# X-Forwarded-For is read only behind as many proxies as are declared: forging it changes nothing.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
# Who must have a second factor: docs/security.md says what each choice leaves open.
SECOND_FACTOR = environment.second_factor(env("SECOND_FACTOR", default="readers"), is_demo=DEMO)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Trait d’union"
# Seconds: however used, then without a page (partnerships/sessions.py).
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE = env.int("SESSION_IDLE_MINUTES", default=60) * 60
SESSION_ENGINE = "partnerships.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"

# -- Words, time and place ---------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_SECURE = True, "Lax", HTTPS
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Europe/Paris")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# -- The web -----------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.int("TRUSTED_PROXIES", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# -- Letters and logs --------------------------------------------------------------------------
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Seconds: a mail server that says nothing keeps nobody waiting for longer.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Trait d’union <ne-pas-repondre@localhost>")
ADMINS = [("", address) for address in env.list("ADMIN_EMAILS", default=[])]
LOGGING = environment.logging(env("LOG_FORMAT", default="json"), debug=DEBUG)

# -- The rules of the house that an installation may move ---------------------------------------
RETENTION_MONTHS = env.int("RETENTION_MONTHS", default=24)
ERASURES_FILE = Path(env("ERASURES_FILE", default=str(VAR_DIR / "erasures.jsonl")))
HEALTH_TOKEN = env("HEALTH_TOKEN", default="")
BACKUP_DIR = Path(env("BACKUP_DIR", default=str(VAR_DIR / "backups")))
BACKUP_PASSPHRASE = env("BACKUP_PASSPHRASE", default="")
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", default=7)
BACKUP_KEEP_WEEKS = env.int("BACKUP_KEEP_WEEKS", default=5)
JOURNAL_DAYS = env.int("JOURNAL_DAYS", default=365)
SMALL_CELL = env.int("SMALL_CELL", default=5)
SILENT_WEEKS = env.int("SILENT_WEEKS", default=8)
VARIANCE_PERCENT = env.int("VARIANCE_PERCENT", default=10)
UPLOAD_LIMIT = env.int("UPLOAD_MEGABYTES", default=10) * 1024 * 1024
REFERRAL_MONTHS = env.int("REFERRAL_MONTHS", default=3)
# Above these, a page is prepared beside the web: rows of a list, pages to draw, kB to import.
LONG_ROWS = env.int("LONG_ROWS", default=2000)
LONG_PAGES = env.int("LONG_PAGES", default=20)
LONG_KILOBYTES = env.int("LONG_KILOBYTES", default=200)

if TESTING:
    SECOND_FACTOR = "nobody"  # but where a test is about it
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    MEDIA_ROOT = VAR_DIR / "test-media"
    STATIC_ROOT = BASE_DIR / "static"  # nothing is collected to test, and whitenoise wants a folder
    # It would read that folder again for each browser of each test.
    WHITENOISE_AUTOREFRESH = True
