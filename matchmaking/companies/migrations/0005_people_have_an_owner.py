from django.db import migrations

from matchmaking.common.vetoes import veto


class Migration(migrations.Migration):
    dependencies = [("companies", "0004_words_that_lead_to_a_code")]

    operations = [
        veto(
            name="people_of_a_company_have_an_owner",
            table="companies_membership",
            on="DELETE OR UPDATE",
            because="The last owner of a company does not go while others work for it.",
            lock="companies_company WHERE id = OLD.company_id",
            strength="NO KEY UPDATE",
            sql="""
                SELECT 1 WHERE OLD.role = 'owner'
                AND EXISTS (SELECT FROM companies_membership WHERE company_id = OLD.company_id)
                AND NOT EXISTS (SELECT FROM companies_membership WHERE company_id = OLD.company_id AND role = 'owner')
            """,
        ),
        veto(
            name="who_has_left_works_for_nobody",
            table="companies_membership",
            on="INSERT OR UPDATE",
            because="Somebody who has deleted his account does not work for a company.",
            lock="accounts_user WHERE id = NEW.user_id",
            sql="SELECT 1 FROM accounts_user WHERE id = NEW.user_id AND left_at IS NOT NULL",
        ),
    ]
