"""Where what was said after a change waits for the next page: in a signed cookie bound to this host (C9)."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    """Django's own under the name the settings give it."""

    cookie_name = settings.MESSAGE_COOKIE_NAME


class Storage(FallbackStorage):
    """The cookie, and the session for what is too long for one."""

    storage_classes = (HostCookie, SessionStorage)
