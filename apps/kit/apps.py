from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    """What every record gets beside the kernel: each feature says in `plugs.py` where it plugs into the kernel."""

    name = "apps.kit"
    verbose_name = _("Data exchange")

    def ready(self):
        from apps.kit import plugs  # noqa: F401, PLC0415 the features plug in once the models are there
        from apps.kit.hash_chain import lock  # noqa: PLC0415

        post_migrate.connect(lock.install, sender=apps.get_app_config("core"))
