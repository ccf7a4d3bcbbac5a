from django.db import migrations

from matchmaking.common.vetoes import veto

# Whose account is removed is not pointed to any more; all else of a deed stays as it was written.
REST = "to_jsonb({row}) - 'by_id' - 'as_whom_id'"


class Migration(migrations.Migration):
    dependencies = [("organising", "0002_deeds_at_the_desk")]

    operations = [
        veto(
            name="deed_is_written_once",
            table="organising_deed",
            on="UPDATE",
            because="What was done at a fair is not rewritten.",
            sql=f"""
                SELECT 1 WHERE {REST.format(row="NEW")} IS DISTINCT FROM {REST.format(row="OLD")}
                    OR (NEW.by_id IS NOT NULL AND NEW.by_id IS DISTINCT FROM OLD.by_id)
                    OR (NEW.as_whom_id IS NOT NULL AND NEW.as_whom_id IS DISTINCT FROM OLD.as_whom_id)
            """,
        ),
        veto(
            name="deed_stays_until_its_time_is_over",
            table="organising_deed",
            on="DELETE",
            because="What was done at a fair is forgotten when its time is over, and not before.",
            sql="SELECT 1 WHERE current_setting('tradefair.forgets_deeds', true) IS DISTINCT FROM 'yes'",
        ),
    ]
