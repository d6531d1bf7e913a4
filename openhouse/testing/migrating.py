"""Running every migration for a test database in a third of the time, with the very same schema in the end.

After each change of an index, a constraint or a plain column Django makes the classes of all related models anew, and
here every model is related to the tenant's. Nothing in a schema depends on that: only the changed model itself is made
anew, and before Python code of a migration runs all of them are, as Django does by itself. That both ways lead to the
same schema is proved by `test_migrations`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


@contextmanager
def quick_states() -> Iterator[None]:
    whole = ProjectState._find_reload_model  # type: ignore[attr-defined]

    def narrow(state: Any, app_label: str, model_name: str, delay: bool = False) -> Any:
        if not delay:
            return whole(state, app_label, model_name)
        state.is_delayed = True
        return {(app_label, model_name)}

    ProjectState._find_reload_model = narrow  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = whole  # type: ignore[attr-defined]
