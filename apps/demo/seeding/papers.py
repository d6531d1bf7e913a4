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
        documents = selectors.documents_of(principal, development_id)
        if documents.filter(newest_version__sha256=hashlib.sha256(content).hexdigest()).exists():
            return
        known = documents.filter(title=document.title).first()
        if known:
            services.version_add(principal, document_id=known.pk, file=file)
        else:
            services.document_upload(
                principal,
                development_id=development_id,
                file=file,
                title=document.title,
                house_type_code=document.house_type_code,
                must_read=document.kind.must_read,
            )
