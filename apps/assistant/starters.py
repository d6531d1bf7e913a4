"""How a conversation begins: the builder's greeting, and questions that the home's own documents answer.

A starter that ended in "not in your documents" would be worse than none, so each is tried before it is offered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from django.core.cache import cache
from django.db import transaction

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.documents.selectors import visible_to

from . import selectors
from .answers import Asker, answer
from .guidance import guidance_of
from .models import Outcome

QUESTIONS = tuple(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines())
MOST, KEPT_SECONDS = 4, 600


@dataclass(frozen=True, slots=True)
class Beginning:
    """`greeting` is blank where the builder wrote none."""

    greeting: str
    questions: list[str]


@transaction.atomic
def beginning(principal: Principal) -> Beginning:
    """For the principal's own home."""
    rbac.check(principal, Permission.CHAT)
    home = selectors.home(principal)
    asker = Asker(principal, home.development, home.house_type_code, home)
    return Beginning(guidance_of(home.development).greeting, _questions(asker))


def _questions(asker: Asker) -> list[str]:
    """Found once for all homes of a design, and anew when it is given another document: none is tried without any."""
    documents = visible_to(asker.principal).order_by("current_version_id")
    versions = [str(version) for version in documents.values_list("current_version_id", flat=True)]
    if not versions:
        return []
    in_force = sha256("".join(versions).encode()).hexdigest()
    key = f"starters:{asker.development.tenant_id}:{asker.development.pk}:{asker.house_type_code}:{in_force}"
    return cache.get_or_set(key, lambda: list(islice(_answered(asker), MOST)), KEPT_SECONDS) or []


def _answered(asker: Asker) -> Iterator[str]:
    return (question for question in QUESTIONS if answer(asker, question).outcome is Outcome.ANSWERED)
