from matchmaking.common.results import KEPT, RENEWING, Results, kept_results
from tests.make import NOW


def ask(html, *, still_good=True):
    return kept_results("key", lambda: Results(html, "", "?"), still_good=lambda _: still_good).html


def test_results_are_kept_until_they_are_not_good_any_more():
    assert [ask("first"), ask("second")] == ["first", "first"]
    assert ask("third", still_good=False) == "third"
    assert ask("fourth") == "third"


def test_when_their_time_is_up_one_reader_makes_them_anew_and_the_others_do_not_wait(time_machine):
    time_machine.move_to(NOW, tick=False)
    assert ask("first") == "first"
    time_machine.shift(KEPT + 1)

    def make():
        assert ask("by somebody else") == "first"  # who comes while we are at it
        return Results("second", "", "?")

    assert kept_results("key", make, still_good=lambda _: True).html == "second"
    assert ask("third") == "second"
    assert RENEWING < KEPT
