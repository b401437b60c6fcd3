"""References to the data dictionary (B1)."""

from django.db import models


class DictField(models.ForeignKey):
    """One item of a dictionary type; an item in use can be retired but not removed (B1)."""

    def __init__(self, type: str = "", **kwargs):
        self.type = type
        kwargs["to"] = "basedata.DictItem"
        kwargs["on_delete"] = models.PROTECT
        kwargs.setdefault("related_name", "+")
        kwargs.setdefault("limit_choices_to", {"type": type, "active": True})
        super().__init__(**kwargs)

    def get_limit_choices_to(self):
        """What a stored value has to fit; only forms ask for items that are still in use."""
        return {"type": self.type}

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("limit_choices_to", None)
        return name, path, args, kwargs | {"type": self.type}
