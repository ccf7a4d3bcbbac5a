"""What somebody could add to suit more of those whom his goods suit: counted by hand."""

import pytest

from matchmaking.discovery.scoring.facts import Offered, Party, Sought
from matchmaking.discovery.scoring.gains import gains_of


def stand(*, sells=("180632",), holds=None, speaks=("fr",)):
    return Party(
        seeks=Sought(headings=frozenset(sells)),
        offers=Offered(codes=frozenset(sells), certificates=None if holds is None else frozenset(holds)),
        languages=frozenset(speaks),
    )


def buyer(*, wants=("1806",), needs=(), speaks=("fr",)):
    return Party(
        seeks=Sought(headings=frozenset(wants), certificates=frozenset(needs)),
        offers=Offered(codes=frozenset(wants)),
        languages=frozenset(speaks),
    )


BUYERS = [
    buyer(needs=("haccp",), speaks=("es",)),
    buyer(needs=("haccp", "ifs"), speaks=("es", "en")),
    buyer(needs=("haccp", "ifs")),
    buyer(wants=("8471",), needs=("haccp",), speaks=("es",)),  # other goods
    buyer(wants=("1801",), needs=("haccp",), speaks=("es",)),  # of the same chapter only
]


def gained(party, others=BUYERS, **kw):
    (found,) = gains_of([party], others, **kw)
    return found


def test_a_stand_gains_by_what_the_buyers_of_its_goods_need_and_speak():
    assert gained(stand()) == [("certificate", "haccp", 3), ("certificate", "ifs", 2), ("language", "es", 2)]


def test_what_is_shown_already_is_no_gain():
    assert gained(stand(holds=("haccp",))) == [("certificate", "ifs", 2), ("language", "es", 2)]
    assert gained(stand(holds=("haccp", "ifs"), speaks=("fr", "es"))) == []


def test_one_alone_is_not_worth_a_word():
    assert gained(stand(), BUYERS[:1]) == []
    assert ("language", "en", 1) not in gained(stand())


def test_a_language_counts_with_those_alone_with_whom_none_is_in_common():
    both = [buyer(speaks=("fr", "es")), buyer(speaks=("fr", "es"))]
    assert gained(stand(), both) == []
    assert gained(stand(speaks=()), both) == [("language", "es", 2), ("language", "fr", 2)]


def test_a_buyer_gains_by_languages():
    stands = [stand(speaks=("zh",)), stand(speaks=("zh", "en")), stand(speaks=("zh",), sells=("847130",))]
    assert gained(buyer(), stands) == [("language", "zh", 2)]


def test_whoever_has_not_said_what_he_trades_in_gains_nothing():
    assert gained(stand(sells=())) == []
    assert gained(stand(), [buyer(wants=(), needs=("haccp",))] * 3) == []


def test_three_are_told_the_most_frequent_first():
    others = [buyer(needs="abcde"), buyer(needs="abcde"), buyer(needs="e")]
    assert gained(stand(), others) == [("certificate", "e", 3), ("certificate", "a", 2), ("certificate", "b", 2)]


@pytest.mark.parametrize("block", [1, 2, 5, 100])
def test_it_does_not_matter_how_many_are_counted_at_a_time(block):
    parties = [stand(), stand(holds=("haccp",)), stand(sells=("8471",))]
    assert gains_of(parties, BUYERS, block) == gains_of(parties, BUYERS)


def test_where_nobody_is_nothing_is_gained():
    assert gains_of([stand(), stand()], []) == [[], []]
    assert gains_of([], BUYERS) == []
