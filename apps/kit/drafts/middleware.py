"""A form sent after the session has ended: kept, and back after logging in (Z15; checks C8)."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

from apps.kit.drafts.store import keep_unheard, resuming

SEE_OTHER = 303  # the browser itself follows it, so that the login comes up where the form was


class EndedSessionMiddleware:
    """Stands before the login: what a stranger sends with the ticket of a person is kept for that person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated:
            return None
        if request.method == "GET" and request.htmx and not request.htmx.target:
            return HttpResponse(status=204)  # asked beside a form: to lead away from it would lose what is typed there
        if request.method != "POST":
            return None
        draft = keep_unheard(request)
        if draft is None:
            return None
        if "drafting" in request.POST:
            return HttpResponse(status=204)
        login = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': resuming(draft, request)})}"
        return HttpResponseRedirect(login, status=SEE_OTHER)
