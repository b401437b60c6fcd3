"""Around every request of who is logged in: has the session lasted too long, what is owed before all else (C7, C8)."""

from django.contrib.auth import logout
from django.shortcuts import redirect

from apps.auth import watching
from apps.auth.signing import sessions, totp
from apps.core.read_count import counted

AGAIN = (403, 409, 422)  # a form that is shown again, and a refusal that says of what
OPEN = {"accounts:second", "accounts:logout", "accounts:look", "accounts:login", "accounts:code"}


class SessionMiddleware:
    """Ends sessions that are over, slows who reads too much, leads who owes something first to where it is done."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and sessions.is_over(request.session):
            logout(request)
        with counted() as seen:
            response = self.get_response(request)
        shown = response.status_code < 400 or response.status_code in AGAIN
        if request.user.is_authenticated and shown:
            watching.count(request, response, len(seen))
        return response

    def process_view(self, request, view, args, kwargs):
        if watching.is_watched(request) and (seconds := watching.seconds_to_wait(request)):
            return watching.refuse(request, seconds)
        if not request.user.is_authenticated or request.resolver_match.view_name in OPEN:
            return None
        return owes_second(request) or owes_password(request)


def owes_second(request):
    """Where somebody goes first who may not work without a second factor (C7)."""
    if request.session.get("second") or not totp.required(request.user):
        return None
    if totp.is_on(request.user):  # got its rights or its app after this session began
        logout(request)
        return redirect("accounts:login")
    return redirect("accounts:second")


def owes_password(request):
    """Where somebody goes first whose password somebody else has typed."""
    if not request.user.password_given or request.resolver_match.view_name == "accounts:password":
        return None
    return redirect("accounts:password")
