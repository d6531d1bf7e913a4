"""A valid body for any declared `Input`, made from its fields: a call is judged by its path, not by its body."""

from datetime import UTC, datetime
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework import serializers

from openhouse.testing.papers import pdf

# What a rule of the domain asks of a text, by the name of its field.
TEXTS = {
    "house_type": "BD01",
    "role": "developer",
    "country": "IE",
    "text": "How do I bleed a radiator?",
    "rating": "up",
    "action": "issue",
    "password": "correct horse battery staple",
}


def body(view, method):
    """The required fields of the view's input for this method."""
    return {name: value(name, field) for name, field in fields(view.input_for(method)) if field.required}


def fields(declared):
    return [] if declared is None else [(n, f) for n, f in declared().fields.items() if not f.read_only]


def value(name, field):
    if name in TEXTS:
        return TEXTS[name]
    for kind, sample in KINDS:
        if isinstance(field, kind):
            return sample()
    raise NotImplementedError(f"no sample for {name}: {type(field).__name__}")


def word():
    return f"x{uuid4().hex[:10]}"


KINDS = (
    (serializers.FileField, lambda: SimpleUploadedFile("guide.pdf", pdf())),
    (serializers.UUIDField, lambda: str(uuid4())),
    (serializers.EmailField, lambda: f"{word()}@example.test"),
    (serializers.URLField, lambda: "https://example.test/"),
    (serializers.IPAddressField, lambda: "10.1.2.3"),
    (serializers.SlugField, word),
    (serializers.CharField, word),
    (serializers.BooleanField, lambda: True),
    (serializers.IntegerField, lambda: 1),
    (serializers.DecimalField, lambda: "1.00"),
    (serializers.DateTimeField, lambda: datetime(2026, 1, 1, tzinfo=UTC).isoformat()),
    (serializers.ListField, list),
    (serializers.JSONField, dict),
)


def send(client, view, method, url, content=None):
    """One call in the view's own content type."""
    content = body(view, method) if content is None else content
    if getattr(view, "multipart", False) and method == "POST":
        return client.post(url, content)
    return client.send(method, url, None if method == "GET" else content)
