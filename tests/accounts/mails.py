"""Reading the code out of the last mail, as a person does."""

from django.core import mail

from matchmaking.common.mail import CODE


def last_code(to):
    """The code in the last mail, which went to that address."""
    last = mail.outbox[-1]
    assert last.to == [to]
    found = CODE.search(last.body)
    assert found, last.body
    return found.group(1)
