"""The forms of this module."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.basedata.models import Category, DictItem, Product, Stock, Warehouse
from apps.basedata.scanning import scan
from apps.core.forms import PickField, RecordForm

MOST_BYTES, MOST_PIXELS = 5 * 1024 * 1024, 25_000_000


class CategoryForm(RecordForm):
    class Meta:
        model = Category
        fields = ("name", "memo")


class ProductForm(RecordForm):
    unit = forms.CharField(label=_("unit"), max_length=10, required=False)

    class Meta:
        model = Product
        fields = ("number", "name", "model", "batch", "category", "unit", "price", "picture", "discontinued", "memo")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].widget.attrs["list"] = "units"
        self.suggestions = {"units": DictItem.objects.of("unit")}

    def clean_picture(self):
        """A picture of a size that a page can show, clean by the scanner where there is one (checks B10)."""
        picture = self.cleaned_data["picture"]
        if picture and getattr(picture, "image", None):  # sent just now
            width, height = picture.image.size
            if picture.size > MOST_BYTES or width * height > MOST_PIXELS:
                raise ValidationError(_("The picture is too large: at most 5 MB and 25 million pixels."))
            scan(picture)
        return picture


class WarehouseForm(RecordForm):
    class Meta:
        model = Warehouse
        fields = ("name", "address")


class StockForm(RecordForm):
    product = PickField(Product.objects.all(), label=_("product"))

    class Meta:
        model = Stock
        fields = ("product", "warehouse", "bin", "quantity", "memo")
