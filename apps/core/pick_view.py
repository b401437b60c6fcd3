"""Suggestions for pickers."""

from django.shortcuts import render

from apps.core.views import Page
from apps.foundation.entering.texts import in_one_line
from apps.foundation.picking import lookup
from apps.foundation.picking.fields import AMONG


class PickPage(Page):
    """The first matches among what this person may choose here, fitting the field beside it; else what is near (C1)."""

    role = "pick"

    def get(self, request):
        asked, text = request.GET.copy(), in_one_line(request.GET.get("q", "")).strip()
        asked.pop("q", None)
        rows = self.model.objects.visible_to(request.user)
        if (among := request.GET.get("among")) in AMONG and hasattr(rows, among):
            rows = getattr(rows, among)(request.user)
        rows = self.joined(self.pages.filter(asked, rows, user=request.user).qs)
        found, meant = lookup.suggested(rows, text)
        near = lookup.near(rows, text) if text and not found else []
        given = {
            "records": found or near,
            "text": text,
            "near": not found,
            "only": meant[0] if len(meant) == 1 else None,
        }
        answer = render(request, "parts/options.html", given)
        answer.records = len(found or near)  # how many were read
        return answer
