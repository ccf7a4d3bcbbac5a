"""What may never be is found if it is: each sentence of `violations.py` is broken by hand once."""

import pytest
from django.db import connection

from matchmaking.meetings.models import WaitingListEntry
from tests import make
from tests.make import NOW
from tests.races.violations import VIOLATIONS, violations

pytestmark = pytest.mark.django_db

# No triggers and no foreign keys, then no other constraint, until the test is taken back.
NO_REFEREE = """
    SET LOCAL session_replication_role = replica;
    DO $$ DECLARE ours record; BEGIN
        FOR ours IN SELECT conrelid::regclass AS home, conname FROM pg_constraint
            WHERE conrelid::regclass::text LIKE 'meetings_%' AND contype IN ('c', 'u', 'x')
                AND conname <> 'booking_as_its_attendances_say'
        LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', ours.home, ours.conname); END LOOP;
        FOR ours IN SELECT indexrelid::regclass AS name FROM pg_index
            WHERE indrelid::regclass::text LIKE 'meetings_%' AND indisunique AND NOT indisprimary
                AND indexrelid <> 'booking_as_its_attendances_say'::regclass
        LOOP EXECUTE format('DROP INDEX %s', ours.name); END LOOP;
    END $$
"""
BROKEN = {
    "nobody is at two meetings at once": """
        UPDATE meetings_attendance SET user_id = (SELECT min(user_id) FROM meetings_attendance)
    """,
    "a room holds one meeting at a time": """
        UPDATE meetings_booking SET room_id = (SELECT min(room_id) FROM meetings_booking)
    """,
    "a meeting that stands has a slot and a room of its fair, and the slot's times": """
        UPDATE fairs_meetingslot SET ends_at = ends_at + interval '1 minute'
    """,
    "status and stamp of a meeting agree": "UPDATE meetings_booking SET cancelled_at = now()",
    "status and stamp of a request agree": "UPDATE meetings_meetingrequest SET answered_at = NULL",
    "an attendance says what its meeting says": "UPDATE meetings_attendance SET status = 'cancelled'",
    "nobody is at a meeting that is not there": "DELETE FROM meetings_booking",
    "an attendance is of a person, his registration and his fair": """
        UPDATE meetings_attendance SET user_id = (SELECT max(id) FROM accounts_user)
    """,
    "a meeting has both sides": "UPDATE meetings_attendance SET role = 'interpreter' WHERE role = 'guest'",
    "eight people at most, and each has a seat in the room": """
        UPDATE meetings_attendance SET booking_id = (SELECT min(booking_id::text)::uuid FROM meetings_attendance)
    """,
    "nobody is expected who does not take part": "UPDATE fairs_participant SET status = 'left', left_at = now()",
    "a request that was accepted has a meeting, and no other request has": """
        UPDATE meetings_booking SET request_id = NULL
    """,
    "one open request between two": """
        UPDATE meetings_meetingrequest SET sender_id = (SELECT min(sender_id) FROM meetings_meetingrequest),
            recipient_id = (SELECT min(recipient_id) FROM meetings_meetingrequest), status = 'open'
    """,
    "nobody waits for whoever has gone": "UPDATE fairs_participant SET status = 'left', left_at = now()",
    "a request asks for three times of its fair at most": """
        UPDATE meetings_requestedslot SET slot_id = (SELECT max(id::text)::uuid FROM fairs_meetingslot)
    """,
    "whoever opens a slot takes part in its fair": "UPDATE fairs_participant SET fair_id = fair_id + 1",
    "a freed time of somebody is offered to one at a time": """
        UPDATE meetings_waitinglistentry
        SET status = 'offered', host_id = (SELECT min(host_id) FROM meetings_waitinglistentry)
    """,
    "an offer begins and ends": """
        UPDATE meetings_waitinglistentry SET status = 'offered', offered_at = NULL
    """,
}


@pytest.mark.parametrize("sentence", VIOLATIONS)
def test_the_checker_finds_what_is_broken_by_hand(sentence):
    fair = make.fair()
    hall, (first, second) = make.hall(fair=fair), make.slots(fair, 2)
    for slot in (first, first, second):
        asked = make.meeting_request(fair=fair, wishes=[first, second], status="accepted", answered_at=NOW)
        make.booking(slot=slot, room=make.room(hall=hall), request=asked, host=asked.recipient, guest=asked.sender)
        make.meeting_request(fair=fair, wishes=[first, second])
        make.available(asked.sender, first)
        WaitingListEntry.objects.create(
            fair=fair,
            waiting=asked.sender,
            wanted=asked.recipient,
            host=asked.recipient,
            slot=first,
            offered_at=NOW,
            offer_ends_at=NOW,
        )
    assert violations(NOW) == []
    with connection.cursor() as cursor:
        cursor.execute(NO_REFEREE)
        cursor.execute(BROKEN[sentence])
    assert sentence in {found for found, _what in violations(NOW)}
