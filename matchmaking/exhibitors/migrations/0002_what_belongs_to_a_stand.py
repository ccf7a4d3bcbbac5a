from django.db import migrations

from matchmaking.common.vetoes import never_changes, veto


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_products_stay_with_their_company"),
        ("exhibitors", "0001_the_first_tables"),
        ("fairs", "0002_what_lies_inside_a_fair"),
    ]

    operations = [
        never_changes(
            name="exhibitor_stays_in_its_fair",
            table="exhibitors_exhibitor",
            column="fair_id",
            because="A stand does not move to another fair.",
        ),
        never_changes(
            name="exhibitor_stays_with_its_company",
            table="exhibitors_exhibitor",
            column="company_id",
            because="A stand does not move to another company.",
        ),
        veto(
            name="stand_is_in_a_hall_of_its_fair",
            table="exhibitors_exhibitor",
            on="INSERT OR UPDATE OF hall_id",
            because="This hall belongs to another fair.",
            sql="SELECT 1 FROM fairs_hall hall WHERE hall.id = NEW.hall_id AND hall.fair_id <> NEW.fair_id",
        ),
        veto(
            name="shown_product_is_the_exhibitors_own",
            table="exhibitors_shownproduct",
            on="INSERT OR UPDATE",
            because="A stand shows only products of its own company.",
            sql="""
                SELECT 1 FROM exhibitors_exhibitor exhibitor, companies_product product
                WHERE exhibitor.id = NEW.exhibitor_id AND product.id = NEW.product_id
                  AND exhibitor.company_id <> product.company_id
            """,
        ),
        veto(
            name="reserved_room_is_in_the_stands_fair",
            table="exhibitors_standroom",
            on="INSERT OR UPDATE",
            because="This room belongs to another fair.",
            sql="""
                SELECT 1 FROM exhibitors_exhibitor exhibitor, fairs_room room, fairs_hall hall
                WHERE hall.id = room.hall_id AND exhibitor.id = NEW.exhibitor_id AND room.id = NEW.room_id
                  AND hall.fair_id <> exhibitor.fair_id
            """,
        ),
        veto(
            name="representative_participates_in_the_same_fair",
            table="exhibitors_representative",
            on="INSERT OR UPDATE",
            because="This person is registered at another fair.",
            sql="""
                SELECT 1 FROM exhibitors_exhibitor exhibitor, fairs_participant participant
                WHERE exhibitor.id = NEW.exhibitor_id AND participant.id = NEW.participant_id
                  AND exhibitor.fair_id <> participant.fair_id
            """,
        ),
    ]
