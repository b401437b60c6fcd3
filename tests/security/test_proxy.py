"""What deploy/nginx.conf lets a browser agree on (B3); sslyze and testssl look at it running, see docs/security.md."""

import re
import ssl
from pathlib import Path

SITE = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text()
OWN = {"ssl_ciphers": "HIGH:!aNULL:!MD5", "ssl_protocols": "TLSv1 TLSv1.1 TLSv1.2", "ssl_session_tickets": "on"}


def setting(name: str) -> str:
    """What stands in the file, else what nginx does of its own."""
    found = re.search(rf"^\s*{name} (.*);$", SITE, re.M)
    return found[1] if found else OWN[name]


def test_only_tls_1_2_and_1_3():
    assert setting("ssl_protocols") == "TLSv1.2 TLSv1.3"


def test_a_key_stolen_later_opens_nothing_recorded_before():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(setting("ssl_ciphers"))
    weak = [one["name"] for one in context.get_ciphers() if one["protocol"] != "TLSv1.3"]
    weak = [name for name in weak if not re.fullmatch(r"ECDHE-\w+-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)", name)]
    assert weak == []
    assert setting("ssl_session_tickets") == "off"
