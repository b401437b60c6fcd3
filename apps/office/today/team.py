"""A team too large to be read as one: its departments, of which one is looked at at a time (Z1, P4)."""

from collections import Counter
from dataclasses import dataclass

from apps.auth.models import FEW_PEOPLE, Department, User
from apps.core.scope import Scope
from apps.kit.agenda.sections import DEPARTMENT


@dataclass(frozen=True)
class Part:
    """A department or a person to look at, and how many people that are."""

    name: str
    whose: str
    people: int


def parts(user, whose: str) -> list[Part]:
    """What to choose from: departments, then who is in none of them; nothing where the team can be read as one."""
    head, active = head_of(user, whose), User.objects.filter(is_active=True).order_by("name", "pk")
    sizes = Counter(active.order_by().values_list("department", flat=True))
    if sizes.total() <= FEW_PEOPLE:
        return []
    children = Department.children_of_all()

    def size(key: int) -> int:
        return sum(sizes[one] for one in Department(pk=key).and_below(children))

    if head is not None and size(head) <= FEW_PEOPLE:
        return []
    below = Department.objects.filter(parent=head).values_list("pk", "name")
    departments = [Part(name, f"{DEPARTMENT}{key}", size(key)) for key, name in below]
    alone = active.filter(department=head).values_list("pk", "name")
    return [*departments, *(Part(name, str(key), 1) for key, name in alone)]


def head_of(user, whose: str) -> int | None:
    """The department looked at; None where it is the whole company."""
    if whose.startswith(DEPARTMENT):
        return int(whose.removeprefix(DEPARTMENT))
    return None if user.scope("write_scope") == Scope.ALL else user.department_id
