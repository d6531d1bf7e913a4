"""Two estates, each with a row of every kind that the admin shows."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import transaction
from django.utils import timezone

from apps.analytics import services as analytics
from apps.analytics.models import DayFigures
from apps.assistant import entries
from apps.assistant.models import Conversation, Guidance, Message, SearchLog
from apps.audit.models import AuditEntry, ClientError
from apps.core import row_security
from apps.developments.models import HouseType
from apps.documents.models import DocChunk
from apps.documents.reader_models import DocumentConsent
from apps.homeowners import services as homeowners
from apps.homeowners.models import DeviceRequest, EnrolmentCode
from apps.notices import services as notices
from apps.tenants.links import AccountLink
from apps.tenants.theme_model import Theme

ROOT = "/admin-enterprise/"


def pages(model):
    return f"{ROOT}{model._meta.app_label}/{model._meta.model_name}/"


def shown_models():
    return list(admin.site._registry)


def furnished(estate):
    """`estate` and one row of each model of the admin, by model."""
    from openhouse.testing.anomalies import watched
    from openhouse.testing.clients import homeowner_client
    from openhouse.testing.papers import ready_document

    document = ready_document(estate, title=f"Guide of {estate.tenant.name}")
    conversation, message = _talk(estate.homeowner)
    homeowner_client(estate.homeowner).post_json("/api/log/client", {"kind": "error", "message": "x", "page": "/home/"})
    with row_security.service_scope(None, "test") as principal, transaction.atomic():
        analytics.count_waiting(principal, tenant_id=estate.tenant.pk)
        homeowners.enrolment_issue(principal, unit_id=estate.unit.pk)
        own = {"tenant_id": estate.tenant.pk}
        asked = f"Paint of {estate.tenant.name}?"
        entry = entries.entry_create(principal, development_id=estate.development.pk, question=asked, answer="Green.")
        rows = [entry, estate.tenant, estate.builder, estate.development, estate.unit, estate.homeowner, document]
        rows += [document.current_version, conversation, message, HouseType.objects.filter(**own).first()]
        rows += [DocChunk.objects.filter(**own).first(), EnrolmentCode.objects.get(**own)]
        widest = max(AuditEntry.objects.filter(**own), key=lambda told: len(str(told.request_payload)))
        rows += [SearchLog.objects.get(**own), widest]
        rows += [ClientError.objects.get(**own), DayFigures.objects.get(**own, development=estate.development)]
        rows += _told_and_chosen(principal, estate)
    rows += [*watched(estate.tenant), _confirmed(estate, document), _waiting(estate)]
    return {type(row): row for row in rows}


def _told_and_chosen(principal, estate):
    own, soon = {"tenant_id": estate.tenant.pk}, timezone.now() + timedelta(hours=1)
    words = {"title": f"Water of {estate.tenant.name}", "body": "At ten.", "house_type_code": None}
    return [
        notices.notice_create(principal, development_id=estate.development.pk, **words),
        Theme.objects.create(**own, product_name=f"Home of {estate.tenant.name}"),
        Guidance.objects.create(**own, development=estate.development, greeting=f"Of {estate.tenant.name}."),
        AccountLink.objects.create(
            **own, staff=estate.builder, purpose="reset", fingerprint=b"x" * 32, expires_at=soon
        ),
    ]


def _confirmed(estate, document):
    """As its homeowner."""
    from openhouse.testing.clients import _open

    place = {"tenant_id": estate.tenant.pk, "development_id": estate.development.pk, "unit_id": estate.unit.pk}
    session, _ = _open("homeowner", estate.homeowner.pk, None, {})
    with row_security.acting(session), transaction.atomic():
        return DocumentConsent.objects.create(**place, homeowner=estate.homeowner, document=document, version=1)


def _waiting(estate):
    place = {"tenant_id": estate.tenant.pk, "development_id": estate.development.pk, "unit_id": estate.unit.pk}
    with row_security.service_scope(estate.tenant.pk, "test"), transaction.atomic():
        soon = timezone.now() + timedelta(hours=1)
        return DeviceRequest.objects.create(**place, device="Phone", number="47", expires_at=soon)


def _talk(person):
    from openhouse.testing.clients import _open

    session, _ = _open("homeowner", person.pk, None, {})
    place = {"tenant_id": person.tenant_id, "development_id": person.development_id}
    who = place | {"unit_id": person.unit_id, "homeowner": person}
    with row_security.acting(session), transaction.atomic():
        conversation = Conversation.objects.create(**who)
        asked = {"question": f"Of {person.name}?", "answer": "Yes.", "outcome": "answered", "engine": "test"}
        message = Message.objects.create(**who, conversation=conversation, latency_ms=1, **asked)
        log = {"query": "q", "outcome": "answered", "mode": "keyword", "audience": "home", "results": 1, "took_ms": 1}
        SearchLog.objects.bulk_create([SearchLog(**place, **log)])
    return conversation, message


@pytest.fixture(scope="module")
def own(database):
    from openhouse.testing.estates import create_estate

    return create_estate()


@pytest.fixture(scope="module")
def foreign(database):
    from openhouse.testing.estates import create_estate

    return create_estate()


@pytest.fixture(scope="module")
def own_rows(own):
    return furnished(own)


@pytest.fixture(scope="module")
def foreign_rows(foreign):
    return furnished(foreign)


@pytest.fixture
def admin_client(own, as_staff, forget_limits):
    forget_limits()
    return as_staff(own.admin)


@pytest.fixture
def operator_client(super_admin, as_staff):
    return as_staff(super_admin)
