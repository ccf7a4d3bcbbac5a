"""Mails as tests keep them in files: every change of a word is seen.

A file that is missing is written, and the test fails, so that somebody looks at it. To write all anew, remove them.
"""

from email import message_from_bytes, policy

import pytest


def parts_of(mail):
    """The mail as it goes over the line, read back: its headers, and its parts by their types."""
    message = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    return message, {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}


def is_as_kept(path, text):
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        pytest.fail(f"{path} is new: look at it")
    assert text == path.read_text()
