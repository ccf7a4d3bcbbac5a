"""How accounts are recognised: allauth's ways of signing in, and whose session it is in plain SQL."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from matchmaking.accounts.models import User
from matchmaking.common.plain import columns_of, record_of


class Accounts(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend. Every page of somebody signed in asks `get_user`, so this one is written by hand."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session; None if it is gone or shut."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns_of(User, 'person')} FROM accounts_user AS person WHERE id = %s", [user_id])
            row = cursor.fetchone()
        user = record_of(User, row) if row else None
        return user if user and self.user_can_authenticate(user) else None
