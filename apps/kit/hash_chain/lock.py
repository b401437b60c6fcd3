"""The log is locked by the database itself: an entry can be added, nothing else (P5; checks C11).

Three things are let through: `customer_id` may change, which is how the story of a customer goes along when two files
of one company are merged; so may `happened`, the place in that story; and what is older than the last cut may go. A cut
of the last six months is refused, for so long the Cybersecurity Law of the PRC (article 21) has logs kept, and a cut
cannot be changed either. A seal is only added too, and goes with what it seals.
The triggers are renewed after every migration, because SQLite drops them when it rebuilds a table.
"""

from django.apps import apps
from django.db import connections

FREE = {"customer_id", "happened"}
LOCKED = ("core_entry", "core_log_cut", "core_log_seal")

POSTGRESQL = """
CREATE OR REPLACE FUNCTION core_log_lock() RETURNS trigger LANGUAGE plpgsql AS $lock$
BEGIN
    IF TG_TABLE_NAME = 'core_entry' AND TG_OP = 'DELETE' THEN
        IF OLD.at < (SELECT max(before) FROM core_log_cut) THEN RETURN OLD; END IF;
    ELSIF TG_TABLE_NAME = 'core_entry' AND TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - %(free)s = to_jsonb(OLD) - %(free)s THEN RETURN NEW; END IF;
    ELSIF TG_TABLE_NAME = 'core_log_cut' AND TG_OP = 'INSERT' THEN
        IF NEW.before <= now() - interval '183 days' THEN RETURN NEW; END IF;
    ELSIF TG_TABLE_NAME = 'core_log_seal' AND TG_OP = 'DELETE' THEN
        IF OLD.latest < (SELECT max(before) FROM core_log_cut) THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION 'The operation log is only added to.';
END $lock$;
DROP TRIGGER IF EXISTS log_rows ON core_entry;
CREATE TRIGGER log_rows BEFORE UPDATE OR DELETE ON core_entry FOR EACH ROW EXECUTE FUNCTION core_log_lock();
DROP TRIGGER IF EXISTS log_table ON core_entry;
CREATE TRIGGER log_table BEFORE TRUNCATE ON core_entry FOR EACH STATEMENT EXECUTE FUNCTION core_log_lock();
DROP TRIGGER IF EXISTS cut_rows ON core_log_cut;
CREATE TRIGGER cut_rows BEFORE INSERT OR UPDATE OR DELETE ON core_log_cut
    FOR EACH ROW EXECUTE FUNCTION core_log_lock();
DROP TRIGGER IF EXISTS cut_table ON core_log_cut;
CREATE TRIGGER cut_table BEFORE TRUNCATE ON core_log_cut FOR EACH STATEMENT EXECUTE FUNCTION core_log_lock();
DROP TRIGGER IF EXISTS seal_rows ON core_log_seal;
CREATE TRIGGER seal_rows BEFORE UPDATE OR DELETE ON core_log_seal FOR EACH ROW EXECUTE FUNCTION core_log_lock();
DROP TRIGGER IF EXISTS seal_table ON core_log_seal;
CREATE TRIGGER seal_table BEFORE TRUNCATE ON core_log_seal FOR EACH STATEMENT EXECUTE FUNCTION core_log_lock();
"""
ASKED_POSTGRESQL = """
SELECT count(*) FROM pg_trigger WHERE tgname IN ('log_rows', 'cut_rows', 'seal_rows') AND tgenabled <> 'D'
"""
ASKED_SQLITE = "SELECT count(*) FROM sqlite_master WHERE name IN ('log_update', 'log_delete', 'seal_update')"
OFF = {
    "postgresql": (
        *("DROP TRIGGER IF EXISTS log_rows ON core_entry", "DROP TRIGGER IF EXISTS log_table ON core_entry"),
        *("DROP TRIGGER IF EXISTS cut_rows ON core_log_cut", "DROP TRIGGER IF EXISTS cut_table ON core_log_cut"),
        *("DROP TRIGGER IF EXISTS seal_rows ON core_log_seal", "DROP TRIGGER IF EXISTS seal_table ON core_log_seal"),
    ),
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS {name}"
        for name in (
            *("log_update", "log_delete", "cut_insert", "cut_update", "cut_delete"),
            *("seal_update", "seal_delete"),
        )
    ),
}


def postgresql() -> str:
    return POSTGRESQL.replace("%(free)s", f"'{{{','.join(sorted(FREE))}}}'::text[]")


def sqlite() -> tuple[str, ...]:
    """The same for SQLite, where a trigger names the columns that are locked."""
    locked = ", ".join(
        field.column for field in apps.get_model("core.Entry")._meta.concrete_fields if field.column not in FREE
    )
    no = "BEGIN SELECT RAISE(ABORT, 'The operation log is only added to.'); END"
    recent = "NEW.before > datetime('now', '-183 days')"
    cut = "coalesce((SELECT max(before) FROM core_log_cut), '')"
    return (
        *OFF["sqlite"],
        f"CREATE TRIGGER log_update BEFORE UPDATE OF {locked} ON core_entry {no}",
        f"CREATE TRIGGER log_delete BEFORE DELETE ON core_entry WHEN OLD.at >= {cut} {no}",
        f"CREATE TRIGGER cut_insert BEFORE INSERT ON core_log_cut WHEN {recent} {no}",
        f"CREATE TRIGGER cut_update BEFORE UPDATE ON core_log_cut {no}",
        f"CREATE TRIGGER cut_delete BEFORE DELETE ON core_log_cut {no}",
        f"CREATE TRIGGER seal_update BEFORE UPDATE ON core_log_seal {no}",
        f"CREATE TRIGGER seal_delete BEFORE DELETE ON core_log_seal WHEN OLD.latest >= {cut} {no}",
    )


def remove(using: str = "default") -> None:
    """Unlock the log: for tests that empty their tables; the product never does."""
    with connections[using].cursor() as cursor:
        for statement in OFF[connections[using].vendor]:
            cursor.execute(statement)


def install(using: str = "default", **kwargs) -> None:
    """Lock the log; after every migration, and harmless where it is locked already."""
    connection = connections[using]
    if not is_ready(using):
        return
    with connection.cursor() as cursor:
        for statement in (postgresql(),) if connection.vendor == "postgresql" else sqlite():
            cursor.execute(statement)


def is_ready(using: str) -> bool:
    """Whether the tables are there; not before the migration that makes them."""
    return set(LOCKED) <= set(connections[using].introspection.table_names())


def is_on(using: str = "default") -> bool:
    """Whether the triggers are there."""
    postgresql = connections[using].vendor == "postgresql"
    with connections[using].cursor() as cursor:
        cursor.execute(ASKED_POSTGRESQL if postgresql else ASKED_SQLITE)
        return cursor.fetchone()[0] == len(LOCKED)
