from django.db import migrations

from matchmaking.common.vetoes import veto

# One answer for everybody who asks: those who look for a room, the pages, and the vetoes of `meetings`. Stretches that
# touch are one; a stretch that a leap of the clock swallows is none.
HALL_IS_OPEN = """
    CREATE FUNCTION hall_is_open(hall bigint, since timestamptz, until timestamptz) RETURNS boolean
    LANGUAGE sql STABLE AS $open$
        SELECT NOT EXISTS (SELECT FROM fairs_hallhours hours WHERE hours.hall_id = hall) OR coalesce((
            SELECT range_agg(tstzrange(stretch.opens, stretch.closes)) @> tstzrange(since, until)
            FROM (
                SELECT (hours.day + hours.opens_at) AT TIME ZONE fair.time_zone AS opens,
                    (hours.day + hours.closes_at) AT TIME ZONE fair.time_zone AS closes
                FROM fairs_hallhours hours
                JOIN fairs_hall place ON place.id = hours.hall_id
                JOIN fairs_fair fair ON fair.id = place.fair_id
                WHERE hours.hall_id = hall
            ) AS stretch
            WHERE stretch.opens < stretch.closes
        ), FALSE)
    $open$;
"""


class Migration(migrations.Migration):
    dependencies = [("fairs", "0009_halls_keep_hours_and_rooms_close")]

    operations = [
        migrations.RunSQL(
            sql=HALL_IS_OPEN, reverse_sql="DROP FUNCTION hall_is_open(bigint, timestamptz, timestamptz);"
        ),
        veto(
            name="hours_of_a_hall_lie_inside_their_fair",
            table="fairs_hallhours",
            on="INSERT OR UPDATE",
            because="These hours are on a day on which the fair does not take place.",
            lock="fairs_fair WHERE id = (SELECT fair_id FROM fairs_hall WHERE id = NEW.hall_id)",
            sql="""
                SELECT 1 FROM fairs_hall hall JOIN fairs_fair fair ON fair.id = hall.fair_id
                WHERE hall.id = NEW.hall_id AND NEW.day NOT BETWEEN fair.starts_on AND fair.ends_on
            """,
        ),
        veto(
            name="fair_days_hold_the_hours_of_its_halls",
            table="fairs_fair",
            on="UPDATE OF starts_on, ends_on",
            because="A hall of the fair has hours outside these days.",
            sql="""
                SELECT 1 FROM fairs_hallhours hours JOIN fairs_hall hall ON hall.id = hours.hall_id
                WHERE hall.fair_id = NEW.id AND hours.day NOT BETWEEN NEW.starts_on AND NEW.ends_on
            """,
        ),
    ]
