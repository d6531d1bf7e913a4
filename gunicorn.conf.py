"""What a web process does once it stands. Gunicorn reads this file by its name; options are given where it starts."""

from typing import Any


def post_worker_init(worker: Any) -> None:
    """The model of search by meaning takes a second to load. Until it is there questions are answered by words."""
    from apps.documents.embeddings import model

    model.load_in_background()
