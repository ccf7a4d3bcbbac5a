from django.db import migrations

from matchmaking.common.vetoes import veto


class Migration(migrations.Migration):
    dependencies = [("fairs", "0018_the_organiser_asks_back")]

    operations = [
        veto(
            name="category_is_of_the_fair",
            table="fairs_participant",
            on="INSERT OR UPDATE OF category_id, fair_id",
            because="A participant has a category of his own fair.",
            sql="""
                SELECT 1 FROM fairs_category category
                WHERE category.id = NEW.category_id AND category.fair_id <> NEW.fair_id
            """,
        ),
        veto(
            name="answer_is_to_a_question_of_the_fair",
            table="fairs_answer",
            on="INSERT OR UPDATE OF question_id, participant_id",
            because="One answers the questions of the fair at which one is registered.",
            sql="""
                SELECT 1 FROM fairs_question question, fairs_participant person
                WHERE question.id = NEW.question_id AND person.id = NEW.participant_id
                    AND question.fair_id <> person.fair_id
            """,
        ),
    ]
