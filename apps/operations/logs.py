"""The log of a real installation: one JSON object a line, with the request it belongs to, without secrets (B15)."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

from apps.foundation.database.errors import cause_of

REQUEST: ContextVar[str] = ContextVar("request", default="")
# A name of something secret, then its value: in addresses, headers, settings, JSON and messages of libraries.
SECRET = re.compile(
    r"""((?:pass(?:word|wd)|secret(?:_key)?|token|sessionid|__host-session|csrf\w*|authorization|api_?key)["']?\s*[=:]\s*)"""
    r"""(?:(?:bearer|basic)\s+)?["']?[^\s"'&;,}]+""",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"(\w+://[^\s:/@]+):[^\s@/]+@")  # postgres://person:password@host
EXTRA = ("method", "path", "status", "ms", "user")


def without_secrets(text: str) -> str:
    """The text with the values of passwords, tokens and cookies taken out."""
    return ADDRESS.sub(r"\1:***@", SECRET.sub(r"\1***", text))


class Lines(logging.Formatter):
    """One JSON object a line: whatever somebody put into a message, it cannot begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if request := REQUEST.get():
            line["request"] = request
        line |= {name: getattr(record, name) for name in EXTRA if getattr(record, name, None) is not None}
        if record.exc_info:
            line["trace"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def outage_in_a_line(record: logging.LogRecord) -> bool:
    """Leave the trace of an outage out: the program is right, and there are many of them."""
    error = record.exc_info and record.exc_info[1]
    if error and (cause := cause_of(error)):
        record.msg, record.args = f"{record.getMessage()} ({cause}: {str(error).strip()})", ()
        record.exc_info = record.exc_text = None
    return True
