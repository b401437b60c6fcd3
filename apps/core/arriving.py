"""Where a change that was made leads to, and what is said there."""

import json

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def arrived(request, url: str, text: str, undo: str = ""):
    """Say what was done and go there, or back where the form was opened to be done in place (`?back=`).

    For htmx as a swap of the page, without scripts as a redirect.
    """
    messages.success(request, text, extra_tags=undo)
    back = request.GET.get("back", "")
    if stays := url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        url = back
    if request.htmx:
        swap = "outerHTML show:none" if stays else "outerHTML show:window:top"
        where = {"path": url, "target": "#page", "select": "#page", "swap": swap}
        return HttpResponse(status=204, headers={"HX-Location": json.dumps(where)})
    return HttpResponseRedirect(url)
