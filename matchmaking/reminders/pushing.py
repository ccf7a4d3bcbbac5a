"""Notices go out as push messages: to each browser in which their reader has turned them on.

A message carries the notice's name as its tag and its topic, so that one that is sent twice replaces itself: on its
way, and on the screen (docs/decisions/0030-push-and-offline.md).
"""

import json
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import Truncator

from matchmaking.common import fetching
from matchmaking.common.letters import sender_of
from matchmaking.reminders import queries, rules, sealing, tellings
from matchmaking.reminders.actions import delivering
from matchmaking.reminders.models import Delivery, PushSubscription
from matchmaking.reminders.sending import why_not

logger = logging.getLogger(__name__)
BATCH = 20
AT_ONCE = 8  # messages that are brought at the same time: whoever does not answer keeps the others waiting little
LONGEST_TITLE, LONGEST_LINE = 120, 240  # characters: with all their bytes below the 3 KB that everybody takes
Problem, Way = Delivery.Problem, Delivery.Way


class Outcome(Enum):
    """What has come of bringing one message to one browser. The first that any of them has is that of the delivery."""

    TAKEN = "taken"
    AWAY = "away"  # later once more
    REFUSED = "refused"  # for a reason that will not go away
    GONE = "gone"  # there is no such browser any more
    UNTRIED = "untried"


@dataclass(frozen=True)
class Result:
    subscription: PushSubscription
    outcome: Outcome
    said: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True)
class Message:
    """One notice as a push service takes it, whoever's browser it is for."""

    text: bytes
    headers: Mapping[str, str]


def send_pushes(*, until: float, ways: fetching.Ways = fetching.OPEN) -> int:
    """Push messages go out until none waits, or until that moment of the monotonic clock; how many notices."""
    sent = 0
    while monotonic() < until:
        claim = delivering.claim(way=Way.PUSH, most=BATCH, at=timezone.now())
        if not claim.deliveries:
            return sent
        sent += send_claimed(claim, ways)
    return sent


def send_claimed(claim: delivering.Claim, ways: fetching.Ways) -> int:
    """All of them at the same time. Threads only bring what is sealed: the database is this one's."""
    said = tellings.read(claim.notices, at=claim.at)
    browsers = defaultdict(list)
    for subscription in queries.subscriptions({notice.recipient_id for notice in claim.notices}):
        browsers[subscription.user_id].append(subscription)
    ends = monotonic() + rules.LONGEST_ROUND.total_seconds() - ways.patience
    sent = 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pushing") as pool:
        under_way = []
        for delivery in claim.deliveries:
            telling = said.get(delivery.notice_id)
            if problem := why_not(delivery, telling):
                delivering.drop(delivery, problem, at=timezone.now())
                continue
            assert telling is not None
            try:
                message = message_of(telling, timezone.now())
            except Exception as fault:
                logger.exception("The notice %s could not be put into a push message", delivery.notice_id)
                delivering.put_off([delivery], Problem.TROUBLE, repr(fault), is_final=False, at=timezone.now())
                continue
            his = browsers[delivery.notice.recipient_id]
            under_way.append((delivery, [pool.submit(bring, message, each, ways, ends) for each in his]))
        for delivery, brought in under_way:
            sent += settle(delivery, [each.result() for each in brought])
    return sent


def message_of(telling: tellings.Telling, at: datetime) -> Message:
    """In the language of its reader, with the time on both clocks in its line."""
    notice, reader = telling.notice, telling.reader
    with translation.override(reader.language), timezone.override(ZoneInfo(reader.time_zone)):
        line = " – ".join(filter(None, [*(moment.in_short for moment in telling.moments[:1]), str(telling.text)]))
        content = {
            "title": Truncator(str(telling.title)).chars(LONGEST_TITLE),
            "body": Truncator(line).chars(LONGEST_LINE),
            "path": telling.path,
            "tag": str(notice.pk),
            "lang": reader.language,
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
        }
    return Message(
        json.dumps(content, ensure_ascii=False).encode(),
        {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(rules.keeps_for(at, notice.ends_at)),
            "Topic": notice.pk.hex,
            "Urgency": "high" if notice.kind in rules.WAKES else "normal",
        },
    )


def bring(message: Message, subscription: PushSubscription, ways: fetching.Ways, ends: float) -> Result:
    """The message at one browser's push service, and what that said. Not begun after `ends`."""
    if monotonic() > ends:
        return Result(subscription, Outcome.UNTRIED)
    try:
        answer = fetching.post(subscription.endpoint, *_sealed(message, subscription), ways=ways)
    except fetching.NotPublic:
        return Result(subscription, Outcome.GONE, "not public")  # it has become somebody's inside
    except fetching.NotFetched as trouble:
        return Result(subscription, Outcome.AWAY, type(trouble).__name__)
    except Exception as fault:
        logger.exception("No push message could be brought to browser %s", subscription.pk)
        return Result(subscription, Outcome.REFUSED, repr(fault))
    return Result(subscription, *judged(answer, timezone.now()))


def _sealed(message: Message, subscription: PushSubscription) -> tuple[bytes, dict[str, Any]]:
    contact = sender_of(settings.DEFAULT_FROM_EMAIL)
    endpoint, key = subscription.endpoint, settings.VAPID_PRIVATE_KEY
    proof = sealing.proof(endpoint, key=key, contact=contact, at=timezone.now())
    body = sealing.seal(message.text, p256dh=subscription.p256dh, auth=subscription.auth)
    return body, {**message.headers, "Authorization": proof}


def judged(answer: fetching.Answer, at: datetime) -> tuple[Outcome, str, datetime | None]:
    """What a push service means (RFC 8030, 5 and 8.4). Nobody is followed who says that he has moved."""
    said = f"{answer.status} {answer.reason}".strip()
    if 200 <= answer.status < 300:
        return Outcome.TAKEN, said, None
    if answer.status in (404, 410):
        return Outcome.GONE, said, None
    if answer.status in (408, 429) or answer.status >= 500:
        return Outcome.AWAY, said, rules.come_back_at(answer.headers.get("retry-after", ""), at)
    return Outcome.REFUSED, said, None


def settle(delivery: Delivery, results: Sequence[Result]) -> bool:
    """Dead browsers are forgotten, and the delivery is stamped, put off, given back or dropped; whether it has gone.

    Whoever was reached in one browser has been told: another one whose service is away is not tried again for that.
    """
    at = timezone.now()
    by_outcome = {outcome: [each for each in results if each.outcome == outcome] for outcome in Outcome}
    taken, away, refused = (by_outcome[each] for each in (Outcome.TAKEN, Outcome.AWAY, Outcome.REFUSED))
    _browsers(by_outcome[Outcome.GONE]).delete()
    _browsers(taken).update(last_used_at=at)
    if taken:
        delivering.stamp_sent([delivery], at=at)
    elif by_outcome[Outcome.UNTRIED]:
        delivering.give_back([delivery])
    elif away:
        latest = max((each.not_before for each in away if each.not_before), default=None)
        delivering.put_off([delivery], Problem.AWAY, away[0].said, is_final=False, at=at, not_before=latest)
    elif refused:
        delivering.put_off([delivery], Problem.REFUSED, refused[0].said, is_final=True, at=at)
    else:
        delivering.drop(delivery, Problem.GONE, at=at)
    return bool(taken)


def _browsers(results: Sequence[Result]) -> Any:
    """What is kept of these browsers."""
    return PushSubscription.objects.filter(pk__in=[each.subscription.pk for each in results])
