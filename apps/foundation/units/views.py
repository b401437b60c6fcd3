"""What is understood of a text while one types it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render

from apps.foundation.units.kinds import UNITS

LONGEST = 100  # characters of a number with its unit


def understood(request, code: str):
    """What a text means in a unit, in both languages, or what is unclear about it, as a fragment (O1)."""
    if code not in UNITS:
        raise Http404
    unit, text = UNITS[code], request.GET.get("text", "")[:LONGEST]
    found = {"understood": "", "wrong": []}
    if text.strip():
        try:
            value = unit.read(text)
            beside = {name: request.GET.get(name, "")[:LONGEST] for name in unit.beside}
            found |= {"understood": unit.words(Decimal(value), **beside), "value": f"{Decimal(value):f}"}
        except ValidationError as wrong:
            found["wrong"] = wrong.messages
    return render(request, "parts/understood.html", found)
