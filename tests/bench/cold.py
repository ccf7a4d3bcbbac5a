"""The product with nothing kept of its directories: what a page costs that nobody has asked for in the last minute."""

from matchmaking.common import results

results.KEPT = 0

from tradefair.asgi import application

asgi = application
