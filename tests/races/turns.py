"""How turns are drawn: what can happen, how often, and the numbers that say with whom and when."""

from hypothesis import strategies as st

number = st.integers(0, 10_000)  # of something among those that there are then
few = st.lists(number, min_size=1, max_size=3)
yes = st.booleans()


def among(things, n, fit=None):
    """One of them; nearly always one that fits, if any does."""
    fitting = [thing for thing in things if fit(thing)] if fit and n % 5 != 4 else []
    things = fitting or list(things)
    return things[n // 5 % len(things)]


KINDS, DRAWN = [], {}  # what can be done, each as often as it is wanted; what has to be known for it


def turn(weight=1, *, needs="people", **strategies):
    """The method is something that can happen, if there is any of what it `needs`."""

    def ours(method):
        KINDS.extend([method.__name__] * weight)
        DRAWN[method.__name__] = st.tuples(st.just(method.__name__), st.just(needs), st.fixed_dictionaries(strategies))
        return method

    return ours


def turns(number):
    return st.lists(st.sampled_from(KINDS).flatmap(DRAWN.__getitem__), min_size=number, max_size=number)
