"""People, departments, roles and the rights of roles: sys_user, sys_role, sys_right, sys_role_right (P2)."""

from collections.abc import Sequence
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.auth.rights import MANAGE_USERS, module_of
from apps.auth.signing.models import RecoveryCode, Session, Try  # noqa: F401 tables of this module
from apps.core.audit import renew
from apps.core.models import Way
from apps.core.rights import ADMINISTRATION, DECLARED
from apps.core.scope import Scope
from apps.foundation.sorting.fields import SortedQuerySet, SortKey
from apps.kit.search.fields import FoundBy

FEW_PEOPLE = 300  # of a department and those below it


class Department(models.Model):
    """A department, inside another one or at the top."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )

    class Meta:
        db_table = "sys_department"
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["id"]

    def __str__(self):
        return self.name

    @staticmethod
    def children_of_all() -> dict[int | None, list[int]]:
        """The keys of the departments directly below each, and of those at the top."""
        children: dict[int | None, list[int]] = {}
        for key, parent in Department.objects.values_list("pk", "parent_id"):
            children.setdefault(parent, []).append(key)
        return children

    def and_below(self, children: dict[int | None, list[int]] | None = None) -> set[int]:
        """The keys of this department and of all below it; whoever asks of many brings who is below whom (P4)."""
        children = self.children_of_all() if children is None else children
        found, waiting = set(), [self.pk]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += children.get(key, [])
        return found

    def clean(self):
        """Refuse a circle: a department inside itself or inside one below it (P4)."""
        if self.pk and self.parent_id in self.and_below():
            raise ValidationError({"parent": _("A department cannot belong to itself or to one below it.")})


class Right(models.Model):
    """A thing a person can be allowed to do; declared in code, given to roles here (P2)."""

    code = models.CharField(_("code"), max_length=80, unique=True)

    class Meta:
        db_table = "sys_right"
        verbose_name = _("right")
        verbose_name_plural = _("rights")
        ordering = ["code"]

    def __str__(self):
        return str(DECLARED.get(self.code, self.code))

    @property
    def module(self) -> str:
        return module_of(self.code)


class Role(models.Model):
    """What people in this role may do, and how far they reach (P3, P4)."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    rights = models.ManyToManyField(Right, through="RoleRight", blank=True, verbose_name=_("rights"))
    read_scope = models.CharField(
        _("reads customers, orders and service requests"),
        max_length=10,
        choices=Scope.choices,
        default=Scope.ALL,
    )
    chance_scope = models.CharField(_("reads sales chances"), max_length=10, choices=Scope.choices, default=Scope.OWN)
    report_scope = models.CharField(_("figures in reports"), max_length=10, choices=Scope.choices, default=Scope.OWN)
    write_scope = models.CharField(_("changes"), max_length=10, choices=Scope.choices, default=Scope.OWN)

    class Meta:
        db_table = "sys_role"
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["id"]

    def __str__(self):
        return self.name

    def codes(self) -> set[str]:
        """The codes of the rights this role has now."""
        return set(self.rights.values_list("code", flat=True))


class RoleRight(models.Model):
    """That a role has a right."""

    role = models.ForeignKey(Role, models.CASCADE)
    right = models.ForeignKey(Right, models.CASCADE)

    class Meta:
        db_table = "sys_role_right"
        constraints = [models.UniqueConstraint(fields=["role", "right"], name="right_once_per_role")]

    def __str__(self):
        return f"{self.role}: {self.right}"


class UserManager(BaseUserManager.from_queryset(SortedQuerySet)):
    def create_user(self, username: str, password: str | None = None, **fields):
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        renew([user])
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields):
        """The first administrator of a real installation: holds the role that manages users (P3)."""
        role = Role.objects.filter(rights__code=MANAGE_USERS).order_by("pk").first()
        if role is None:
            raise ValidationError(_("No role may manage users yet: run bin/manage seed_base first."))
        if password is not None:
            validate_password(password, self.model(username=username, **fields))
        return self.create_user(username, password, role=role, **{"name": username} | fields)

    def named(self):
        """Everybody with no more than their name and whether they are still there, for lists to choose from."""
        return self.only("name", "is_active")

    def allowed(self, code: str):
        """Everybody who holds a right now, for lists of possible assignees."""
        return self.filter(is_active=True, role__rights__code=code).distinct()

    def of_department(self, department: int):
        """Everybody of a department and of those below it (P4)."""
        return self.filter(department__in=Department(pk=department).and_below())

    def administered_without(self, **leaving) -> bool:
        """Whether somebody active would still manage users without the named ones; who ask at once take turns (P2)."""
        Right.objects.select_for_update().get(code=MANAGE_USERS)
        return self.allowed(MANAGE_USERS).exclude(**leaving).exists()


class User(AbstractBaseUser):
    """A person of the company; what they may do follows from the role (P1)."""

    username = models.CharField(_("user name"), max_length=50, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(_("full name"), max_length=50)
    name_key = SortKey(person=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, verbose_name=_("department"))
    role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, verbose_name=_("role"))
    email = models.EmailField(_("e-mail"), blank=True)
    mobile = models.CharField(_("mobile"), max_length=50, blank=True)
    phone = models.CharField(_("office phone"), max_length=50, blank=True, default="", db_default="")
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Without this mark the person cannot log in; nothing is lost.")
    )
    is_demo = models.BooleanField(default=False, editable=False)
    password_given = models.BooleanField(default=False, db_default=False, editable=False)  # somebody else typed it
    language = models.CharField(_("language"), max_length=10, blank=True, editable=False)
    theme = models.CharField(_("theme"), max_length=10, blank=True, editable=False)
    notices = models.JSONField(_("messages"), default=dict, editable=False)  # label of the entity → way
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = UserManager()
    found_by = FoundBy(names=("name",), numbers=("username", "email"), phones=("mobile", "phone"))
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "sys_user"
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name_key", "id"]

    def __str__(self):
        return self.name

    @property
    def gone(self):
        """What somebody is called who has left (P2)."""
        return "" if self.is_active else _("has left")

    def as_of_now(self) -> "User":
        """This person as the database knows them now, with the role they have now (P1; checks D8)."""
        return type(self).objects.select_related("role").get(pk=self.pk)

    @cached_property
    def rights(self) -> frozenset[str]:
        """The codes of everything this person may do."""
        return frozenset(self.role.codes() if self.role else ())

    def way_to_tell(self, label: str) -> str:
        """How this person wants to be told of one kind of record (D3)."""
        return self.notices.get(label, Way.PRODUCT)

    def has_perm(self, perm: str, obj=None) -> bool:
        return self.is_active and perm in self.rights

    def has_perms(self, perms, obj=None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return any(code.startswith(f"{app_label}.") for code in self.rights)

    @property
    def is_staff(self) -> bool:
        """Whether the administration opens for this person."""
        return self.is_active and not self.rights.isdisjoint(ADMINISTRATION)

    def has_colleague(self, path: str) -> Q:
        """The condition that a path leads to somebody of this person's department or below (P4)."""
        who, whom = self.colleagues
        named = Q(**{f"{path}__in": whom})
        return named if who else Q(**{f"{path}__isnull": False}) & ~named

    @cached_property
    def colleagues(self) -> tuple[bool, Sequence[int]]:
        """Everybody of this person's department and those below, this person alone without one; or who is not (P4).

        As keys of whichever are few: so a database knows how many rows are theirs, and reads only those.
        """
        if self.department_id is None:
            return True, [self.pk]
        departments = Department(pk=self.department_id).and_below()
        ours, others = (ask(department__in=departments) for ask in (User.objects.filter, User.objects.exclude))
        for who, people in ((True, ours), (False, others)):
            keys = list(people.order_by().values_list("pk", flat=True)[: FEW_PEOPLE + 1])
            if len(keys) <= FEW_PEOPLE:
                return who, keys
        return True, ours.order_by().values("pk")

    def scope(self, kind: str) -> str:
        """How far this person's role reaches in one respect (P4); without a role no further than own records."""
        return getattr(self.role, kind, Scope.OWN)
