"""`/api/admin/locked-accounts`: whom failed attempts to sign in keep out just now, and letting somebody in again."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PAGE_SIZE, PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import locked_accounts, lockout
from .api import TenantRef


class LockedOut(serializers.Serializer[Any]):
    """Addresses are counted under keyed hashes and kept nowhere; the failed sign-ins on the trail name theirs."""

    person = serializers.UUIDField(source="person.pk")
    name = serializers.CharField(source="person.name")
    email = serializers.EmailField(source="person.email")
    tenant = TenantRef(source="person.tenant")
    everywhere = serializers.BooleanField(help_text="False: from the addresses alone where it was tried.")
    failures = serializers.IntegerField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(help_text="It opens by itself then.")


class LockedAccounts(Api):
    """Accounts of staff that nobody can sign in to just now, the one locked last first."""

    permission, rate_policy = Permission.STAFF_MANAGE, RatePolicy.ADMIN_LIST
    Output = Listed(LockedOut)

    class Query(PageQuery):
        search = serializers.CharField(max_length=100, required=False, help_text="In a name or an e-mail address.")

    def get(self, request: Request) -> Response:
        asked = self.query(request)
        size = asked.get("page_size", PAGE_SIZE)
        found = locked_accounts.within_reach(
            self.principal, search=asked.get("search", ""), cursor=asked.get("cursor"), size=size
        )
        rows = LockedOut(found.rows, many=True).data
        return self.part(request, rows, found.next_cursor)


class LockOut(Api):
    """DELETE lets a person try to sign in again at once, after too many attempts on their account had failed."""

    permission, rate_policy = Permission.STAFF_MANAGE, RatePolicy.ADMIN_API

    def delete(self, request: Request, staff_id: UUID) -> Response:
        lockout.unlock(self.principal, staff_id=staff_id)
        return Response(status=204)
