"""A real installation, really started: its headers and cookies, scored as the HTTP Observatory does (B2, B3, C9)."""

import json
import re

import pytest

from tests.security.observatory import grade
from tests.test_safety import ROOT, start

ASK = """
import json
from django.conf import settings
from django.test import Client
from django.urls import path
from apps.auth.models import Role, User
from apps.basedata.models import DictItem
from crm import urls

def broken(request):
    raise ValueError("a fault")

urls.urlpatterns.append(path("broken/", broken))
person = User.objects.create_user("zhang", "correct horse battery", name="张", role=Role.objects.get(name="销售主管"))
region = DictItem.objects.of("region")[0].pk
client = Client(raise_request_exception=False, headers={"host": "crm.example.com"})
secure = {"secure": True}
customer = {"name": "华信", "region": region, "level": 1, "satisfaction": 3, "credit": 3}
answers = {
    "login": client.get("/account/login/", **secure),
    "entered": client.post("/account/login/", {"username": "zhang", "password": "correct horse battery"}, **secure),
    "home": client.get("/", **secure),
    "customers": client.get("/customers/customers/", **secure),
    "saved": client.post("/customers/customers/new/", customer, **secure),
    "look": client.post("/account/look/", {"language": "en", "theme": "dark"}, **secure),
    "profile": client.get("/account/profile/", **secure),
    "report": client.get("/reports/orders/", **secure),
    "admin": client.get("/admin/", **secure),
    "missing": client.get("/nothing/", **secure),
    "fault": client.get("/broken/", **secure),
    "static": client.get("/static/app.css", **secure),
    "wrong host": client.get("/", headers={"host": "evil.example"}, **secure),
    "plain": client.get("/account/login/"),
}
def told(answer):
    cookies = [
        {"name": one.key, "path": one["path"], "domain": one["domain"], "samesite": one["samesite"],
         "secure": bool(one["secure"]), "httponly": bool(one["httponly"])}
        for one in answer.cookies.values() if one["max-age"] != 0  # that one is taken away
    ]
    page = "" if answer.streaming else answer.content.decode()
    return {"status": answer.status_code, "headers": dict(answer.headers), "cookies": cookies, "page": page}
print("ANSWERS" + json.dumps({name: told(answer) for name, answer in answers.items()}))
"""
STATUS = {
    "login": 200, "entered": 302, "home": 200, "customers": 200, "saved": 302, "look": 302, "profile": 200,
    "report": 200, "admin": 403, "missing": 404, "fault": 500, "static": 200, "wrong host": 400, "plain": 301,
}  # fmt: skip
SCORED = ("login", "home", "customers", "profile", "report", "missing")
pytestmark = [pytest.mark.slow, pytest.mark.once]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("real")
    given = {"DATABASE_URL": f"sqlite:///{folder}/crm.sqlite3", "CRM_VAR": str(folder)}
    prepared = start("prepare", **given)
    assert prepared.returncode == 0, prepared.stderr
    done = start("shell", "-c", ASK, **given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.partition("ANSWERS")[2])


def test_the_pages_asked_for_are_there(answers):
    assert {name: one["status"] for name, one in answers.items()} == STATUS


@pytest.mark.parametrize("name", SCORED)
def test_the_observatory_would_give_at_least_120_points(answers, name):
    one = answers[name]
    cookies = one["cookies"] or answers["entered"]["cookies"]
    assert grade(one["headers"], cookies, one["page"], answers["plain"]["headers"]["Location"]) >= 120


@pytest.mark.parametrize("name", STATUS)
def test_every_answer_carries_policy_and_headers(answers, name):
    headers = answers[name]["headers"]
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert rule in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert not [header for header in headers if header.startswith("Access-Control-")]
    if name != "static":
        assert "no-store" in headers.get("Cache-Control", "") or name in ("fault", "wrong host", "plain")
    if name != "plain":  # what came without HTTPS is only led to it
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_nginx_says_the_same_of_the_files_it_serves_itself(answers):
    file = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    said = dict(re.findall(r'add_header ([\w-]+) "?(.+?)"?;$', file, re.MULTILINE))
    headers = answers["static"]["headers"]
    for name in ("Strict-Transport-Security", "X-Content-Type-Options"):
        assert said[name] == headers[name]
    for rule in said["Content-Security-Policy"].split("; "):
        assert rule in headers["Content-Security-Policy"]
    assert "default-src 'none'" in said["Content-Security-Policy"]


def test_every_cookie_is_bound_to_the_host(answers):
    cookies = {cookie["name"]: cookie for one in answers.values() for cookie in one["cookies"]}
    assert {"__Host-session", "__Host-messages"} < set(cookies)
    assert len(cookies) >= 6
    for name, cookie in cookies.items():
        assert name.startswith("__Host-"), name
        kept = (cookie["path"], cookie["domain"], cookie["secure"], cookie["httponly"], cookie["samesite"])
        assert kept == ("/", "", True, True, "Lax"), name


def test_the_score_notices_what_is_wrong(answers):
    one, plain = answers["login"], answers["plain"]["headers"]["Location"]
    for name, lost in (("Content-Security-Policy", 20), ("Strict-Transport-Security", 20)):
        headers = {key: value for key, value in one["headers"].items() if key != name}
        assert grade(headers, one["cookies"], one["page"], plain) <= 135 - lost
    bare = [cookie | {"secure": False, "httponly": False} for cookie in one["cookies"] + answers["entered"]["cookies"]]
    assert grade(one["headers"], bare, one["page"], plain) < 120
