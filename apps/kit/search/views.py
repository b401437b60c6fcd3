"""The search box: a page of its own without scripts, else in the dialog that opens over every page (Z7)."""

from collections.abc import Callable

from django.shortcuts import render
from django.views import View

from apps.foundation.entering.texts import in_one_line
from apps.kit.search.lookup import words_of
from apps.kit.search.offers import offers
from apps.kit.search.recent import recent
from apps.kit.search.results import found, waiting


class SearchPage(View):
    """What fits the words among all this person may read or do; before anything is typed what is at hand."""

    menu: Callable = None  # the menu of the project: (user) → items

    def get(self, request):
        text = in_one_line(request.GET.get("q", "")).strip()
        words, last, able = words_of(text), recent(request), offers(request.user, self.menu(request.user))
        groups = found(request.user, text, words, last, able) if words else waiting(request.user, last, able)
        return render(
            request, "pages/_search.html" if request.htmx else "pages/search.html", {"text": text, "groups": groups}
        )
