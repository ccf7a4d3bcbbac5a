from itertools import combinations

import pytest

from matchmaking.fairs.plan import (
    ENTRANCE,
    NARROWEST,
    WALL,
    WIDEST,
    Place,
    Spot,
    Stand,
    State,
    evenly,
    lay_out,
    letter_of,
    natural_key,
)


def hall(stands, rooms=0, tables=0, letters=1):
    per_letter = max(1, -(-stands // letters))
    return lay_out(
        [Stand(f"{'ABCDEFGHIJ'[n // per_letter]}{n % per_letter + 1}", name=f"Company {n}") for n in range(stands)],
        [Place(f"Room {n + 1}") for n in range(rooms)] + [Place(f"Table {n + 1}", "table") for n in range(tables)],
    )


HALLS = [
    (0, 0, 0, 1),
    (1, 0, 0, 1),
    (5, 2, 0, 1),
    (7, 1, 1, 3),
    (20, 4, 6, 2),
    (33, 30, 2, 1),
    (80, 8, 10, 4),
    (161, 0, 40, 7),
    (600, 18, 30, 6),
]


def overlap(one, other):
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


@pytest.mark.parametrize("size", HALLS)
def test_nothing_overlaps(size):
    assert [pair for pair in combinations(hall(*size).spots, 2) if overlap(*pair)] == []


@pytest.mark.parametrize("size", HALLS)
def test_everything_is_drawn_once_and_inside_the_wall(size):
    plan = hall(*size)
    assert (len(plan.stands), len(plan.rooms), len(plan.tables)) == size[:3]
    assert len({spot.item for spot in plan.spots}) == sum(size[:3])
    for spot in plan.spots:
        assert spot.x >= WALL
        assert spot.y >= WALL
        assert spot.right <= plan.width - WALL
        assert spot.bottom <= plan.height - WALL


@pytest.mark.parametrize("size", HALLS)
def test_nothing_stands_in_the_entrance(size):
    plan = hall(*size)
    way = Spot(Stand(""), plan.entrance - ENTRANCE / 2, plan.height - 2 * WALL, ENTRANCE, 2 * WALL)
    assert [spot for spot in plan.spots if overlap(spot, way)] == []


@pytest.mark.parametrize("size", HALLS)
def test_a_hall_fits_between_a_phone_and_a_desk(size):
    assert NARROWEST <= hall(*size).width - 2 * WALL <= WIDEST


@pytest.mark.parametrize(("size", "shown"), [((5, 2, 0), "small"), ((20, 4, 6), "medium"), ((600, 0, 0), "large")])
def test_size_says_how_much_a_phone_can_show(size, shown):
    assert hall(*size).size == shown


def test_the_same_hall_is_always_drawn_the_same_whatever_the_order():
    stands = [Stand(f"A{n}") for n in range(1, 30)]
    assert lay_out(stands) == lay_out(reversed(stands))


def test_stands_stand_in_the_order_of_their_numbers():
    plan = lay_out([Stand(number) for number in ("A10", "A2", "A1")])
    assert [spot.item.number for spot in plan.stands] == ["A1", "A2", "A10"]


def test_an_island_has_one_letter_and_a_sign():
    plan = lay_out([Stand(f"{letter}{n}") for letter in "AB" for n in range(1, 5)])
    assert [sign.text for sign in plan.signs] == ["A", "B"]


def test_letters_that_would_scatter_the_hall_are_ignored():
    assert len(lay_out([Stand(f"{letter}1") for letter in "ABCDEF"]).signs) == 1


def test_an_odd_stand_is_the_head_of_its_island():
    *others, head = hall(5).stands
    assert {spot.height for spot in others} == {44}
    assert head.height == 88


@pytest.mark.parametrize(
    ("count", "most", "sizes"),
    [(10, 8, [6, 4]), (100, 12, [12, 12, 12, 12, 12, 10, 10, 10, 10]), (5, 6, [5]), (7, 3, [3, 2, 2]), (0, 6, [])],
)
def test_evenly(count, most, sizes):
    assert [len(part) for part in evenly(range(count), most)] == sizes


@pytest.mark.parametrize(
    ("number", "letter"), [("B12", "B"), ("b-12", "B"), ("AB3", "AB"), ("12", ""), ("Hall1", ""), ("", ""), ("É2", "É")]
)
def test_letter_of(number, letter):
    assert letter_of(number) == letter


def test_numbers_sort_as_people_count():
    assert sorted(["A10", "a2", "7", "B1", ""], key=natural_key) == ["", "7", "a2", "A10", "B1"]


@pytest.mark.parametrize(
    ("item", "classes", "words"),
    [
        (Stand("B1"), "is-taken", "B1, taken"),
        (Stand("B1", state=State.FREE), "is-free", "B1, free"),
        (Stand("B1", "Cacao", is_on_now=True), "is-taken is-now", "B1, Cacao, on now"),
        (Stand("B1", "Cacao", state=State.MINE), "is-mine", "B1, Cacao, yours"),
        (Stand("B1", "Cacao", is_highlighted=True), "is-taken is-highlighted", "B1, Cacao, highlighted"),
        (Place("Room 1"), "is-free", "Room 1, video room, free"),
        (
            Place("Table 3", "table", whose="Cacao", state=State.TAKEN),
            "is-taken",
            "Table 3, table, Cacao, taken",
        ),
    ],
)
def test_what_is_drawn_is_also_said(item, classes, words):
    spot = Spot(item, 0, 0, 56, 44)
    assert (spot.classes, spot.words) == (classes, words)


@pytest.mark.parametrize(
    ("item", "label"),
    [
        (Stand("B12"), "B12"),
        (Place("Room 1"), "Room 1"),
        (Place("The large video room"), "The l…"),
        (Place("Table 14", "table"), "14"),
        (Place("Lounge", "table"), "Lo"),
    ],
)
def test_a_label_is_as_long_as_there_is_room(item, label):
    assert Spot(item, 0, 0, 56, 44).label == label
