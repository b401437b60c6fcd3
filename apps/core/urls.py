"""The addresses of registered entities: /<app>/<slug>/…, named <app>:<model>-<role>."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern, path

from apps.core import pages, pick_view, views

At = Callable[..., URLPattern]  # (address, role, view, **options) makes an address of one entity
FURTHER: list[Callable[[pages.Pages, At], Iterator[URLPattern]]] = []  # what features add


def urls(app: str) -> list[URLPattern]:
    """The addresses of every entity an app has registered."""
    return [one for found in pages.REGISTRY.values() if found.app == app for one in addresses(found)]


def addresses(found: pages.Pages) -> Iterator[URLPattern]:
    """The addresses of all the pages one entity has: a page without a right does not exist."""

    def at(address: str, role: str, view, **options) -> URLPattern:
        name = f"{found.name}-{role}"
        return path(f"{found.slug}/{address}", view.as_view(pages=found, **options), name=name)

    yield at("", "list", views.ListPage)
    yield at("pick/", "pick", pick_view.PickPage)
    yield at("<int:pk>/", "detail", views.DetailPage)
    for further in FURTHER:
        yield from further(found, at)
