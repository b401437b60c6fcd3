"""What a person keeps of a list: its filters, sorting and columns under a name, and which columns they usually see."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.rights import SHARE

NAME_LENGTH = 60


class SavedViewQuerySet(models.QuerySet):
    """Saved views as a query."""

    def visible_to(self, user):
        """One's own, and those shared with one's role."""
        return self.filter(Q(owner=user) | Q(shared_with=user.role_id, shared_with__isnull=False))


class SavedView(models.Model):
    """A list as somebody set it up, under a name; whoever opens it sees the rows of their own reach (P4)."""

    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="saved_views", verbose_name=_("owner"))
    list = models.CharField(max_length=80)  # the label of the entity
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    query = models.TextField(blank=True)  # filters and sorting, as the address has them
    columns = models.TextField(blank=True)  # names with commas between; empty: those each reader usually sees
    shared_with = models.ForeignKey(
        "accounts.Role",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared with"),
    )
    position = models.PositiveIntegerField(_("place among your views"), default=0)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        app_label = "core"
        db_table = "core_saved_view"
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "list", "name"], name="one_view_of_a_name")]

    def __str__(self):
        return self.name

    def may_be_changed_by(self, user) -> bool:
        """Whether it is this person's own, or shared and theirs to share, as when its owner has left."""
        return self.owner_id == user.pk or (self.shared_with_id is not None and user.has_perm(SHARE))


class ListChoice(models.Model):
    """How one person usually sees one list: its columns, and the view it opens with."""

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    list = models.CharField(max_length=80)
    columns = models.TextField(blank=True)
    opens_with = models.ForeignKey(SavedView, models.SET_NULL, null=True, related_name="+")

    class Meta:
        app_label = "core"
        db_table = "core_list_choice"
        constraints = [models.UniqueConstraint(fields=["person", "list"], name="one_choice_per_list")]

    def __str__(self):
        return f"{self.person}: {self.list}"
