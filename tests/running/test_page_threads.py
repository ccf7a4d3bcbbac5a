"""What a page's thread keeps from one request to the next."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

from django.core.cache import caches

from tradefair.wsgi import Lasting


def the_cache(environ, start_response):
    caches["default"].get("anything")
    return [caches["default"]]


def ask(application):
    """As the bridge from ASGI asks: in a context that nobody has seen before."""
    return contextvars.copy_context().run(application, {}, None)[0]


def test_requests_of_one_thread_share_a_client_of_redis():
    with ThreadPoolExecutor(max_workers=1) as thread:
        application = Lasting(the_cache)
        first, second = (thread.submit(ask, application).result() for _ in range(2))
        assert first is second
        assert first._cache.get_client(write=False) is first._cache.get_client(write=False)
        control = [thread.submit(ask, the_cache).result() for _ in range(2)]
        assert control[0] is not control[1]


def test_threads_do_not_share_a_context():
    seen = contextvars.ContextVar("seen", default=None)

    def note(environ, start_response):
        before = seen.get()
        seen.set("noted")
        return [before]

    application = Lasting(note)
    with ThreadPoolExecutor(max_workers=1) as one, ThreadPoolExecutor(max_workers=1) as other:
        assert [one.submit(ask, application).result() for _ in range(2)] == [None, "noted"]
        assert other.submit(ask, application).result() is None
    assert seen.get() is None
