"""The pages of a refusal, of a fault and of an outage."""

import sys

from django.shortcuts import render
from django.views.defaults import bad_request, server_error

from apps.auth.actions import log_denied
from apps.auth.signing.views import in_already
from apps.foundation.database.errors import cause_of
from apps.foundation.filtering.unclear import Unclear
from apps.kit.drafts.store import keep_unheard, resuming
from apps.operations.outage.page import outage

DOOR = ("accounts:login", "accounts:code")
REASON_INCORRECT = "CSRF token from POST incorrect."  # as Django says it where the browser's own has changed meanwhile


def refused(request, exception=None):
    """What a person reads who may not do this, as a page or in the dialog it was asked from; on record (P1, P5)."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        log_denied(user, f"{request.method} {request.path}")
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def unclear(request, exception=None):
    """What a person reads who asked for a file by filters that are not understood; anything else no browser sends."""
    if not isinstance(exception, Unclear):
        return bad_request(request, exception)
    return render(request, "unclear.html", {"reason": str(exception)}, status=400)


def stale(request, reason=""):
    """What a person reads whose form is older than the login of this browser; what was typed is kept (Z15)."""
    door = request.resolver_match and request.resolver_match.view_name in DOOR
    if door and reason == REASON_INCORRECT and request.user.is_authenticated:
        return in_already(request)
    draft = keep_unheard(request)
    mine = draft and request.user.pk in (None, draft.person_id)
    resume = resuming(draft, request) if mine else ""
    return render(request, "403_csrf.html", {"kept": draft, "resume": resume}, status=403)


def broken(request):
    """What a person reads when a request failed: something is away for a moment, or the program is at fault."""
    cause = cause_of(sys.exc_info()[1])
    return outage(request, cause) if cause else server_error(request)
