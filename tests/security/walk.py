"""A company in which every text says whose it is and tries to be markup, and every page of it for one person."""

import html
import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO

from django.db import models
from django.urls import reverse

from apps.core.audit import renew
from tests import access
from tests.samples import SAMPLES, sample
from tests.test_every_page import registered

OWNERS = ("ann", "bob")
ORDER = list(SAMPLES)
MARKUP = "\"'><xss-{owner}>{{{{7919*7907}}}}"
PICTURES = ("-png", "-svg")  # no text in them
TOKEN, ADDRESSES = "csrfmiddlewaretoken", {"href", "src", "action", "formaction", "hx-get", "hx-vals"}
QUERIES = {"search": {"q": "canary"}}


def canary(model, owner: str) -> str:
    """The word that stands in every text of the records of one entity and one owner, and nowhere else."""
    return f"canary{ORDER.index(model)}{owner[0]}z"


def text_fields(model):
    """The fields people type text into."""
    for field in model._meta.concrete_fields:
        kinds = models.CharField | models.TextField
        if isinstance(field, kinds) and not isinstance(field, models.FileField) and not field.choices:
            yield field


def marked(record, owner: str):
    """The record with its owner's canary and markup in every text, as long as the text may be."""
    word = canary(type(record), owner)
    values = {}
    for field in text_fields(type(record)):
        text = f"{word}{record.pk if field.unique else ''}{MARKUP.format(owner=owner)}"
        values[field.name] = text[: field.max_length or len(text)]
    type(record).everything.filter(pk=record.pk).update(**values)
    record = type(record).everything.get(pk=record.pk)
    renew([record])
    return record


def sampled(cast, owner: str):
    """An entity with a record of this person, for each."""
    return ((model, sample(model, cast[owner])) for model in ORDER)


def company(cast) -> dict:
    """One marked record of every entity for ann and one for bob: `{(model, "ann"): record}`."""
    return {(model, owner): marked(one, owner) for owner in OWNERS for model, one in sampled(cast, owner)}


def addresses(records, name: str):
    """Every address this person may read, own and foreign records alike; what it answers is the test's matter."""
    for one in registered():
        if "get" in one.methods and one.held_by(name):
            if not one.of_record:
                yield reverse(one.url_name), {}
            for owner in OWNERS if one.of_record else ():
                yield reverse(one.url_name, args=[records[one.pages.model, owner].pk]), {}
    for url_name, extra in access.EXTRA.items():
        may = "get" in extra.methods and set(extra.rights) <= access.MATRIX[name]
        if may and not url_name.endswith(PICTURES):
            try:
                yield reverse(url_name), QUERIES.get(url_name, {})
            except Exception:  # noqa: BLE001 an address with a key: its own tests open it
                continue


def told(answer) -> str:
    """Everything an answer says: its page, or the texts of the workbook it is."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as book:
            return html.unescape("".join(book.read(part).decode() for part in book.namelist() if part.endswith("xml")))
    return content.decode("utf-8", "replace")


class Markup(HTMLParser):
    """Collects the elements and attributes a page was never meant to have."""

    def __init__(self, page: str):
        super().__init__()
        self.foreign: list[str] = []
        self.sends = False  # the form we are in is sent; another one is asked by its address, which everybody keeps
        self.feed(page)

    def handle_endtag(self, tag):
        self.sends = self.sends and tag != "form"

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.sends = given.get("method", "").lower() == "post"
        asked = [value for name, value in attrs if name in ADDRESSES and value]
        if any(TOKEN in one for one in asked) or (given.get("name") == TOKEN and not self.sends):
            self.foreign.append(f"<{tag}> with the token against forgery in an address")
        odd = [name for name, _value in attrs if name.startswith("on") or name == "style"]
        if tag.startswith("xss") or odd:
            self.foreign.append(f"<{tag} {' '.join(odd)}>")


def sees(name: str, page: str) -> set[tuple[type, str]]:
    """Whose records of which entity a page tells of."""
    found = set()
    for place, initial in re.findall(r"canary(\d+)([ab])z", page):
        found.add((ORDER[int(place)], {"a": "ann", "b": "bob"}[initial]))
    return found


def may_see(name: str, model, owner: str) -> bool:
    """What tests/access.py says."""
    return model.rights.view in access.MATRIX[name] and owner in access.reads(model._meta.label_lower, name)
