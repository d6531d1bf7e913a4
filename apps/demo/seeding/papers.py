"""The documents, uploaded as a builder would. A file that is there already, byte for byte, is not uploaded again."""

import hashlib
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from apps.core.identity import Principal
from apps.demo.content.documents import DemoDocument
from apps.documents import selectors, services


def upload(principal: Principal, development_id: UUID, document: DemoDocument) -> None:
    """One transaction, so that the worker reads this document while the next one is being written."""
    content = document.render()
    file = ContentFile(content, name=document.file_name)
    with transaction.atomic():
        known = selectors.documents_of(principal, development_id).filter(title=document.title).first()
        if known is None:
            services.document_upload(
                principal,
                development_id=development_id,
                file=file,
                title=document.title,
                house_type_code=document.house_type_code,
                must_read=document.kind.must_read,
            )
        elif known.newest_version.sha256 != hashlib.sha256(content).hexdigest():
            services.version_add(principal, document_id=known.pk, file=file)
