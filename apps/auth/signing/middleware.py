"""Around every request of who is logged in: has the session lasted too long, is the second factor there (C7, C8)."""

from django.contrib.auth import logout
from django.shortcuts import redirect

from apps.auth import watching
from apps.auth.signing import second, sessions

OPEN = {"accounts:second", "accounts:logout", "accounts:look", "accounts:login", "accounts:code"}


class SessionMiddleware:
    """Ends sessions that are over, slows who reads too much, leads who needs a second factor to where it is set up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and sessions.is_over(request.session):
            logout(request)
        response = self.get_response(request)
        if request.user.is_authenticated and response.status_code < 400:
            watching.count(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        if watching.is_watched(request) and (seconds := watching.seconds_to_wait(request)):
            return watching.refuse(request, seconds)
        if not request.user.is_authenticated or request.session.get("second"):
            return None
        if request.resolver_match.view_name in OPEN or not second.required(request.user):
            return None
        if second.is_on(request.user):  # got its rights or its app after this session began
            logout(request)
            return redirect("accounts:login")
        return redirect("accounts:second")
