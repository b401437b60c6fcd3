"""Which stored record each row means, found by the fields that tell one record from another."""

from collections import Counter

from django.db import models
from django.utils.translation import gettext as _

from apps.kit.importing.drafts import Draft, Maker
from apps.kit.importing.kinds import labels


def match(drafts: list[Draft], maker: Maker) -> None:
    """Find the stored record each draft means; a row without a key, or with one that came before, is refused."""
    places: dict[tuple, Draft] = {}
    count: Counter = Counter()
    for draft in drafts:
        key = tuple(plain(draft.values.get(name)) for name in maker.key)
        if None in key:
            for name in maker.key:
                if name not in draft.texts and name not in draft.values:
                    maker.refuse(draft, name, maker.kind.field(name).error_messages["blank"])
        elif maker.kind.whole:
            places[nth(key, count)] = draft
        elif (line := maker.seen.setdefault(hash(key), draft.row.line)) != draft.row.line:
            names = {"names": labels(maker.kind, maker.key), "line": line}
            maker.refuse(draft, maker.key[-1], _("Line %(line)s has the same %(names)s already.") % names)
        else:
            places[key] = draft
    meet(places, maker)


def meet(places: dict[tuple, Draft], maker: Maker) -> None:
    joins = [field.name for field in maker.kind.model._meta.concrete_fields if field.many_to_one]
    given = {f"{name}__in": {draft.values[name] for draft in places.values()} for name in maker.key}
    rows = maker.kind.rows().filter(**given).select_related(*joins).select_for_update(of=("self",))
    count: Counter = Counter()
    for record in rows.order_by("pk") if places else ():
        key = tuple(plain(getattr(record, name)) for name in maker.key)
        draft = places.get(nth(key, count) if maker.kind.whole else key)
        if draft is not None and draft.record is None:
            draft.record = record
        elif draft is not None:
            choose(draft, record, maker)


def choose(draft: Draft, other, maker: Maker) -> None:
    """Of several records with the same key the one that is not in the recycle bin; else none of them."""
    if draft.record.deleted_at is not None:
        draft.record = other
    elif other.deleted_at is None:
        names = labels(maker.kind, maker.key)
        maker.refuse(draft, maker.key[-1], _("More than one record has the same %(names)s.") % {"names": names})


def nth(key: tuple, count: Counter) -> tuple:
    """The key with how many of the same came before it."""
    count[key] += 1
    return *key, count[key]


def plain(value):
    return value.pk if isinstance(value, models.Model) else value
