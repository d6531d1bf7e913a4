"""The filtered trail as a file: recorded, then streamed in the scope of the session that asked."""

from collections.abc import Mapping
from typing import Any

from django.http import StreamingHttpResponse

from apps.core.http import Request

from . import exports, services
from .events import AuditEvent


def download(request: Request, filters: Mapping[str, Any], shape_name: str) -> StreamingHttpResponse:
    shape = exports.FORMATS[shape_name]
    services.record(AuditEvent.AUDIT_EXPORTED, request.principal, filters=sorted(filters))
    return StreamingHttpResponse(
        exports.stream(request.principal, filters, shape),
        content_type=shape.content_type,
        headers={"Content-Disposition": f'attachment; filename="audit.{shape.extension}"'},
    )
