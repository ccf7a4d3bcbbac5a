"""Notices go out: what a worker has claimed is written down, handed to the mail server, and stamped."""

import logging
import re
import smtplib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from typing import Any

from anymail.exceptions import AnymailRecipientsRefused
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from matchmaking.reminders import queries, rules, tellings
from matchmaking.reminders.actions import bouncing, delivering
from matchmaking.reminders.errors import NotSent
from matchmaking.reminders.mails import digest_of, mail_of
from matchmaking.reminders.models import DeadAddress, Delivery

logger = logging.getLogger(__name__)
BATCH = 20
NO_SUCH_MAILBOX = re.compile(r"5\d\d \D{0,4}5\.1\.[1236]\b")  # enhanced status codes of bad addresses (RFC 3463, 3.2)
Problem, Way = Delivery.Problem, Delivery.Way


class Post:
    """One line to the mail server, opened when it is needed and kept for the next mail."""

    def __init__(self) -> None:
        self.connection: Any = get_connection()

    def send(self, mail: EmailMessage) -> None:
        """The server has taken the mail, or NotSent says why not."""
        try:
            self.connection.open()
            mail.connection = self.connection
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            self.close()
            code, answer = next(iter(refused.recipients.values()))
            raise NotSent(Problem.REFUSED, f"{code} {_text(answer)}", is_final=code >= 500) from refused
        except AnymailRecipientsRefused as refused:
            raise NotSent(Problem.REFUSED, str(refused), is_final=True) from refused
        except smtplib.SMTPResponseException as refused:
            self.close()
            said = f"{refused.smtp_code} {_text(refused.smtp_error)}"
            # Who refuses the sender or the greeting refuses everybody: that is ours to mend, not the reader's.
            is_final = refused.smtp_code >= 500 and isinstance(refused, smtplib.SMTPDataError)
            raise NotSent(Problem.REFUSED, said, is_final=is_final) from refused
        except (OSError, smtplib.SMTPException) as away:
            self.close()
            raise NotSent(Problem.AWAY, str(away) or type(away).__name__, is_final=False) from away

    def close(self) -> None:
        """The next mail opens a new line."""
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException):
            self.connection.connection = None


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


@contextmanager
def post() -> Iterator[Post]:
    opened = Post()
    try:
        yield opened
    finally:
        opened.close()


def send_mails(*, until: float) -> int:
    """Mails go out until none waits, or until that moment of the monotonic clock; how many.

    While the server is away, or lets one wait, what is claimed and not tried goes back to the others.
    """
    sent = 0
    with post() as line:
        while monotonic() < until:
            claim = delivering.claim(way=Way.MAIL, most=BATCH, at=timezone.now())
            if not claim.deliveries:
                return sent
            sent += send_claimed(claim, line)
    return sent


def send_claimed(claim: delivering.Claim, line: Post) -> int:
    said = tellings.read(claim.notices, at=claim.at)
    dead = queries.dead_among(notice.recipient.email for notice in claim.notices)
    ends, sent = monotonic() + rules.LONGEST_ROUND.total_seconds(), 0
    waiting = list(claim.deliveries)
    while waiting:
        if monotonic() > ends:
            delivering.give_back(waiting)
            break
        delivery = waiting.pop(0)
        telling = said.get(delivery.notice_id)
        if problem := why_not(delivery, telling, dead):
            delivering.drop(delivery, problem, at=timezone.now())
            continue
        assert telling is not None
        try:
            line.send(mail_of(telling))
        except NotSent as not_sent:
            put_off([delivery], not_sent)
            if NO_SUCH_MAILBOX.match(not_sent.answer):
                bury(delivery, not_sent.answer)
            if not_sent.problem == Problem.AWAY:
                delivering.give_back(waiting)
                break
        except Exception as fault:
            logger.exception("The notice %s could not be mailed", delivery.notice_id)
            put_off([delivery], NotSent(Problem.TROUBLE, repr(fault), is_final=False))
        else:
            delivering.stamp_sent([delivery], at=timezone.now())
            sent += 1
    return sent


def why_not(delivery: Delivery, telling: tellings.Telling | None, dead: Collection[str] = ()) -> str:
    """Why it does not go out any more; empty if it does."""
    notice = delivery.notice
    if not notice.recipient.is_active:
        return Problem.GONE
    if notice.recipient.email in dead:
        return Problem.DEAD_ADDRESS
    if notice.ends_at and notice.ends_at <= timezone.now():
        return Problem.TOO_LATE
    return "" if telling and telling.is_true else Problem.CHANGED


def bury(delivery: Delivery, answer: str) -> None:
    address, cause = delivery.notice.recipient.email, DeadAddress.Cause.REFUSED
    bouncing.bury(address=address, cause=cause, answer=answer, at=timezone.now())


def put_off(deliveries: list[Delivery], not_sent: NotSent) -> None:
    at: datetime = timezone.now()
    delivering.put_off(deliveries, not_sent.problem, not_sent.answer, is_final=not_sent.is_final, at=at)


def send_digests(*, until: float) -> int:
    """Summaries go out to everybody whose hour has come, or until that moment; how many."""
    sent = 0
    with post() as line:
        while monotonic() < until:
            claim = delivering.claim_digest(at=timezone.now())
            if not claim.deliveries:
                return sent
            sent += send_digest(claim, line)
    return sent


def send_digest(claim: delivering.Claim, line: Post) -> int:
    said = tellings.read(claim.notices, at=claim.at)
    dead = queries.dead_among(notice.recipient.email for notice in claim.notices[:1])
    good: list[Delivery] = []
    for delivery in claim.deliveries:
        if problem := why_not(delivery, said.get(delivery.notice_id), dead):
            delivering.drop(delivery, problem, at=timezone.now())
        else:
            good.append(delivery)
    if not good:
        return 0
    reader = good[0].notice.recipient
    try:
        line.send(digest_of(reader, [said[each.notice_id] for each in good], f"{good[0].notice_id}.digest"))
    except NotSent as not_sent:
        put_off(good, not_sent)
    except Exception as fault:
        logger.exception("The summary for person %s could not be mailed", reader.pk)
        put_off(good, NotSent(Problem.TROUBLE, repr(fault), is_final=False))
    else:
        delivering.stamp_sent(good, at=timezone.now())
        return 1
    return 0
