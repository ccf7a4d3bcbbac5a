"""Playwright in a thread of its own.

Playwright's synchronous interface keeps an event loop running in the thread that uses it, and Django rightly refuses
the database to such a thread. So the browser is driven from another one, and a test holds stand-ins that pass
everything on.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


class Driver:
    """The one thread that talks to Playwright."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="playwright")

    def call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What the function answers there; its exceptions are raised here."""
        theirs = [_unwrapped(arg) for arg in args]
        options = {name: _unwrapped(value) for name, value in kwargs.items()}
        return self._wrapped(self._thread.submit(function, *theirs, **options).result())

    def stop(self) -> None:
        self._thread.shutdown()

    def _wrapped(self, answer: Any) -> Any:
        if isinstance(answer, list):
            return [self._wrapped(one) for one in answer]
        is_theirs = type(answer).__module__.startswith("playwright")
        return StandIn(self, answer) if is_theirs or callable(answer) else answer


class StandIn:
    """Something of Playwright's, or a method of it. Whatever is asked of it is asked in Playwright's thread."""

    def __init__(self, driver: Driver, target: Any) -> None:
        self._driver = driver
        self._target = target

    def __getattr__(self, name: str) -> Any:
        return self._driver.call(getattr, self._target, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._driver.call(self._target, *args, **kwargs)


def _unwrapped(value: Any) -> Any:
    return value._target if isinstance(value, StandIn) else value
