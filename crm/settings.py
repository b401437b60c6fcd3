"""Settings, all of them from the environment with defaults that a newcomer can start with.

Read: DATABASE_URL, SECRET_KEY or SECRET_KEY_FILE, ALLOWED_HOSTS, CRM_PRODUCTION, CRM_VAR, TIME_ZONE, …; see
docs/administration.md.
"""

import shlex
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from apps.operations.logs import outage_in_a_line
from crm import __version__, environment, safety

environment.refuse_unknown()
env = environment.Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = __version__
VAR_DIR = Path(env("CRM_VAR", default="") or BASE_DIR / "var")

PRODUCTION = env.bool("CRM_PRODUCTION", default=False)
TESTING = env.bool("CRM_TESTING", default="pytest" in sys.modules)
DEBUG = env.bool("DEBUG", default=False)
if not PRODUCTION and not TESTING:
    environment.refuse_lost(BASE_DIR / "var" / "installation", VAR_DIR)

SECRET_KEY_FILE = Path(name) if (name := env("SECRET_KEY_FILE", default="")) else None
SECRET_KEY = env("SECRET_KEY", default="") or safety.read_key(SECRET_KEY_FILE)
if not PRODUCTION:
    SECRET_KEY = SECRET_KEY or safety.kept_key(VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # keys of before, whose sessions go on
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
if not PRODUCTION and (host := env("HOST", default="")) and host not in ("0.0.0.0", "::"):  # noqa: S104
    ALLOWED_HOSTS.append(host)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "apps.marketing",  # the modules, in the order people read them
    "apps.customers",
    "apps.service",
    "apps.office",
    "apps.reports",
    "apps.demo",
    "apps.basedata",
    "apps.operations",
    "apps.auth",
    "apps.kit",
    "apps.core",
    "crm.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "csp",
]

MIDDLEWARE = [
    "apps.core.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.core.middleware.MethodsMiddleware",
    "apps.operations.request_metrics.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.auth.signing.middleware.SessionMiddleware",
    "apps.core.middleware.LanguageMiddleware",
    "apps.kit.drafts.middleware.EndedSessionMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.core.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.menu.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "apps.core.templatetags.show",
                "apps.kit.templatetags.steps",
            ],
        },
    }
]
FORM_RENDERER = "apps.foundation.entering.form_data.Renderer"

TRIAL_DATABASE = f"sqlite:///{VAR_DIR / 'crm.sqlite3'}"  # never that of a company: `faults` asks for an address
DATABASES = {"default": safety.known_database(env.db("DATABASE_URL", default=TRIAL_DATABASE))}
DATABASE_NAMED = "DATABASE_URL" in env.ENVIRON
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # One writer at a time, each waiting its turn instead of failing half-way; an acknowledged write is on the disk.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
    }
    # A file, as in use: in memory all connections would share one lock.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    # A frozen database must not hold a worker for good (stack.md): every wait has an end.
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    # A pooler in transaction mode hands a connection on after each transaction, and with it what is open beyond.
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env.bool("DATABASE_POOLED", default=False)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {  # what the address says, e.g. sslmode
        "connect_timeout": 4,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": 15000,
        # Nothing is compiled: for what pages ask that takes longer than to answer it.
        "options": f"-c statement_timeout={env.int('STATEMENT_TIMEOUT_MS', default=30000)} -c jit=off"
        + (" -c synchronous_commit=off" if TESTING else ""),
    }
REPORT_TIMEOUT_MS = env.int("REPORT_TIMEOUT_MS", default=25000)  # in place of the limit of other pages
REPORT_MEMORY_MB = env.int("REPORT_MEMORY_MB", default=64)  # for each sort of a report, before it goes to the disk
# Past a pooler, for what needs a connection of its own: backups.
DIRECT_DATABASE = env.db("DIRECT_DATABASE_URL", default=None) if env("DIRECT_DATABASE_URL", default="") else None
BACKUP_DIR = Path(env("BACKUP_DIR", default="") or VAR_DIR / "backup")
BACKUP_KEY = env("BACKUP_KEY", default="")  # the public half: this machine cannot read what it encrypts
# Several servers have to share what they keep in mind; a cache that is away is an empty one.
if REDIS_URL := env("REDIS_URL", default=""):
    redis = {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1}
    CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": REDIS_URL, "OPTIONS": redis}}
# The network between the machines is the company's own: what is sent there need not be encrypted.
TRUSTED_NETWORK = env.bool("TRUSTED_NETWORK", default=False)
METRICS_TOKEN = env("METRICS_TOKEN", default="")  # for who asks for figures from another machine
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["apps.auth.backend.RoleBackend"]
CSRF_FAILURE_VIEW = "crm.views.stale"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher" if TESTING else "apps.auth.passwords.Argon2"]
# So many passwords a web process looks at at once, each of which works a core: the others wait or come again.
LOGINS_AT_ONCE = env.int("LOGINS_AT_ONCE", default=1)
# For whom a second factor is not a choice: administrators, everybody; in a trial nobody.
SECOND_FACTOR = env("SECOND_FACTOR", default="administrators" if PRODUCTION else "nobody")
OTP_TOTP_THROTTLE_FACTOR = 0  # our own tries count codes too
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "mobile")},
    },
    {"NAME": "apps.auth.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "apps.auth.passwords.Unguessable"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True
FORMAT_MODULE_PATH = ["crm.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "basedata/files/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site asks for our files
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS  # else every test client reads all static files first

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend"
    }
}
# Without an address of a mail server nothing is mailed and nobody is offered it.
EMAIL_URL = env("EMAIL_URL", default="")
vars().update(env.email_url_config(EMAIL_URL or "dummymail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="crm@localhost")
# Where people reach the product, for the links in e-mails.
SITE_URL = env(
    "SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION and ALLOWED_HOSTS else "http://127.0.0.1:8000"
)

FILTERS_EMPTY_CHOICE_LABEL = _("any")
DJANGO_TABLES2_TEMPLATE = "parts/table.html"

SESSION_ENGINE = "apps.auth.signing.session_store"
SESSION_IDLE = env.int("SESSION_IDLE", default=2 * 3600)
SESSION_COOKIE_AGE = env.int("SESSION_LONGEST", default=12 * 3600)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
DEVICE_COOKIE_NAME, SEEN_COOKIE_NAME, THEME_COOKIE_NAME = "device", "seen", "theme"
MESSAGE_STORAGE, MESSAGE_COOKIE_NAME = "crm.saying.Storage", "messages"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "script-src-attr": ["'none'"],
        "style-src-attr": ["'none'"],
    }
}
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
    DEVICE_COOKIE_NAME, SEEN_COOKIE_NAME, THEME_COOKIE_NAME = "__Host-device", "__Host-seen", "__Host-theme"
    MESSAGE_COOKIE_NAME = "__Host-messages"
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# The operation log is kept for good, or for so many days; the database refuses less than half a year.
LOG_KEPT_DAYS = env.int("LOG_KEPT_DAYS", default=0)
# Who sees more records than this in an hour is in the operation log with it.
MASS_READ = env.int("MASS_READ", default=2000)
# Nobody reads more records or takes more rows as files in an hour; the administrators are told of who does.
READ_MOST = env.int("READ_MOST", default=20_000)
EXPORT_MOST = env.int("EXPORT_MOST", default=300_000)

# A program that reads an upload and ends with 0 where it is clean, with 1 where it is not: clamdscan --no-summary -
SCAN_COMMAND = shlex.split(env("SCAN_COMMAND", default=""))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": safety.OneLine, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "apps.operations.logs.Lines"},
    },
    "filters": {
        "line": {"()": "django.utils.log.CallbackFilter", "callback": safety.without_traceback},
        "outage": {"()": "django.utils.log.CallbackFilter", "callback": outage_in_a_line},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if PRODUCTION else "line"}},
    "loggers": {
        "django.request": {"filters": ["outage"]},
        "django.security.DisallowedHost": {"filters": ["line"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING" if TESTING else "INFO"},
}

if PRODUCTION:
    safety.refuse_unsafe(globals())
