from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's admin as the product's administration (P2)."""

    default_site = "apps.auth.administration.Administration"
