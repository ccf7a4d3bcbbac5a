from django.db import migrations

from matchmaking.common.vetoes import never_changes, veto


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_what_belongs_to_one_fair")]

    operations = [
        never_changes(
            name="group_stays_at_its_fair",
            table="meetings_group",
            column="fair_id",
            because="A group of participants stays at its fair.",
        ),
        veto(
            name="group_holds_people_of_its_fair",
            table="meetings_group_participants",
            on="INSERT OR UPDATE",
            because="A group holds participants of its own fair.",
            sql="""
                SELECT 1 FROM meetings_group AS circle, fairs_participant person
                WHERE circle.id = NEW.group_id AND person.id = NEW.participant_id AND circle.fair_id <> person.fair_id
            """,
        ),
        veto(
            name="barrier_stands_at_the_fair_of_its_groups",
            table="meetings_barrier",
            on="INSERT OR UPDATE",
            because="A barrier stands between groups of its own fair.",
            sql="""
                SELECT 1 FROM meetings_group AS circle
                WHERE circle.id IN (NEW.asking_group_id, NEW.asked_group_id) AND circle.fair_id <> NEW.fair_id
            """,
        ),
    ]
