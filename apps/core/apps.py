from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.foundation.entering.kinds import teach


class CoreConfig(AppConfig):
    name = "apps.core"
    verbose_name = _("Data exchange")

    def __init__(self, *args):
        super().__init__(*args)
        teach()  # before any app declares a field
