"""What the trail keeps of a sign-in that failed. Nobody is signed in yet, so the rows are the platform's."""

import hashlib
import hmac

from django.conf import settings
from django.db import transaction

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import row_security
from apps.core.http import Request
from apps.core.identity import ANONYMOUS, ANONYMOUS_SESSION, PLATFORM_TENANT

from . import lockout


def account_hash(email: str) -> str:
    """Tells attempts on one account from attempts on many, without holding the address."""
    text = b"account:" + email.strip().lower().encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def record_failure(request: Request, email: str) -> None:
    """One row for the attempt, and one for each lock that begins with it."""
    account = account_hash(email)
    with row_security.acting(ANONYMOUS_SESSION), transaction.atomic():
        record(AuditEvent.SIGN_IN_FAILED, ANONYMOUS, tenant_id=PLATFORM_TENANT, account_hash=account)
        for kind in lockout.began(request):
            record(AuditEvent.LOCKED_OUT, ANONYMOUS, tenant_id=PLATFORM_TENANT, account_hash=account, counted=kind)
