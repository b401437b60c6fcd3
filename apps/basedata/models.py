"""Dictionary, settings, products and stock: bas_*, product, storage (B1–B3)."""

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.basedata import rights
from apps.core.fields import MoneyField
from apps.core.models import Record
from apps.core.scope import Reach
from apps.foundation.sorting.fields import SortKey
from apps.foundation.units.kinds import DAYS, MONTHS, Unit
from apps.kit.search.fields import FoundBy

EVERYBODY = Reach(read=(), write=())


class DictType(models.TextChoices):
    """The types the product itself asks for; a company may add more (B1)."""

    REGION = "region", _("Region")
    LEVEL = "level", _("Customer level")
    SATISFACTION = "satisfaction", _("Satisfaction")
    CREDIT = "credit", _("Credit")
    SERVICE_TYPE = "service_type", _("Service type")
    SOURCE = "source", _("Source of chances")
    ACTIVITY_KIND = "activity_kind", _("Kind of dealing")
    LOSS_REASON = "loss_reason", _("Reason of churn")
    FAILURE_REASON = "failure_reason", _("Reason of lost chances")
    UNIT = "unit", _("Unit")


class DictQuerySet(models.QuerySet):
    def of(self, type: str):
        """The active items of a type, in their order (B1)."""
        return self.filter(type=type, active=True)


class DictItem(models.Model):
    """One item of the data dictionary (B1)."""

    type = models.CharField(_("type"), max_length=50)
    item = models.CharField(_("item"), max_length=50)
    value = models.CharField(_("value"), max_length=50)
    editable = models.BooleanField(_("can be changed"), default=True)
    active = models.BooleanField(_("in use"), default=True, help_text=_("A retired item stays on old records."))
    order = models.PositiveSmallIntegerField(_("sort order"), default=0)

    objects = DictQuerySet.as_manager()

    class Meta:
        db_table = "bas_dict"
        verbose_name = _("dictionary item")
        verbose_name_plural = _("data dictionary")
        ordering = ["type", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["type", "value"], name="dict_value_once_per_type")]

    def __str__(self):
        return self.item

    @property
    def gone(self):
        """What an item is called that is not used any more (B1)."""
        return "" if self.active else _("retired")


class Parameter(models.Model):
    """A number the company may set, such as the churn period (C7) or how long a chance may rest (M7)."""

    CHURN_MONTHS = "churn_months"
    CHURN_MOST = "churn_most"
    CHURN_RHYTHM = "churn_rhythm"
    VALUE_MONTHS = "value_months"
    IDLE_UNASSIGNED = "idle_unassigned"
    IDLE_DEVELOPING = "idle_developing"
    UNANSWERED_DAYS = "unanswered_days"
    ARCHIVE_UNANSWERED = "archive_unanswered"
    SWITCHES = (CHURN_RHYTHM, ARCHIVE_UNANSWERED)  # 1 yes, 0 no
    IN_DAYS = (IDLE_UNASSIGNED, IDLE_DEVELOPING, UNANSWERED_DAYS)
    COUNTS = (CHURN_MOST,)
    NAMES: ClassVar[dict] = {
        CHURN_MONTHS: _("churn period (months)"),
        CHURN_MOST: _("most churn warnings of one night without asking"),
        CHURN_RHYTHM: _("warn by the customer's own rhythm"),
        VALUE_MONTHS: _("period of customer value (months)"),
        IDLE_UNASSIGNED: _("unassigned chance is idle after (days)"),
        IDLE_DEVELOPING: _("chance in development is idle after (days)"),
        UNANSWERED_DAYS: _("handled request is unanswered after (working days)"),
        ARCHIVE_UNANSWERED: _("archive unanswered requests by itself"),
    }

    right = rights.MANAGE_DICT

    code = models.CharField(_("code"), max_length=50, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100, editable=False)
    value = models.PositiveIntegerField(_("value"))

    class Meta:
        db_table = "bas_parameter"
        verbose_name = _("setting")
        verbose_name_plural = _("settings")
        ordering = ["id"]

    def __str__(self):
        return str(self.NAMES.get(self.code, self.name))

    def get_absolute_url(self) -> str:
        return reverse("admin:basedata_parameter_change", args=[self.pk])

    def clean(self):
        """Refuse a period of nothing, and a switch that is neither on nor off (C7, Z3)."""
        if self.is_switch and self.value not in (0, 1):
            raise ValidationError({"value": _("This is yes or no.")})
        if not self.is_switch and self.value == 0:
            raise ValidationError({"value": _("This is at least 1.")})

    @property
    def is_switch(self) -> bool:
        return self.code in self.SWITCHES

    @property
    def unit(self) -> Unit | None:
        """What a span of time is counted in; None where it is a number of things."""
        if self.code in self.COUNTS:
            return None
        return DAYS if self.code in self.IN_DAYS else MONTHS

    def in_words(self, value: int) -> str:
        """What a value of this setting says."""
        if self.is_switch:
            return gettext("yes") if value else gettext("no")
        return str(value)

    @classmethod
    def is_on(cls, code: str) -> bool:
        """Whether a switch is on."""
        return cls.objects.filter(code=code, value=1).exists()


class Shared(Record):
    """Base data belongs to nobody: whoever holds the right reads or maintains all of it."""

    reach = EVERYBODY

    class Meta:
        abstract = True


class Category(Shared):
    """A product category."""

    rights = rights.PRODUCTS
    found_by = FoundBy(names=("name",))

    name = models.CharField(_("name"), max_length=100, unique=True)
    name_key = SortKey()
    memo = models.CharField(_("memo"), max_length=200, blank=True)

    class Meta:
        db_table = "bas_category"
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name_key", "id"]

    def __str__(self):
        return self.name


class Product(Shared):
    """A product (B2)."""

    rights = rights.PRODUCTS
    found_by = FoundBy(names=("name", "model"), numbers=("number",), texts=("batch",))
    outlives = ("category",)  # products go on without their category
    code_field = "number"

    number = models.CharField(_("number"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_key = SortKey()
    model = models.CharField(_("model"), max_length=100, blank=True)
    batch = models.CharField(_("grade or batch"), max_length=100, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("category")
    )
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    price = MoneyField(_("price"), default=Decimal(0))
    picture = models.ImageField(
        _("picture"),
        upload_to="products",
        blank=True,
        validators=[FileExtensionValidator(["jpg", "jpeg", "png", "webp"])],
    )
    memo = models.CharField(_("memo"), max_length=200, blank=True)
    discontinued = models.BooleanField(_("discontinued"), default=False)

    class Meta:
        db_table = "product"
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["number"]

    def __str__(self):
        return self.name

    @property
    def gone(self):
        """What a product is called that is not sold any more (B2)."""
        return _("discontinued") if self.discontinued else ""


class Warehouse(Shared):
    """A place where stock is kept."""

    rights = rights.PRODUCTS
    found_by = FoundBy(names=("name",), texts=("address",))

    name = models.CharField(_("name"), max_length=100, unique=True)
    name_key = SortKey()
    address = models.CharField(_("address"), max_length=300, blank=True)

    class Meta:
        db_table = "bas_warehouse"
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        ordering = ["name_key", "id"]

    def __str__(self):
        return self.name


class Stock(Shared):
    """How much of a product lies in one bin of a warehouse (B3)."""

    rights = rights.PRODUCTS
    found_by = FoundBy(texts=("bin",), also=("product", "warehouse"))
    name_field = "product__name"
    outlives = ("product", "warehouse")  # goods lie where they lie

    product = models.ForeignKey(Product, models.PROTECT, related_name="stocks", verbose_name=_("product"))
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="stocks", verbose_name=_("warehouse"))
    bin = models.CharField(_("bin"), max_length=50)
    quantity = models.DecimalField(
        _("quantity"), max_digits=14, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    memo = models.CharField(_("memo"), max_length=200, blank=True)

    class Meta:
        db_table = "storage"
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        ordering = ["product__number", "warehouse", "bin"]
        constraints = [models.UniqueConstraint(fields=["product", "warehouse", "bin"], name="one_stock_per_bin")]

    def __str__(self):
        return f"{self.product} · {self.warehouse} {self.bin}"
