from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fairs", "0013_texts_of_a_fair")]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO fairs_fairtext (fair_id, language, tagline, description, welcome)
            SELECT id, coalesce(languages[1], 'en'), tagline, description, '' FROM fairs_fair
            WHERE tagline <> '' OR description <> ''
            """,
            """
            UPDATE fairs_fair AS fair SET tagline = said.tagline, description = said.description
            FROM fairs_fairtext AS said
            WHERE said.fair_id = fair.id AND said.language = coalesce(fair.languages[1], 'en')
            """,
        ),
    ]
