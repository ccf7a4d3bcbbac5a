"""Vetoes: invariants over two tables that a CHECK cannot see, kept by triggers and named like constraints.

Postgres reports the veto's name as the violated constraint, so code maps it to a refusal as it does any other. Where
the rows that a condition relies on may change, `lock` first takes them FOR SHARE, so that they stay until the commit.
"""

from django.db import migrations


def veto(
    *, name: str, table: str, on: str, because: str, sql: str, lock: str = "", strength: str = "SHARE"
) -> migrations.RunSQL:
    """A migration step: refuse a row of the table, after the statement kinds in `on`, for which `sql` finds a row.

    `sql` is a SELECT over NEW (OLD where `on` has no INSERT) whose rows are what is wrong. Where two may break it
    together, each by something that the other does not see yet, a `strength` of NO KEY UPDATE makes them take turns.
    """
    function = f"veto_{name}"
    wait = f"PERFORM 1 FROM {lock} FOR {strength};" if lock else ""
    return migrations.RunSQL(
        sql=f"""
            CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $veto$
            BEGIN
                {wait}
                PERFORM * FROM ({sql}) AS wrong;
                IF FOUND THEN
                    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{because}',
                        CONSTRAINT = '{name}', TABLE = '{table}';
                END IF;
                RETURN NULL;
            END $veto$;
            CREATE TRIGGER {name} AFTER {on} ON {table}
                FOR EACH ROW EXECUTE FUNCTION {function}();
        """,
        reverse_sql=f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {function}();",
    )


def never_changes(*, name: str, table: str, column: str, because: str) -> migrations.RunSQL:
    """A migration step: the column keeps the value that the row was born with."""
    return veto(
        name=name,
        table=table,
        on=f"UPDATE OF {column}",
        because=because,
        sql=f"SELECT 1 WHERE NEW.{column} IS DISTINCT FROM OLD.{column}",
    )


def veto_of_many(*, name: str, table: str, because: str, sql: str) -> migrations.RunSQL:
    """A migration step: a veto that looks once at all rows of an INSERT, for tables that are filled by the thousand.

    `sql` is a SELECT over `fresh`, the new rows, and finds what is wrong among them. Rows of such a table never change.
    """
    function = f"veto_{name}"
    return migrations.RunSQL(
        sql=f"""
            CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $veto$
            BEGIN
                PERFORM * FROM ({sql}) AS wrong;
                IF FOUND THEN
                    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{because}',
                        CONSTRAINT = '{name}', TABLE = '{table}';
                END IF;
                RETURN NULL;
            END $veto$;
            CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
                FOR EACH STATEMENT EXECUTE FUNCTION {function}();
        """,
        reverse_sql=f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {function}();",
    )
