"""Forms that were opened before somebody logged in or out in another tab of the browser (checks B2, C8)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.auth.signing import inside
from tests.auth.test_login import HOME, LOGIN

pytestmark = pytest.mark.django_db
CUSTOMERS = "/customers/customers/"


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def opened(browser, address=LOGIN) -> str:
    """Open a page in a tab: the mark of its form."""
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(address).content.decode())[1]


def log_in(browser, tab, name="ann", password=make.PASSWORD, going=""):
    given = {"username": name, "password": password, "next": going, "csrfmiddlewaretoken": tab}
    return browser.post(LOGIN, given)


def test_a_second_login_tab_goes_on_to_where_it_wanted(cast, browser):
    first, second, third = (opened(browser) for _tab in range(3))
    assert log_in(browser, first)["Location"] == HOME
    assert log_in(browser, second, going=CUSTOMERS)["Location"] == CUSTOMERS
    assert log_in(browser, third, "ANN", going="https://evil.example/")["Location"] == HOME
    assert inside(browser)


def test_nobody_goes_on_as_somebody_else_without_a_word(cast, browser):
    first, second = opened(browser), opened(browser)
    log_in(browser, first)
    answer = log_in(browser, second, "bob", going=CUSTOMERS)
    assert answer["Location"] == HOME
    assert "Ann 已在此浏览器登录" in browser.get(HOME).content.decode()
    fresh = opened(browser, reverse("accounts:profile"))
    assert log_in(browser, fresh, "bob", going=CUSTOMERS)["Location"] == HOME
    assert "Ann 已在此浏览器登录" in browser.get(HOME).content.decode()


def test_a_form_of_one_person_is_never_sent_as_another(cast, browser):
    log_in(browser, opened(browser))
    customer = make.customer(owner=cast.ann)
    tab = opened(browser, customer.page("edit"))
    browser.post(reverse("accounts:logout"), {"csrfmiddlewaretoken": tab})
    log_in(browser, opened(browser), "boss")
    answer = browser.post(customer.page("delete"), {"csrfmiddlewaretoken": tab})
    assert answer.status_code == 403
    assert type(customer).objects.filter(pk=customer.pk).exists()


def test_another_site_is_still_refused(cast, browser):
    tab = opened(browser)
    log_in(browser, tab)
    given = {"username": "ann", "next": CUSTOMERS, "csrfmiddlewaretoken": tab}
    assert browser.post(LOGIN, given, headers={"Origin": "https://evil.example"}).status_code == 403
