"""How turns are drawn: what can happen, how often, and the numbers that say with whom and when."""

from random import Random

from hypothesis import strategies as st


def number(chance):
    """Of something among those that there are then."""
    return chance.randint(0, 10_000)


def few(chance):
    return [number(chance) for _ in range(chance.randint(1, 3))]


def yes(chance):
    return chance.choice([True, False])


def one_of(*things):
    return lambda chance: chance.choice(things)


def among(things, n, fit=None):
    """One of them; nearly always one that fits, if any does."""
    fitting = [thing for thing in things if fit(thing)] if fit and n % 5 != 4 else []
    things = fitting or list(things)
    return things[n // 5 % len(things)]


KINDS, DRAWN = [], {}  # what can be done, each as often as it is wanted; what has to be known for it


def turn(weight=1, *, needs="people", **draws):
    """The method is something that can happen, if there is any of what it `needs`."""

    def ours(method):
        KINDS.extend([method.__name__] * weight)
        DRAWN[method.__name__] = needs, draws
        return method

    return ours


def drawn(ticket):
    """What a ticket brings, always and everywhere."""
    chance = Random(ticket)
    name = chance.choice(KINDS)
    needs, draws = DRAWN[name]
    return name, needs, {key: draw(chance) for key, draw in draws.items()}


def dealt(run, number):
    """The turns of a run by its number. What Hypothesis draws depends on the modules loaded."""
    chance = Random(run)
    return [drawn(chance.randrange(2**32)) for _ in range(number)]


def turns(number):
    return st.lists(st.integers(0, 2**32).map(drawn), min_size=number, max_size=number)
