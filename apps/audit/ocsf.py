"""A row of the trail as an event of the Open Cybersecurity Schema Framework 1.3, which a SIEM takes as it is.

Every attribute that its class requires is there, and none is empty: an empty address is not a valid one. What the
schema has no place for stands in `unmapped`.
"""

import json
from collections.abc import Mapping
from typing import Any

from .events import AuditEvent, Category
from .models import AuditLog

AUTHENTICATION, API, ENTITIES, FINDINGS = 3002, 6003, 3004, 2004
NAMES = {
    AUTHENTICATION: "Authentication",
    API: "API Activity",
    ENTITIES: "Entity Management",
    FINDINGS: "Detection Finding",
}
CLASSES: Mapping[Category, int] = {
    Category.SESSION: AUTHENTICATION,
    Category.ACCESS: API,
    Category.CHANGE: ENTITIES,
    Category.DOCUMENT: API,
    Category.ANOMALY: FINDINGS,
    Category.OPERATION: API,
}
OTHER = 99
SIGN_INS = {AuditEvent.SIGNED_IN: 1, AuditEvent.SIGNED_OUT: 2, AuditEvent.SIGN_IN_FAILED: 1}
BY_METHOD = {"POST": 1, "GET": 2, "HEAD": 2, "PUT": 3, "PATCH": 3, "DELETE": 4}
BY_VERB = {"created": 1, "issued": 1, "changed": 3, "replaced": 3, "removed": 4, "deleted": 4, "revoked": 4}
BY_STEP = {AuditEvent.ANOMALY_TRIGGERED: 1, AuditEvent.ANOMALY_RESOLVED: 3}
PRODUCT = {"name": "OpenHouse", "vendor_name": "OpenHouse"}


def line(row: AuditLog) -> str:
    return json.dumps(event(row)) + "\n"


def event(row: AuditLog) -> dict[str, Any]:
    kind, failed = CLASSES[Category(row.category)], _failed(row)
    activity = _activity(row, kind)
    common = {
        "category_uid": kind // 1000,
        "class_uid": kind,
        "class_name": NAMES[kind],
        "activity_id": activity,
        "activity_name": row.event,
        "type_uid": kind * 100 + activity,
        "time": int(row.at.timestamp() * 1000),
        "severity_id": 3 if failed else 1,
        "status_id": 2 if failed else 1,
        "message": row.event,
        "metadata": {"version": "1.3.0", "uid": str(row.id), "product": PRODUCT},
        "actor": {"user": _user(row)},
        "src_endpoint": {"ip": row.ip_address} if row.ip_address else {"name": "OpenHouse"},
    }
    return common | _request(row) | _own(row, kind) | {"unmapped": _unmapped(row)}


def _failed(row: AuditLog) -> bool:
    return (row.status or 0) >= 400 or row.event == AuditEvent.SIGN_IN_FAILED


def _activity(row: AuditLog, kind: int) -> int:
    if kind == AUTHENTICATION:
        return SIGN_INS.get(AuditEvent(row.event), OTHER)
    if kind == API:
        return BY_METHOD.get(row.request_method, OTHER)
    if kind == ENTITIES:
        return BY_VERB.get(row.event.rpartition(".")[2], OTHER)
    return BY_STEP.get(AuditEvent(row.event), 2)


def _user(row: AuditLog) -> dict[str, Any]:
    uid = {"uid": str(row.actor_id)} if row.actor_id else {"name": row.actor_role}
    return uid | {"type_id": OTHER, "type": row.actor_role}


def _request(row: AuditLog) -> dict[str, Any]:
    """Nothing for what happened outside a request."""
    if not row.request_path:
        return {}
    request = {"http_method": row.request_method, "url": {"path": row.request_path}, "uid": row.request_id}
    return {"http_request": request} | ({"http_response": {"code": row.status}} if row.status else {})


def _own(row: AuditLog, kind: int) -> dict[str, Any]:
    """What the class requires beside what all of them have."""
    if kind == AUTHENTICATION:
        return {"user": _user(row), "service": {"name": "OpenHouse"}}
    if kind == API:
        return {"api": {"operation": f"{row.request_method} {row.request_path}".strip() or row.event}}
    if kind == FINDINGS:
        return {"finding_info": {"title": row.event, "uid": str(row.subject_id or row.id)}}
    uid = {"uid": str(row.subject_id)} if row.subject_id else {}
    return {"entity": {"name": row.subject_type or row.event, "type": row.subject_type or "tenant"} | uid}


def _unmapped(row: AuditLog) -> dict[str, Any]:
    told = {
        "tenant": str(row.tenant_id),
        "impersonated_by": str(row.impersonated_by or ""),
        "subject_type": row.subject_type,
        "subject_id": str(row.subject_id or ""),
        "payload": row.request_payload,
        "changes": row.changes,
    }
    return {name: value for name, value in told.items() if value}
