"""Around every request: its number, its line in the log, its figures; health and figures for who looks after it all."""

import hmac
import logging
import re
import secrets
import time

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from apps.operations import health, metrics
from apps.operations.logs import REQUEST

NUMBER = re.compile(r"[0-9A-Za-z-]{8,64}")
logger = logging.getLogger("crm.request")


class WatchMiddleware:
    """First of all: what is asked here needs no login, no host name, no session and, but for readiness, no database."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.places = {"/health/live": live, "/health/ready": ready, "/metrics": figures}

    def __call__(self, request):
        if place := self.places.get(request.path):
            return place(request)
        began, given = time.monotonic(), request.headers.get("X-Request-ID", "")
        number = given if NUMBER.fullmatch(given) else secrets.token_hex(8)
        token = REQUEST.set(number)
        try:
            response = self.get_response(request)
            note(request, response, time.monotonic() - began)
        finally:
            REQUEST.reset(token)
        response.headers["X-Request-ID"] = number
        return response


def note(request, response, seconds: float) -> None:
    """Count a request and write its line: the path without what was asked for, which may be a customer's name."""
    metrics.count(request, response, seconds)
    if settings.PRODUCTION:
        who = getattr(getattr(request, "_cached_user", None), "pk", None)
        facts = {"method": request.method, "path": request.path, "status": response.status_code, "user": who}
        logger.info("request", extra=facts | {"ms": round(seconds * 1000)})


def live(_request):
    """Whether this process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(_request):
    """Whether it can do its work: a balancer sends nobody here who would only read that something is away."""
    found = health.look()
    return JsonResponse(found, status=200 if all(one == "ok" for one in found.values()) else 503)


def figures(request):
    """The figures for Prometheus, for this machine or whoever knows METRICS_TOKEN; others find nothing here."""
    given, token = request.headers.get("Authorization", ""), settings.METRICS_TOKEN
    known = bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # What came through the proxy comes from elsewhere, although the proxy itself is here.
    here = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and "X-Forwarded-For" not in request.headers
    if not (known or here):
        return HttpResponse(status=404)
    text, kind = metrics.text()
    return HttpResponse(text, content_type=kind)
