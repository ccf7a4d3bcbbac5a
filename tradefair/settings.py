"""The one settings file. What can be set from outside is documented in docs/settings.md (tested to be complete)."""

from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from tradefair import env, keys, parts
from tradefair.pages import LONGEST_BODY
from tradefair.schedule import SCHEDULE
from tradefair.sources import directives

BASE_DIR = Path(__file__).resolve().parent.parent

# Where we run ----------------------------------------------------------------

MODE = env.text("TRADEFAIR_MODE", "production")
if MODE not in ("local", "production"):
    raise env.Misconfigured(f"TRADEFAIR_MODE is {MODE!r}: say local or production.")
LOCAL = MODE == "local"  # demo data, mails to read in the browser, the page of components
DEBUG = env.yes_no("TRADEFAIR_DEBUG", default=False) and LOCAL

HOME = Path(env.text("TRADEFAIR_HOME", str(BASE_DIR / ".tradefair"))).resolve()
SECRET_KEY = env.text("TRADEFAIR_SECRET_KEY")
SITE_URL = env.text("TRADEFAIR_SITE_URL", "http://127.0.0.1:8000" if LOCAL else None).rstrip("/")
SOURCE_URL = env.text("TRADEFAIR_SOURCE_URL", "")  # linked in every page's foot, as the AGPL asks of changed versions
ALLOWED_HOSTS = env.words("TRADEFAIR_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# What runs ----------------------------------------------------------------

INSTALLED_APPS = parts.INSTALLED_APPS
MIDDLEWARE = parts.MIDDLEWARE

ROOT_URLCONF = "tradefair.urls"
WSGI_APPLICATION = "tradefair.wsgi.application"
ASGI_APPLICATION = "tradefair.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "matchmaking.common.context.site",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
if DEBUG:  # a developer sees an edited template at once
    TEMPLATES[0]["OPTIONS"]["loaders"] = TEMPLATES[0]["OPTIONS"]["loaders"][0][1]  # type: ignore[index]
FORM_RENDERER = "matchmaking.common.forms.Renderer"

# Where things are kept ----------------------------------------------------------------

DATABASES = {
    "default": {
        **dj_database_url.parse(env.text("DATABASE_URL"), conn_max_age=None, conn_health_checks=True),
        "ATOMIC_REQUESTS": False,
    }
}
# Everything is in memory or on solid disks: an index read costs what a table read does, and a search that compiles
# its plan takes longer than one that does not. What DATABASE_URL says goes before.
DATABASES["default"]["OPTIONS"] = {
    "options": "-c random_page_cost=1.1 -c jit=off",
    **DATABASES["default"].get("OPTIONS", {}),  # type: ignore[dict-item]
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "tradefair.cache.Cache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "tradefair",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CHANNEL_LAYERS = {
    "default": {
        # The pub/sub layer: the core layer loses idle sockets (docs/architecture.md, Processes).
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "tradefair"},
    }
}
# Servers that pass a call on where two browsers find no way to each other (lobbies/video.py).
TURN_URLS = env.words("TRADEFAIR_TURN_URLS")
TURN_SECRET = env.text("TRADEFAIR_TURN_SECRET") if TURN_URLS else ""

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)  # as Celery calls a socket
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE

STATIC_URL = "static/"
STATIC_ROOT = None if LOCAL else HOME / "static"  # locally nothing is collected
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = Path(env.text("TRADEFAIR_MEDIA", str(HOME / "media")))
# Documents are never below MEDIA_ROOT: they are handed out by a view that asks who is reading.
DOCUMENT_ROOT = Path(env.text("TRADEFAIR_DOCUMENTS", str(HOME / "documents")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DOCUMENT_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if LOCAL
            else "matchmaking.common.storage.HashedStaticFiles"
        )
    },
}
WHITENOISE_USE_FINDERS = LOCAL  # what is in the tree is what is served
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 12
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",  # up to FILE_UPLOAD_MAX_MEMORY_SIZE for the request
    "matchmaking.common.uploads.CappedUploadHandler",
]
UPLOAD_MAX_FILE_SIZE = 20 * 1024 * 1024  # one file; fields may allow less
UPLOAD_MAX_REQUEST_SIZE = LONGEST_BODY  # all of a request; more is not even read

# People ----------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["matchmaking.accounts.backends.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
# Whoever deletes his account takes leave in each of these apps first, in this order
# (docs/decisions/0011-whoever-goes-takes-leave-everywhere.md).
PARTINGS = [
    "matchmaking.organising.actions.parting.part",
    "matchmaking.reminders.actions.parting.part",
    "matchmaking.trust.actions.parting.part",
    "matchmaking.meetings.actions.parting.part",
    "matchmaking.visitors.actions.parting.part",
    "matchmaking.exhibitors.actions.parting.part",
    "matchmaking.companies.actions.parting.part",
    "matchmaking.fairs.actions.parting.part",
]
# Likewise who leaves a fair or a stand; and what stands in slots that would go (docs/decisions/0012).
LEAVINGS = ["matchmaking.meetings.actions.parting.leave"]
SLOT_KEEPERS = ["matchmaking.meetings.queries.meetings_in_slots"]
# What notices apps above `reminders` owe, and what they say.
OWED_ABOVE = ["matchmaking.organising.due.owed"]
TOLD_ABOVE = ["matchmaking.organising.tellings.read"]
STAFF_NEED_SECOND_FACTOR = not LOCAL  # the demo's administrator has none; a real one has

# How many proxies in front of us write X-Forwarded-For. Rate limits count by what the last of them says.
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole("TRADEFAIR_PROXIES", 0, most=9)

ACCOUNT_ADAPTER = "matchmaking.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# The password is listed so that one may sign in with it; our sign-up does not ask for one (accounts/forms/entrance.py).
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_FORMS = {
    "signup": "matchmaking.accounts.forms.entrance.SignUp",
    "login": "matchmaking.accounts.forms.entrance.SignIn",
    "request_login_code": "matchmaking.accounts.forms.entrance.RequestCode",
    "confirm_login_code": "matchmaking.accounts.forms.entrance.EnterSignInCode",
    "confirm_email_verification_code": "matchmaking.accounts.forms.entrance.EnterAddressCode",
    "confirm_password_reset_code": "matchmaking.accounts.forms.entrance.EnterResetCode",
    "reset_password": "matchmaking.accounts.forms.entrance.ResetPassword",
    "reset_password_from_key": "matchmaking.accounts.forms.entrance.NewPassword",
    "change_password": "matchmaking.accounts.forms.entrance.ChangePassword",
    "set_password": "matchmaking.accounts.forms.entrance.SetPassword",
    "add_email": "matchmaking.accounts.forms.entrance.ChangeAddress",
    "reauthenticate": "matchmaking.accounts.forms.entrance.ConfirmPassword",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # a mail over a slow line takes its minutes
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes a lock is told by mail
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    "signup": "20/m/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "found_fair": "10/h/user",
    "invite_organiser": "30/h/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "matchmaking.accounts.forms.entrance.SecondFactor",
    "reauthenticate": "matchmaking.accounts.forms.entrance.ConfirmSecondFactor",
    "activate_totp": "matchmaking.accounts.forms.entrance.ActivateApp",
    "add_webauthn": "matchmaking.accounts.forms.entrance.AddPasskey",
    "edit_webauthn": "matchmaking.accounts.forms.entrance.RenamePasskey",
}
MFA_TOTP_ISSUER = "Tradefair"
MFA_TOTP_TOLERANCE = 1  # one step of 30 seconds for a telephone whose clock is a little off
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL

# Signing in with an account from elsewhere: a door is there when its keys are. An account here is never opened because
# somebody elsewhere claims its address: one signs in first and connects the two
# (docs/decisions/0009-one-door-for-everybody.md).
SOCIALACCOUNT_ADAPTER = "matchmaking.accounts.adapter.ElsewhereAdapter"
SOCIALACCOUNT_FORMS = {"signup": "matchmaking.accounts.forms.entrance.SignUpFromElsewhere"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {}
ELSEWHERE_ORIGINS: list[str] = []  # where a sign-in form may lead: form-action also judges the redirect
if _id := env.text("TRADEFAIR_GOOGLE_ID", ""):
    SOCIALACCOUNT_PROVIDERS["google"] = {
        "APPS": [{"client_id": _id, "secret": env.text("TRADEFAIR_GOOGLE_SECRET")}],
        "SCOPE": ["openid", "profile", "email"],
        "OAUTH_PKCE_ENABLED": True,
    }
    ELSEWHERE_ORIGINS.append("https://accounts.google.com")
if _id := env.text("TRADEFAIR_MICROSOFT_ID", ""):
    SOCIALACCOUNT_PROVIDERS["microsoft"] = {
        "APPS": [{"client_id": _id, "secret": env.text("TRADEFAIR_MICROSOFT_SECRET"), "settings": {"tenant": "common"}}]
    }
    ELSEWHERE_ORIGINS.append("https://login.microsoftonline.com")
if _id := env.text("TRADEFAIR_LINKEDIN_ID", ""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "linkedin",
                "name": "LinkedIn",
                "client_id": _id,
                "secret": env.text("TRADEFAIR_LINKEDIN_SECRET"),
                "settings": {"server_url": "https://www.linkedin.com/oauth", "token_auth_method": "client_secret_post"},
            }
        ]
    }
    ELSEWHERE_ORIGINS.append("https://www.linkedin.com")
HEADLESS_ENABLED = False

# Administration ----------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": "Tradefair",
    "SITE_HEADER": "Tradefair",
    "SITE_SYMBOL": "storefront",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "matchmaking.common.admin.favicon"}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "STYLES": ["matchmaking.common.admin.stylesheet"],
    "SCRIPTS": ["matchmaking.common.admin.script"],
    "SIDEBAR": {"show_search": True, "show_all_applications": True},
}
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# Mail ----------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("TRADEFAIR_FROM", "Tradefair <fair@example.com>" if LOCAL else None)
EMAIL_HOST = env.text("TRADEFAIR_SMTP_HOST", "localhost")
EMAIL_PORT = env.whole("TRADEFAIR_SMTP_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = env.text("TRADEFAIR_SMTP_USER", " ").strip()
EMAIL_HOST_PASSWORD = env.text("TRADEFAIR_SMTP_PASSWORD", " ").strip()
EMAIL_USE_TLS = env.yes_no("TRADEFAIR_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 10  # seconds: then the others' mails go on
MAIL_FOLDER = HOME / "mail"  # local mode without SMTP: every mail is a file here, shown at /mail/
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if LOCAL and EMAIL_HOST == "localhost":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_FOLDER

# A provider who sends for us instead (django-anymail), and tells at /mail/events/ what has become of it.
MAIL_PROVIDER = env.text("TRADEFAIR_MAIL_PROVIDER", "")
if MAIL_PROVIDER:
    if MAIL_PROVIDER not in ("brevo", "mailersend", "mailgun", "postmark", "resend", "sendgrid", "sparkpost"):
        raise env.Misconfigured(f"TRADEFAIR_MAIL_PROVIDER is {MAIL_PROVIDER!r}, which is none that we know.")
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
    _key, _of = env.text("TRADEFAIR_MAIL_KEY"), MAIL_PROVIDER.upper()
    ANYMAIL = {
        **{f"{_of}_{name}": _key for name in ("API_KEY", "API_TOKEN", "SERVER_TOKEN")},  # as each of them calls it
        "WEBHOOK_SECRET": env.text("TRADEFAIR_MAIL_EVENTS_SECRET"),
        "REQUESTS_TIMEOUT": EMAIL_TIMEOUT,
    }
# The key by which push services know that a message is from us. Without one nobody is told anything this way.
VAPID_PRIVATE_KEY = keys.checked_push_key(env.text("TRADEFAIR_VAPID_PRIVATE_KEY", ""))

# Words and clocks ----------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Safety ----------------------------------------------------------------

HTTPS = SITE_URL.startswith("https://")
CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives(forms_go_to=ELSEWHERE_ORIGINS)}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
