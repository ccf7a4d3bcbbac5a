from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("companies", "0006_the_later_of_two_is_told")]

    operations = [migrations.RemoveIndex(model_name="hsterm", name="hs_term_meanings")]
