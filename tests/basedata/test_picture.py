"""A product's picture: stored when the product is made or changed, shown to whoever may see products (B2)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

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


def test_a_picture_is_shown_as_nothing_else_whatever_its_name(as_, cast):
    as_(cast.admin).post("/basedata/products/new/", PRODUCT | {"picture": picture("../../a\u202e\x00b.png")})
    shown = as_(cast.ann).get(Product.objects.get().picture.url)
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in shown["Content-Security-Policy"]
