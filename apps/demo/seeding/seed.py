"""The whole demo in order: tenants, then for each development its homes, documents and cards, then the staff."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction

from apps.core import row_security
from apps.core.identity import Principal
from apps.demo.content.documents import DemoDocument, documents_of
from apps.demo.content.facts import Estate, estates, operator

from . import homes, papers, telling
from .homes import JoinUrl
from .tenants import REASON, Login, make_logins, make_tenants

Track = Callable[[Iterable[DemoDocument], str], Iterable[DemoDocument]]


@dataclass(slots=True)
class Seeded:
    """What the person who ran it needs to know. The secrets in it are kept nowhere else."""

    logins: list[Login] = field(default_factory=list)
    join_urls: list[JoinUrl] = field(default_factory=list)
    documents: int = 0


def seed(track: Track = lambda documents, _: documents) -> Seeded:
    """Fill the database. `track` shows how far a list of documents, under its title, has come."""
    builders = list({estate.builder.slug: estate.builder for estate in estates()}.values())
    tenants, seeded = make_tenants(builders), Seeded()
    for estate in estates():
        with row_security.service_scope(tenants[estate.builder.slug], REASON) as principal:
            _seed_estate(principal, estate, seeded, track)
    seeded.logins = make_logins(builders, operator(), tenants)
    return seeded


def _seed_estate(principal: Principal, estate: Estate, seeded: Seeded, track: Track) -> None:
    with transaction.atomic():
        telling.make_look(principal, estate.builder)
        development_id = homes.make_development(principal, estate)
        telling.make_notice(principal, development_id)
        homes.make_residents(principal, estate, development_id)
        seeded.join_urls += homes.make_join_urls(principal, estate, development_id)
    documents = list(documents_of(estate))
    for document in track(documents, estate.name):
        papers.upload(principal, development_id, document)
    seeded.documents += len(documents)
