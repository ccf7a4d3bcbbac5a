"""Links to calls elsewhere and phone numbers: what is one, and what it is called."""

import pytest
from django.core.exceptions import ValidationError

from matchmaking.common.calls import service_of, validate_call_link, validate_phone


@pytest.mark.parametrize(
    ("link", "service"),
    [
        ("https://us02web.zoom.us/j/85123456789?pwd=abc", "Zoom"),
        ("https://teams.microsoft.com/l/meetup-join/19%3ameeting", "Teams"),
        ("https://meet.google.com/abc-defg-hij", "Google Meet"),
        ("https://voovmeeting.com/dm/abc", "VooV"),
        ("https://www.example.org/room", "example.org"),
        ("https://zoom.us.example.org/room", "zoom.us.example.org"),
    ],
)
def test_a_link_to_a_call_is_known_by_its_host(link, service):
    validate_call_link(link)
    assert service_of(link) == service


@pytest.mark.parametrize(
    "link",
    [
        "http://zoom.us/j/1",
        "javascript:alert(1)",
        "https://",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://user:secret@zoom.us/j/1",
        "https://zoom.us/a b",
        "zoom.us/j/1",
        "data:text/html,x",
        "https://zoom.us\n/x",
    ],
)
def test_what_is_no_safe_address_of_a_call_is_refused(link):
    with pytest.raises(ValidationError):
        validate_call_link(link)


@pytest.mark.parametrize("number", ["+32 4 222 33 44", "0800-123 456", "+1 (646) 558-8656,85123456789#"])
def test_a_number_that_can_be_dialled(number):
    validate_phone(number)


@pytest.mark.parametrize("number", ["12", "call me", "+32<script>", "++32 4 222", "+32" + " 44" * 20])
def test_what_cannot_be_dialled_is_refused(number):
    with pytest.raises(ValidationError):
        validate_phone(number)
