import pytest

from matchmaking.discovery.models import Dossier, Pairing, Phrase, Run
from tests import make
from tests.discovery import people

pytestmark = pytest.mark.django_db


def test_match_everybody_pairs_those_who_suit_each_other():
    fair = make.fair()
    chocolate, tea = people.stand(fair), people.stand(fair, sells="090210", product="Green tea")
    buyer = people.visitor(fair, looking_for="Chocolat noir pour pâtissiers", language="fr")
    run = people.matched(fair)

    assert (run.status, run.done == run.total) == (Run.Status.DONE, True)
    liked = list(Pairing.objects.filter(profile=buyer, is_for_visitor=True).order_by("-worth"))
    assert [pairing.exhibitor for pairing in liked] == [chocolate, tea]
    assert liked[0].visitor_view > liked[1].visitor_view
    assert liked[0].stand_view > liked[1].stand_view
    assert Dossier.objects.filter(fair=fair).count() == 3
    assert Phrase.objects.get(dossier__profile=buyer).text == "Chocolat noir pour pâtissiers"
