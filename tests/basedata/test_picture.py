"""A product's picture: stored when the product is made or changed, shown to whoever may see products (B2)."""

import sys
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from apps.basedata import scanning
from apps.basedata.models import Product
from tests import make

pytestmark = pytest.mark.django_db
PRODUCT = {"number": "P-9", "name": "扫描枪", "price": "10"}


@pytest.fixture(autouse=True)
def uploads(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def picture(name="scanner.png"):
    kept = BytesIO()
    Image.new("RGB", (4, 4)).save(kept, "PNG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/png")


def test_the_picture_of_a_new_product_is_shown(as_, cast):
    as_(cast.admin).post("/basedata/products/new/", PRODUCT | {"picture": picture()})
    product = Product.objects.get()
    page = as_(cast.ann).get(product.get_absolute_url())
    assert f'src="{product.picture.url}"' in page.content.decode()
    shown = as_(cast.ann).get(product.picture.url)
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")


def test_a_picture_given_later_is_stored_too(as_, cast):
    product = make.product()
    given = {"number": product.number, "name": product.name, "price": "10", "version": product.version}
    as_(cast.admin).post(product.page("edit"), given | {"picture": picture()})
    product.refresh_from_db()
    assert product.picture.name == "products/scanner.png"
    assert product.picture.storage.exists(product.picture.name)


def test_a_picture_is_for_people_of_the_company(as_, cast):
    as_(cast.admin).post("/basedata/products/new/", PRODUCT | {"picture": picture()})
    url = Product.objects.get().picture.url
    assert as_(cast.stranger).get(url).status_code == 403
    assert Client().get(url).status_code == 302


def drawn(width, height, tail=b""):
    kept = BytesIO()
    Image.new("1", (width, height)).save(kept, "PNG")
    return SimpleUploadedFile("big.png", kept.getvalue() + tail, "image/png")


@pytest.mark.parametrize(
    "sent",
    [
        lambda: drawn(5001, 5001),
        lambda: drawn(4, 4, bytes(5 * 1024 * 1024)),
        lambda: SimpleUploadedFile("page.png", b"<html><script>alert(1)</script>", "image/png"),
        lambda: SimpleUploadedFile("page.html", picture().read(), "image/png"),
        lambda: SimpleUploadedFile("drawing.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"),
        lambda: SimpleUploadedFile("a.png.pHp", picture().read(), "image/png"),
        lambda: SimpleUploadedFile("nothing.png", b"", "image/png"),
    ],
    ids=["pixels", "bytes", "page called picture", "picture called page", "drawing", "two endings", "nothing"],
)
def test_what_is_no_picture_or_too_large_is_refused(as_, cast, sent):
    answer = as_(cast.admin).post("/basedata/products/new/", PRODUCT | {"picture": sent()})
    assert answer.status_code == 422
    assert "picture" in answer.context["form"].errors
    assert not Product.objects.exists()


SCANNER = """
import sys, time
read = sys.stdin.buffer.read()
if b"HARMFUL" in read: sys.exit(1)
if b"BROKEN" in read: sys.exit(2)
if b"SLOW" in read: time.sleep(60)
"""


@pytest.fixture
def scanner(settings, tmp_path):
    """A program such as clamdscan."""
    (tmp_path / "scanner.py").write_text(SCANNER)
    settings.SCAN_COMMAND = [sys.executable, str(tmp_path / "scanner.py")]


@pytest.mark.parametrize(
    ("tail", "sentence"),
    [(b"HARMFUL", "有害内容"), (b"BROKEN", "没有响应"), (b"SLOW", "没有响应")],
    ids=lambda given: given if isinstance(given, str) else given.decode(),
)
def test_what_the_scanner_does_not_call_clean_is_refused(as_, cast, scanner, tail, sentence, caplog, monkeypatch):
    if tail == b"SLOW":
        monkeypatch.setattr(scanning, "SECONDS", 0.5)
    answer = as_(cast.admin).post("/basedata/products/new/", PRODUCT | {"picture": drawn(4, 4, tail)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "An upload was refused" in caplog.text
    assert not Product.objects.exists()


def test_what_the_scanner_calls_clean_is_kept_whole(as_, cast, scanner):
    sent = drawn(4, 4, b"CLEAN")
    as_(cast.admin).post("/basedata/products/new/", PRODUCT | {"picture": sent})
    sent.seek(0)
    assert Product.objects.get().picture.read() == sent.read()


def test_a_scanner_that_is_not_there_lets_nothing_through(as_, cast, settings):
    settings.SCAN_COMMAND = ["/nowhere/clamdscan", "-"]
    answer = as_(cast.admin).post("/basedata/products/new/", PRODUCT | {"picture": picture()})
    assert "没有响应" in answer.content.decode()
    assert not Product.objects.exists()


def test_a_picture_is_shown_as_nothing_else_whatever_its_name(as_, cast):
    as_(cast.admin).post("/basedata/products/new/", PRODUCT | {"picture": picture("../../a\u202e\x00b.png")})
    shown = as_(cast.ann).get(Product.objects.get().picture.url)
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in shown["Content-Security-Policy"]
