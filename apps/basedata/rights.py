"""What may be done with base data."""

from django.utils.translation import gettext_lazy as _

from apps.core.rights import Crud, right

VIEW_PRODUCT = right("basedata.view_product", _("See products and stock"))
MANAGE_PRODUCT = right("basedata.manage_product", _("Maintain products, warehouses and stock"))
MANAGE_DICT = right("basedata.manage_dict", _("Maintain the data dictionary and the settings"), administration=True)

PRODUCTS = Crud(view=VIEW_PRODUCT, add=MANAGE_PRODUCT, change=MANAGE_PRODUCT, delete=MANAGE_PRODUCT)
