from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A company to try the product on; never in a real installation."""

    name = "apps.demo"
