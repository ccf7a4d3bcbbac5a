"""The organiser weighs: he tries what other weights would change, has them count, and takes them back."""

import pytest
from django.urls import reverse

from matchmaking.discovery.actions.knowing import know_everybody
from matchmaking.discovery.actions.matching import carry_out, claim_run, give_up, want_run
from matchmaking.discovery.actions.weighing import DEFAULTS, apply_weights, preview_weights
from matchmaking.discovery.errors import NobodyMatchedYet, UnderWay
from matchmaking.discovery.models import FairWeights, Pairing, Run
from matchmaking.discovery.queries.parties import weights_of_fair
from matchmaking.discovery.queries.stale import fairs_to_match
from matchmaking.discovery.scoring.facts import Weights
from matchmaking.discovery.tasks import match_everybody
from tests import make
from tests.discovery import people
from tests.make import NOW

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
OTHERS = {
    "products": 5.0,
    "texts": 0.0,
    "markets": 0.5,
    "languages": 0.0,
    "certificates": 1.0,
    "services": 1.0,
    "hours": 0.1,
    "volumes": 2.5,
    "endorsed": 0.2,
}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def desk(client, fair):
    client.force_login(make.organiser(fair=fair, user=make.member()).user)
    return client


@pytest.fixture
def crowd(fair):
    """A stand with chocolate, which speaks no language of the two who want it."""
    people.stand(fair, languages=["nl"])
    people.visitor(fair)
    people.visitor(fair, languages=["es"])


def known(fair):
    """Somebody is known, whom nobody has been matched with."""
    people.stand(fair)
    know_everybody(fair, at=NOW)


def words(response):
    return " ".join(response.content.decode().split())


def page(verb, fair, *args):
    return reverse(f"organising:{verb}", args=[fair.slug, *args])


def worked_out(run):
    """A worker has carried out the run."""
    carry_out(claim_run(run.pk, at=NOW), now=lambda: NOW)
    run.refresh_from_db()
    return run


# Preview ----------------------------------------------------------------


def test_preview_weights_works_out_figures_and_touches_no_list(fair, crowd):
    live = people.matched(fair)
    before = list(Pairing.objects.order_by("pk").values())
    preview = worked_out(preview_weights(fair=fair, weights=OTHERS, at=NOW))
    assert (preview.kind, preview.status, preview.weights) == ("preview", "done", OTHERS)
    assert preview.done == preview.total
    # A common language counts no more, and all that is left fits.
    assert (live.figures["visitors"]["covered"], preview.figures["visitors"]["covered"]) == (0, 2)
    assert list(Pairing.objects.order_by("pk").values()) == before
    assert not FairWeights.objects.exists()


def test_preview_weights_page_leads_to_what_would_change(desk, fair, crowd):
    people.matched(fair)
    response = desk.post(page("preview-weights", fair), OTHERS)
    preview = Run.objects.get(kind="preview")
    assert response["Location"] == page("show-preview", fair, preview.pk) + "#preview"
    assert (preview.weights, preview.wanted_by_id) == (OTHERS, int(desk.session["_auth_user_id"]))
    waiting = words(desk.get(response["Location"]))
    assert '<progress id="preview-bar"></progress>' in waiting
    assert 'name="products" value="5.0"' in waiting
    worked_out(preview)
    done = desk.get(response["Location"])
    changes = [
        (str(side), [(str(each.name), each.before, each.after, str(each.verdict)) for each in figures])
        for side, figures in done.context["changes"]
    ]
    assert changes == [
        (
            "Stands",
            [
                ("with enough good matches", "0", "1", "better"),
                ("left without any good match", "1", "0", "better"),
                ("drowning in attention", "0", "0", "the same"),
                ("seen by nobody", "0", "0", "the same"),
                ("inequality of attention (Gini)", "0.00", "0.00", "the same"),
            ],
        ),
        (
            "Visitors",
            [
                ("with enough good matches", "0", "2", "better"),
                ("left without any good match", "2", "0", "better"),
                ("drowning in attention", "0", "0", "the same"),
                ("seen by nobody", "0", "0", "the same"),
                ("inequality of attention (Gini)", "0.00", "0.00", "the same"),
            ],
        ),
    ]
    assert 'id="apply-preview"' in words(done)


def test_an_open_preview_asks_for_its_part_alone(desk, fair, crowd):
    people.matched(fair)
    preview = preview_weights(fair=fair, weights=OTHERS, at=NOW)
    claim_run(preview.pk, at=NOW)
    Run.objects.filter(pk=preview.pk).update(done=3, total=10)
    under_way = words(desk.get(page("show-preview", fair, preview.pk), headers=HTMX))
    assert under_way.startswith('<section class="section" id="preview"')
    assert '<progress id="preview-bar" max="10" value="3">30 %</progress>' in under_way
    assert 'hx-trigger="every 2s"' in under_way
    Run.objects.filter(pk=preview.pk).update(status="waiting")
    worked_out(preview)
    over = words(desk.get(page("show-preview", fair, preview.pk), headers=HTMX))
    assert over.startswith('<section class="section" id="preview"')
    assert "hx-trigger" not in over
    assert 'name="products" value="5.0"' in over


def test_preview_weights_refuses_while_nobody_has_been_matched(desk, fair):
    with pytest.raises(NobodyMatchedYet):
        preview_weights(fair=fair, weights=OTHERS, at=NOW)
    response = desk.post(page("preview-weights", fair), OTHERS)
    assert response.status_code == 409
    assert "Match everybody first: a preview says what would be otherwise then." in words(response)
    assert 'name="products" value="5.0"' in words(response)
    assert not Run.objects.exists()


def test_a_preview_without_a_run_that_is_done_compares_with_nothing(desk, fair):
    known(fair)
    preview = worked_out(preview_weights(fair=fair, weights=OTHERS, at=NOW))
    ((_stands, figures), _visitors) = desk.get(page("show-preview", fair, preview.pk)).context["changes"]
    assert [(each.before, each.after, each.verdict) for each in figures][:2] == [("–", "1", ""), ("–", "1", "")]


def test_a_figure_is_rounded_alike_on_the_whole_page(desk, fair, crowd):
    live = people.matched(fair)
    live.figures["stands"]["gini"] = 0.7951
    live.save()
    preview = worked_out(preview_weights(fair=fair, weights=OTHERS, at=NOW))
    response = desk.get(page("show-preview", fair, preview.pk))
    gini = response.context["changes"][0][1][-1]
    assert (gini.before, gini.after, str(gini.verdict)) == ("0.80", "0.00", "better")
    assert "Gini coefficient: <strong>0.80</strong>" in words(response)


def test_a_preview_that_has_failed_says_so(desk, fair):
    known(fair)
    preview = preview_weights(fair=fair, weights=OTHERS, at=NOW)
    give_up(claim_run(preview.pk, at=NOW), at=NOW)
    assert "This could not be worked out." in words(desk.get(page("show-preview", fair, preview.pk)))


def test_preview_weights_refuses_a_second_one_and_keeps_what_was_typed(desk, fair):
    known(fair)
    first = preview_weights(fair=fair, weights=DEFAULTS, at=NOW)
    with pytest.raises(UnderWay):
        preview_weights(fair=fair, weights=OTHERS, at=NOW)
    response = desk.post(page("preview-weights", fair), OTHERS)
    assert response.status_code == 409
    said = words(response)
    assert 'id="weights-refusal"' in said
    assert "This is being worked out already. Wait until it is done." in said
    assert page("show-preview", fair, first.pk) in said
    assert 'name="products" value="5.0"' in said
    assert Run.objects.count() == 1


def test_a_preview_goes_on_beside_a_run_for_everybody(fair):
    known(fair)
    want_run(fair=fair, at=NOW)
    assert preview_weights(fair=fair, weights=OTHERS, at=NOW).status == "waiting"


def test_a_preview_is_seen_by_the_organiser_of_its_fair_alone(desk, client, fair):
    elsewhere = make.fair()
    known(elsewhere)
    theirs = preview_weights(fair=elsewhere, weights=OTHERS, at=NOW)
    live = want_run(fair=fair, at=NOW)
    for address in (
        page("show-preview", fair, theirs.pk),
        page("show-preview", elsewhere, theirs.pk),
        page("show-preview", fair, live.pk),
        page("show-preview", fair, 0),
    ):
        assert desk.get(address).status_code == 404
        assert desk.get(address, headers=HTMX).status_code == 404


# Apply ----------------------------------------------------------------


def test_apply_weights_has_them_count_and_matches_everybody_by_them(desk, fair, crowd, time_machine):
    people.matched(fair)
    time_machine.shift(60)
    response = desk.post(page("apply-weights", fair), OTHERS, follow=True)
    assert response.redirect_chain == [(page("organise-matching", fair), 302)]
    assert "The weights are saved. Everybody is matched anew by them now." in words(response)
    written = FairWeights.objects.get(fair=fair)
    assert (written.as_weights(), weights_of_fair(fair)) == (Weights(**OTHERS), Weights(**OTHERS))
    assert written.history.latest().history_user_id == int(desk.session["_auth_user_id"])
    run = Run.objects.get(status="waiting")
    assert (run.kind, run.weights, run.wanted_at) == ("live", {}, written.changed_at)
    assert match_everybody(run.pk)
    run.refresh_from_db()
    assert run.figures["visitors"]["covered"] == 2
    # By these weights everybody is matched once, not again and again.
    assert fairs_to_match(at=NOW) == []


def test_apply_weights_while_a_run_is_under_way_has_another_follow(desk, fair, crowd, time_machine):
    run = claim_run(want_run(fair=fair, at=NOW).pk, at=NOW)
    time_machine.shift(60)
    response = desk.post(page("apply-weights", fair), OTHERS, follow=True)
    assert "What is under way ends first, then everybody is matched anew by them." in words(response)
    assert Run.objects.count() == 1
    carry_out(run, now=lambda: NOW)
    assert fairs_to_match(at=NOW) == [fair]


def test_apply_weights_twice_writes_one_row_and_remembers_both(fair):
    for weights in (OTHERS, DEFAULTS):
        apply_weights(fair=fair, weights=weights, at=NOW)
    assert FairWeights.objects.get().products == 3.0
    assert list(FairWeights.history.order_by("history_id").values_list("products", flat=True)) == [5.0, 3.0]


def test_reset_weights_goes_back_to_the_defaults(desk, fair):
    apply_weights(fair=fair, weights=OTHERS, at=NOW)
    assert desk.post(page("reset-weights", fair))["Location"] == page("organise-matching", fair)
    assert FairWeights.objects.get(fair=fair).as_weights() == Weights()


@pytest.mark.parametrize("verb", ["preview-weights", "apply-weights"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("products", "5.1"),
        ("texts", "-0.1"),
        ("markets", "nan"),
        ("hours", "1e999"),
        ("languages", ""),
        ("volumes", "much"),
        ("services", "\x00"),
    ],
)
def test_weights_that_cannot_be_are_refused_at_the_field_and_nothing_is_lost(desk, fair, verb, field, value):
    response = desk.post(page(verb, fair), OTHERS | {"certificates": "4.5", field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    said = words(response)
    assert f'id="id_{field}_error"' in said
    assert 'name="certificates" value="4.5"' in said
    assert not FairWeights.objects.exists()
    assert not Run.objects.exists()


@pytest.mark.parametrize("verb", ["preview-weights", "apply-weights"])
def test_weights_of_which_none_counts_are_refused(desk, fair, verb):
    response = desk.post(page(verb, fair), dict.fromkeys(OTHERS, 0))
    assert response.status_code == 422
    assert "Something has to count: otherwise everybody would suit everybody alike." in words(response)


def test_the_form_says_what_counts_now(desk, fair):
    assert desk.get(page("organise-matching", fair)).context["form"].initial == DEFAULTS
    apply_weights(fair=fair, weights=OTHERS, at=NOW)
    assert desk.get(page("organise-matching", fair)).context["form"].initial == OTHERS
