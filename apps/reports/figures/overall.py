"""What all groups add up to, counted together with them: so that very many groups are made once, not twice (R1)."""

from django.db.models import Case, F, Func, IntegerField, Value, When


class Overall(Func):
    """The sum of something over all groups, beside each of them, also where only the first groups are read."""

    template = "SUM(%(expressions)s) OVER ()"
    arity = 1
    contains_over_clause = True

    def get_group_by_cols(self):
        return []


def overall(*names: str) -> dict[str, Overall]:
    """The sums of what is annotated under these names, each under its name after `all_`."""
    return {f"all_{name}": Overall(F(name)) for name in names}


def how_many(**condition) -> Overall:
    """Of how many groups something is true; of all where nothing is asked."""
    if not condition:
        return Overall(Value(1), output_field=IntegerField())
    return Overall(Case(When(**condition, then=1), default=0, output_field=IntegerField()))
