"""Twenty ways to smuggle a script into a text, on every page in a real browser; Back after logging out (B1, C9)."""

import itertools

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.samples import SAMPLES, sample
from tests.security.walk import text_fields
from tests.test_every_page import registered

pytestmark = pytest.mark.browser
PAYLOADS = r"""<script>evil()</script>
<img src=x onerror=evil()>
"><svg onload=evil()>
'-evil()-'
<iframe src=javascript:evil()>
<b style=x:expression(evil())>
javascript:evil()
</title><script>evil()</script>
<a href=javascript:evil()>x</a>
<body onload=evil()>
<details open ontoggle=evil()>
" autofocus onfocus=evil() x="
<math><mi xlink:href=javascript:evil()>
</textarea><script>evil()</script>
<!--<img src=--><img src=x onerror=evil()>
${evil()}
{{constructor.constructor('evil()')()}}
<object data=javascript:evil()>
<meta http-equiv=refresh content='0;javascript:evil()'>
<div hx-on:load=evil() hx-trigger=load>"""
WATCH = "window.evil = () => { document.documentElement.dataset.evil = 'yes' }"
HARM = """document.documentElement.dataset.evil
  || document.querySelector('[onerror],[onload],[ontoggle],[onfocus],a[href^="javascript:"]')?.outerHTML"""
ROLES = ("list", "detail", "edit", "history", "board")


@pytest.fixture
def company(cast):
    """Records whose every text is one of the payloads."""
    ways, records = itertools.cycle(PAYLOADS.splitlines()), {}
    for model in SAMPLES:
        record = sample(model, cast.ann)
        fields = [field for field in text_fields(model) if not field.unique]
        values = {field.name: next(ways)[: field.max_length or 200] for field in fields}
        model.everything.filter(pk=record.pk).update(**values)
        records[model] = record
    return records


@pytest.mark.parametrize("name", ["boss", "admin"])
def test_no_text_runs_on_any_page(page_at, login, cast, company, name):
    page, dialogs, harmed = page_at(1440), [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.add_init_script(WATCH)
    login(page, cast[name])
    for one in registered():
        if "get" in one.methods and one.held_by(name) and one.page.role in ROLES:
            keys = [company[one.pages.model].pk] if one.of_record else []
            page.goto(reverse(one.url_name, args=keys))
            if found := page.evaluate(HARM):
                harmed.append((one.url_name, found))
    assert harmed == []
    assert dialogs == []


def test_back_after_logging_out_shows_nothing(page_at, login, cast, company):
    page = page_at(1440)
    login(page, cast.boss)
    page.goto("/customers/customers/")
    expect(page.locator("table")).to_be_visible()
    page.locator(".person summary").click()
    page.locator("form[action='/account/logout/'] button").click()
    expect(page.locator("#id_username")).to_be_visible()
    page.go_back()
    expect(page.locator("#id_username")).to_be_visible()
    assert page.locator("table").count() == 0
