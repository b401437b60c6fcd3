"""What is found: one row for each record, with the terms it is filed under (Z7)."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Lookup, Q

from apps.kit.search.tokens import BEGINNING, Terms

Wanted = list[list[Terms]]  # of each word the ways to find it, each of which is all of its terms


class TermsField(models.TextField):
    """Terms between spaces; indexed by the migration that made the table, in the way of each database."""


@TermsField.register_lookup
class Filed(Lookup):
    """Whether a row is filed under what is wanted, answered from the index."""

    lookup_name = "filed"
    prepare_rhs = False

    def as_postgresql(self, compiler, connection):
        lhs, params = self.process_lhs(compiler, connection)
        return f"core_terms({lhs}) @@ %s::tsquery", (*params, formula(self.rhs, "'{}'", ":*", " & ", " | "))

    def as_sqlite(self, compiler, connection):
        alias = connection.ops.quote_name(self.lhs.alias)
        found = "SELECT rowid FROM core_findable_terms WHERE core_findable_terms MATCH %s"
        return f"{alias}.id IN ({found})", (formula(self.rhs, '"{}"', "*", " AND ", " OR "),)


def formula(wanted: Wanted, quoted: str, beginning: str, every: str, some: str) -> str:
    """What is wanted, in the language of an index."""

    def written(term: str) -> str:
        return quoted.format(term.removesuffix(BEGINNING)) + (beginning if term.endswith(BEGINNING) else "")

    words = (some.join(f"({every.join(map(written, terms))})" for terms in ways) for ways in wanted)
    return every.join(f"({word})" for word in words)


class FindableQuerySet(models.QuerySet):
    """What is found, as a query."""

    def of(self, model):
        return self.filter(kind=ContentType.objects.get_for_model(model))

    def among(self, keys: list[int]):
        return self.filter(object_id__in=keys)

    def filed_under(self, model, wanted: Wanted):
        """The records of a model filed under what is wanted, by the index of terms: quick where they are few.

        The kind is asked for as a sum, so that the index of kinds, in which there are millions of one, is left alone.
        """
        kind = ContentType.objects.get_for_model(model).pk
        return self.alias(of_kind=F("kind_id") + 0).filter(of_kind=kind, terms__filed=wanted)

    def naming(self, wanted: Wanted):
        """The same by reading the rows one after the other: quick where there are few rows, or enough of them fit."""
        return self.filter(self.condition(wanted))

    def condition(self, wanted: Wanted) -> Q:
        """The same as a condition on one row."""
        found = Q()
        for ways in wanted:
            some = Q()
            for terms in ways:
                some |= Q(*(Q(terms__contains=between_spaces(term)) for term in terms))
            found &= some
        return found


def between_spaces(term: str) -> str:
    return f" {term.removesuffix(BEGINNING)}" if term.endswith(BEGINNING) else f" {term} "


class Findable(models.Model):
    """The terms under which one record is found; kept by keeping.py, found by finding.py."""

    kind = models.ForeignKey(ContentType, models.CASCADE, related_name="+", db_index=False)
    object_id = models.BigIntegerField()
    terms = TermsField()

    objects = FindableQuerySet.as_manager()

    class Meta:
        app_label = "core"
        db_table = "core_findable"
        verbose_name = "findable record"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="findable_once")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
