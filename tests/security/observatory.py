"""The scoring of MDN's HTTP Observatory, as far as it can look at a site without the internet (check B3).

The rules and points are those of mdn/mdn-http-observatory (src/grader/charts.js and src/analyzer, read on 2026-11-27):
100 points less what is wrong, and what is better than needed on top where at least 90 are left.
"""

import re

FIRST, LEAST = 100, 90
SIX_MONTHS = 15768000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def policy(headers) -> int:
    """Content-Security-Policy: +10 with default-src 'none', a closed form-action, nothing unsafe; −25 without one."""
    given = headers.get("Content-Security-Policy", "")
    rules = {words[0]: words[1:] for part in given.split(";") if (words := part.split())}
    if not rules:
        return -25
    scripts = rules.get("script-src", rules.get("default-src", ["*"]))
    broad = {"'unsafe-inline'", "data:", "https:", "http:", "*"} & {*scripts, *rules.get("object-src", [])}
    if broad or not ({"object-src", "default-src"} & rules.keys()):
        return -20
    if any(source.startswith("http:") for sources in rules.values() for source in sources):
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if {"'unsafe-inline'", "data:", "https:", "*"} & set(rules.get("style-src", rules.get("default-src", []))):
        return 0
    closed = set(rules.get("form-action", ["*"])) <= {"'none'", "'self'"}
    return 10 if rules.get("default-src") == ["'none'"] and closed else 5


def cookies(answer_cookies, hsts: bool) -> int:
    """Cookies: +5 where all are Secure and SameSite, and those of a session HttpOnly."""
    worst = 5 if answer_cookies else 0
    for cookie in answer_cookies:
        session = re.search(r"sess|login|auth", cookie["name"], re.IGNORECASE)
        anti_csrf = "csrf" in cookie["name"].lower()
        if not cookie["secure"]:
            worst = min(worst, (-10 if hsts else -40) if session else (-5 if hsts else -20))
        if session and not cookie["httponly"]:
            worst = min(worst, -30)
        if cookie["samesite"] not in ("Strict", "Lax", ""):
            worst = min(worst, -20)
        if not cookie["samesite"]:
            worst = min(worst, -20 if anti_csrf else 0)
    return worst


def sharing(headers) -> int:
    """Cross-origin sharing: −50 where everybody may read with somebody's cookies."""
    everybody = headers.get("Access-Control-Allow-Origin") not in (None, "*")
    return -50 if everybody and headers.get("Access-Control-Allow-Credentials") == "true" else 0


def transport(headers) -> int:
    """Strict-Transport-Security: six months at least; preloading, which is worth 5, cannot be seen from here."""
    found = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    return -20 if found is None else -10 if int(found[1]) < SIX_MONTHS else 0


def scripts(page: str) -> int:
    """Subresource integrity: nothing to add where every script is the site's own."""
    foreign = re.findall(r"""<script[^>]+src=["'](?:https?:)?//""", page)
    return -5 if foreign else 0


def framing(headers) -> int:
    """X-Frame-Options: +5 where the policy says frame-ancestors, −20 without either."""
    if "frame-ancestors" in headers.get("Content-Security-Policy", ""):
        return 5
    return 0 if headers.get("X-Frame-Options", "").upper() in ("DENY", "SAMEORIGIN") else -20


def grade(headers, answer_cookies, page: str, redirect: str) -> int:
    """The points of a page: its headers, cookies and text, and where plain HTTP leads."""
    hsts = transport(headers) == 0
    referrer = headers.get("Referrer-Policy", "").split(",")[-1].strip()
    resource = headers.get("Cross-Origin-Resource-Policy")
    parts = [
        policy(headers),
        cookies(answer_cookies, hsts),
        sharing(headers),
        0 if redirect.startswith("https://") else -20,
        (5 if referrer in PRIVATE else -5) if referrer else 0,
        transport(headers),
        scripts(page),
        0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        framing(headers),
        {"same-origin": 10, "same-site": 10, "cross-origin": 0, None: 0}.get(resource, -5),
    ]
    base = FIRST + sum(part for part in parts if part < 0)
    return base + sum(part for part in parts if part > 0) if base >= LEAST else max(base, 0)
