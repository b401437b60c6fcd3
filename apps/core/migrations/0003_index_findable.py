"""What is found (Z7) is indexed by each database in its way: by the terms, unfinished ones too.

On SQLite a later migration that makes the table anew (as altering a field does) has to make the triggers anew.
"""

from django.db import migrations

# Every search reads the list of what waits to be indexed, so that is kept short. The function is called dear so that the
# planner never reads the terms row by row where the index answers, however wrong its guesses are.
POSTGRESQL = """
CREATE FUNCTION core_terms(terms text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000
AS 'BEGIN RETURN array_to_tsvector(string_to_array(btrim(terms), '' '')); END';
CREATE INDEX findable_by_terms ON core_findable USING gin (core_terms(terms))
    WITH (gin_pending_list_limit = 512);
"""
UNDO_POSTGRESQL = """
DROP INDEX findable_by_terms;
DROP FUNCTION core_terms(text);
"""
FILE = "INSERT INTO core_findable_terms (rowid, terms) VALUES (new.id, new.terms);"
FORGET = "INSERT INTO core_findable_terms (core_findable_terms, rowid, terms) VALUES ('delete', old.id, old.terms);"
SQLITE = f"""
CREATE VIRTUAL TABLE core_findable_terms USING fts5(
    terms, content='core_findable', content_rowid='id', detail=none, columnsize=0, tokenize="ascii tokenchars '#~'");
CREATE TRIGGER findable_added AFTER INSERT ON core_findable BEGIN {FILE} END;
CREATE TRIGGER findable_removed AFTER DELETE ON core_findable BEGIN {FORGET} END;
CREATE TRIGGER findable_changed AFTER UPDATE OF id, terms ON core_findable BEGIN {FORGET} {FILE} END;
"""
UNDO_SQLITE = """
DROP TRIGGER findable_added;
DROP TRIGGER findable_removed;
DROP TRIGGER findable_changed;
DROP TABLE core_findable_terms;
"""


def run(postgresql, sqlite):
    def change(apps, schema_editor):
        for statement in (sqlite if schema_editor.connection.vendor == "sqlite" else postgresql).split(";\n"):
            if statement.strip():
                schema_editor.execute(statement, params=None)

    return change


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_references'),
    ]

    operations = [
        migrations.RunPython(run(POSTGRESQL, SQLITE), run(UNDO_POSTGRESQL, UNDO_SQLITE)),
    ]
