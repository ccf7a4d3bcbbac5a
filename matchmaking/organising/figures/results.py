"""Everything that was counted of a fair at one moment, asked when it is needed and never twice."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from matchmaking.companies.naming import chapter_names
from matchmaking.fairs.models import Fair
from matchmaking.organising.queries.results import markets, people, rooms, travel
from matchmaking.organising.queries.results import meetings as meeting
from matchmaking.organising.rules import travel as travelling


@dataclass(frozen=True)
class Results:
    fair: Fair
    at: datetime

    @cached_property
    def registered(self) -> list[people.Registered]:
        return people.registered(self.fair, self.at)

    @cached_property
    def reach(self) -> list[people.Reach]:
        return people.reach(self.fair, self.at)

    @cached_property
    def meetings(self) -> list[meeting.Held]:
        return meeting.meetings(self.fair, self.at)

    @cached_property
    def requests(self) -> meeting.Answers:
        return meeting.requests(self.fair, self.at)

    @cached_property
    def ratings(self) -> list[meeting.Stars]:
        return meeting.ratings(self.fair, self.at)

    @cached_property
    def ground(self) -> list[rooms.Ground]:
        return rooms.ground(self.fair, self.at)

    @cached_property
    def uses(self) -> list[rooms.Use]:
        return rooms.uses(self.fair, self.at)

    @cached_property
    def hours_offered(self) -> dict[int, float]:
        return rooms.hours_offered(self.fair, self.at)

    @cached_property
    def countries(self) -> list[markets.Met]:
        return markets.countries(self.fair, self.at)

    @cached_property
    def chapters(self) -> list[markets.Chapter]:
        return markets.chapters(self.fair, self.at)

    @cached_property
    def chapter_names(self) -> dict[str, str]:
        return chapter_names()

    @cached_property
    def distant(self) -> travel.Distant:
        return travel.distant(self.fair, self.at)

    @cached_property
    def saved(self) -> travelling.Saved:
        return travelling.saved(self.distant.homes, self.place)

    @cached_property
    def place(self) -> travelling.Place | None:
        return travelling.place_of_fair(self.fair.city, self.fair.time_zone)

    def in_state(self, *states: str) -> int:
        """How many meetings are in one of these states."""
        return sum(row.meetings for row in self.meetings if row.state in states)
