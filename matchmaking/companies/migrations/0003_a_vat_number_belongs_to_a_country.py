from django.db import migrations, models


class Migration(migrations.Migration):
    """Outside the European Union numbers have no country in them: two countries may give out the same one."""

    dependencies = [("companies", "0002_products_stay_with_their_company")]

    operations = [
        migrations.RemoveConstraint("company", "one_company_per_vat_number"),
        migrations.AddConstraint(
            "company",
            models.UniqueConstraint(
                name="one_company_per_vat_number",
                fields=["country", "vat_number"],
                condition=~models.Q(vat_number=""),
            ),
        ),
    ]
