"""The page of an outage: says so, asks nothing of the database, keeps what was typed (E5, E6, E9)."""

from django.conf import settings
from django.shortcuts import render

RETRY_SECONDS = 5
SECRET = ("password", "csrfmiddlewaretoken", "otp", "token")


def outage(request, cause: str):
    """The answer while something the product needs is away: a page, or a line above the form it was sent from."""
    typed = [
        (name, text)
        for name, texts in request.POST.lists()
        for text in texts
        if not any(word in name for word in SECRET)
    ]
    given = {
        "cause": cause,
        "sending": request.method == "POST",
        "typed": typed,
        "token": request.POST.get("csrfmiddlewaretoken", ""),
        "address": request.get_full_path(),
        "theme": request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto"),
        "seconds": RETRY_SECONDS,
    }
    htmx = request.headers.get("HX-Request") == "true"
    # Without the request: what a page usually knows would ask the database who is looking.
    response = render(None, "operations/outage_line.html" if htmx else "503.html", given, status=503)
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    if htmx:
        headers |= {"HX-Reswap": "afterbegin", "HX-Reselect": ".outage"}
        if request.method == "GET" and request.headers.get("HX-Target") == "dialog-body":
            headers["HX-Retarget"] = "#page"
    for name, text in headers.items():
        response.headers[name] = text
    return response
