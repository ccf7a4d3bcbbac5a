"""`/health/`: whether this installation can do its work. For supervisors, balancers and people in a hurry."""

import asyncio
import dataclasses
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView


@dataclasses.dataclass
class Migrations(HealthCheck):  # type: ignore[misc]  # the library ships no types
    """The tables are those that this code expects. Once they are, they stay so while the process lives."""

    _are_done = False

    def run(self) -> None:
        if Migrations._are_done:
            return
        with connection.temporary_connection():
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                raise ServiceUnavailable("migrations are pending")
        Migrations._are_done = True


class Health(HealthCheckView):  # type: ignore[misc]
    """JSON for whoever asks: 200 if everything is well, 500 with the reason if not."""

    checks = ["health_check.checks.Database", "health_check.checks.Cache", Migrations]

    async def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with self.get_executor() as executor:
            self.results = await asyncio.gather(*(check.get_result(executor) for check in self.get_checks()))
        is_well = not any(result.error for result in self.results)
        answer: HttpResponse = self.render_to_response_json(200 if is_well else 500)
        return answer


health = Health.as_view()
