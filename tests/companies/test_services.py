"""The services list as a form offers it."""

import pytest

from matchmaking.companies.models import Service
from matchmaking.companies.queries.services import service_choices

pytestmark = pytest.mark.django_db


def test_services_of_every_depth_stand_below_their_sector(django_assert_num_queries):
    Service.objects.all().delete()
    for code, parent in (("1", None), ("11", None), ("11A", "11"), ("11Aa", "11A"), ("11B", "11"), ("2", None)):
        Service.objects.create(code=code, parent_id=parent, names={"en": f"Service {code}"})
    with django_assert_num_queries(1):
        assert service_choices() == [
            ("1", "Service 1"),
            ("2", "Service 2"),
            ("Service 11", [("11A", "Service 11A"), ("11Aa", "Service 11Aa"), ("11B", "Service 11B")]),
        ]
