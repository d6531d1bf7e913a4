"""How a conversation begins: the builder's greeting, and questions that the home's own documents answer.

A starter that ended in "not in your documents" would be worse than none, so each is tried before it is offered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.core.cache import cache
from django.db import transaction

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission

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
    """For the principal's own home; the questions are found once for all homes of its design."""
    rbac.check(principal, Permission.CHAT)
    home = selectors.home(principal)
    asker = Asker(principal, home.development, home.house_type_code, home)
    key = f"starters:{home.tenant_id}:{home.development_id}:{home.house_type_code}"
    questions = cache.get_or_set(key, lambda: list(islice(_answered(asker), MOST)), KEPT_SECONDS)
    return Beginning(guidance_of(home.development).greeting, questions)


def _answered(asker: Asker) -> Iterator[str]:
    return (question for question in QUESTIONS if answer(asker, question).outcome is Outcome.ANSWERED)
