"""Every page, light and dark, wide and narrow: axe finds nothing (WCAG 2 A, AA), nothing is wider than the window."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from apps.core import pages
from apps.customers.models import Customer
from apps.marketing import actions as marketing
from apps.service import actions as service
from crm.menu import GROUPS
from tests import make
from tests.browser.conftest import fits, wait_until
from tests.marketing.conftest import planned
from tests.reports.company import found
from tests.samples import sample
from tests.service.conftest import work_and_handle
from tests.test_every_page import registered

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WALKERS = ("ann", "boss", "chief", "admin")  # a page is looked at by the first of them who may open it
OF_EACH = ("list", "board", "detail", "create", "edit")
OF_ALL = ("delete", "history", "bin", "columns", "save-view")  # the same for every entity
ALL_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
OF_LOOKS = {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}
OPEN = "for (const one of document.querySelectorAll('#page details:not(.multi)')) one.open = true"
SETTLED = """!document.querySelector(
  ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added, details[open] > #filter-fields:empty")"""
WRONG = """async ([without, rules]) => {
  const options = { runOnly: rules, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run({ exclude: without }, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id} ${target} ${any[0]?.message}`));
}"""


@pytest.fixture
def company(cast):
    """A company with something in every list, report and recycle bin."""
    found(cast)
    for model in pages.REGISTRY:
        binned = [sample(model, cast.ann) for _one in range(3)][0]
        model.everything.filter(pk=binned.pk).update(deleted_at=timezone.now())
    return cast


@pytest.fixture
def enter(company, page_at, live_server, client):
    """A page in front of somebody (None: logged out), with axe in it."""

    def page_of(name):
        page, key = page_at(1440, reduced_motion="reduce"), settings.SESSION_COOKIE_NAME
        page.context.add_init_script(path=AXE)
        if name:
            client.force_login(company[name])
            page.context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": live_server.url}])
        return page

    return page_of


@pytest.fixture
def walk(enter):
    """Look at addresses as somebody; what is wrong with them."""

    def go(name, *addresses):
        page, wrong = enter(name), []
        for address in addresses:
            page.emulate_media(color_scheme="light")
            page.goto(address)
            if address.endswith("/new/"):  # with everything that is wrong beside its field
                with page.expect_response(lambda answer: answer.request.method == "POST"):
                    page.click("#page [type=submit]")
                wait_until(page, SETTLED)
            page.evaluate(OPEN)
            wait_until(page, SETTLED)
            for width, theme, rules in ((1440, "light", ALL_RULES), (390, "dark", OF_LOOKS)):
                wrong += look(page, width, theme, rules, without=[".menu", ".topbar"])
        return wrong

    return go


def look(page, width, theme, rules, without):
    """What is wrong with the page as it is, but for some of its parts."""
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=theme)
    wait_until(page, "theme => document.documentElement.dataset.bsTheme === theme", theme)
    fits(page)
    found = page.evaluate(WRONG, [[[part] for part in without], rules])
    return [f"{page.url} {width} {theme}: {one}" for one in found]


def addresses_of(app, company):
    """The pages of a module by who looks at them: of its entities each kind, and what else is in the menu."""
    walks = {name: [] for name in WALKERS}
    for one in registered():
        role, asks = one.page.role, one.step and one.step.name in one.pages.step_forms
        wanted = role in OF_EACH or asks or role in OF_ALL and one.pages.model is Customer
        name = next((name for name in WALKERS if one.open_to(name, "ann")), None)
        if wanted and name and one.pages.app == app:
            keys = [sample(one.pages.model, company.ann, one.step).pk] if one.of_record else []
            walks[name].append(reverse(one.url_name, args=keys))
    for link in pages.LINKS:
        name = next(name for name in WALKERS if not link.right or company[name].has_perm(link.right))
        if link.app == app:
            walks[name].append(reverse(link.url_name))
    return {name: walk for name, walk in walks.items() if walk}


@pytest.mark.parametrize("app", [*GROUPS, "accounts"])
def test_of_a_module(company, walk, app):
    wrong = [walk(name, *addresses) for name, addresses in addresses_of(app, company).items()]
    assert "\n".join(sum(wrong, [])) == ""


def test_of_a_story(company, walk):
    """A chance with its plan, a request in its second round, a message about each."""
    chance = marketing.assign(make.chance(by=company.boss), by=company.boss, to=company.ann).record
    days = {"电话沟通": -2, "登门演示": -1, "提交报价": 3}
    plan = [planned(chance, todo, company.ann, days[todo]) for todo in days]
    marketing.complete(plan[0], by=company.ann, result="客户满意")
    request = make.service(by=company.ann, customer=make.customer(company.ann))
    service.assign(request, by=company.boss, to=company.ann)
    service.feed_back(work_and_handle(request, company.ann), by=company.boss, result="第二天又坏了", satisfaction=2)
    stories = [record.page(role) for record in (chance, request) for role in ("detail", "history")]
    stories += [request.customer.page("detail"), reverse("office:visit", args=[request.customer_id])]
    assert "\n".join(walk("ann", reverse("accounts:messages"), *stories)) == ""


def test_of_the_administration(company, walk):
    names = {model: f"admin:{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    lists = [reverse(f"{name}_changelist") for name in names.values()]
    forms = [reverse(f"{name}_change", args=[model.objects.latest("pk").pk]) for model, name in names.items()]
    assert "\n".join(walk("admin", reverse("admin:index"), *lists, *forms)) == ""


def test_of_oneself_and_of_nothing(walk):
    own = [reverse(f"accounts:{name}") for name in ("profile", "password", "messages")]
    wrong = walk(None, reverse("accounts:login")) + walk("stranger", "/", *own, reverse("accounts:log"), "/nowhere/")
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("name", ["boss", "admin"])
def test_of_the_frame(enter, name):
    page, wrong = enter(name), []
    for address in ("/", reverse("accounts:messages")):
        page.goto(address)
        page.click(".person summary")
        for width, theme in ((1440, "light"), (1440, "dark"), (390, "dark"), (390, "light")):
            wrong += look(page, width, theme, ALL_RULES, without=["#page"])
    assert "\n".join(wrong) == ""


def test_the_dialog(company, enter):
    page = enter("ann")
    page.goto(reverse("customers:customer-list"))
    page.click(".actions [data-dialog]")
    page.click("#dialog [type=submit]")
    page.wait_for_selector("#dialog .field-wrong")
    wrong = look(page, 1440, "light", ALL_RULES, without=[]) + look(page, 390, "dark", ALL_RULES, without=[])
    assert "\n".join(wrong) == ""
