from datetime import time

import pytest

from matchmaking.visitors.models import SoughtHeading
from tests import make
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("works_to", [time(9), time(8, 59)])
def test_a_working_day_ends_after_it_begins(works_to):
    with refused_by("working_day_ends_after_it_begins"):
        make.visitor(works_from=time(9), works_to=works_to)


def test_a_heading_is_sought_once():
    profile, heading = make.visitor(), make.hs_code().parent
    SoughtHeading.objects.create(profile=profile, code=heading)
    SoughtHeading.objects.create(profile=make.visitor(), code=heading)
    with refused_by("heading_sought_once"):
        SoughtHeading.objects.create(profile=profile, code=heading)


def test_a_sought_code_is_a_heading():
    with refused_by("sought_code_is_a_heading"):
        SoughtHeading.objects.create(profile=make.visitor(), code=make.hs_code())
