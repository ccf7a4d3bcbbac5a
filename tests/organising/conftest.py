"""What the desk's tests share: the fair, its organiser signed in, and the first morning of the fair."""

from tests.fairs.conftest import during_the_fair, fair, organiser

__all__ = ["during_the_fair", "fair", "organiser"]
