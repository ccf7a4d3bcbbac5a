from django.db import migrations

from matchmaking.common.vetoes import never_changes


class Migration(migrations.Migration):
    dependencies = [("companies", "0001_the_first_tables")]

    operations = [
        never_changes(
            name="product_stays_with_its_company",
            table="companies_product",
            column="company_id",
            because="A product does not move to another company.",
        ),
    ]
