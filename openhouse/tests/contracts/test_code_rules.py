"""Rules of the code base, read from syntax trees: who touches rows, who decides by role, who knows of requests."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DOORWAYS = {"api", "admin_api", "session_api", "pages", "tasks", "middleware", "management", "templatetags"}

# Where a doorway may name a manager, and why.
MANAGER_EXEMPT = {
    "apps/developments/admin_api.py": "rows of a list, which AdminList passes through `within_reach`",
    "apps/homeowners/admin_api.py": "rows of a list, which AdminList passes through `within_reach`",
    "apps/documents/admin_api.py": "rows of a list, which AdminList passes through `within_reach`",
    "apps/documents/management/commands/wait_documents.py": "an operator's read in an explicit scope",
    "apps/tenants/management/commands/create_staff.py": "an operator's look-up by slug in an explicit scope",
}
# Where a role may be compared outside rbac, and why.
ROLE_EXEMPT = {
    "apps/core/identity.py": "says what a principal is, for rbac and selectors to use",
    "apps/homeowners/tokens.py": "a claim of a token, before there is a principal",
    "apps/tenants/models.py": "Django's `is_staff`, which its admin insists on",
    "apps/tenants/services.py": "which roles a tenant's staff may have",
}


@cache
def sources():
    """Path and tree of every module of the apps that is neither a test nor a migration."""
    found = {}
    for file in sorted(ROOT.glob("apps/**/*.py")):
        path = file.relative_to(ROOT)
        if not {"tests", "migrations"} & set(path.parts):
            found[str(path)] = ast.parse(file.read_text(encoding="utf-8"))
    return found


def touches_manager(tree):
    return any(isinstance(node, ast.Attribute) and node.attr in ("objects", "_base_manager") for node in ast.walk(tree))


def is_doorway(path):
    return bool(DOORWAYS & {part.removesuffix(".py") for part in Path(path).parts})


def compares_role(tree):
    """A comparison with a member of Role or StaffRole, or of somebody's `.role`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(map(_is_role, [node.left, *node.comparators])):
            return True
        if isinstance(node, ast.match_case) and any(map(_is_role, ast.walk(node.pattern))):
            return True
    return False


def _is_role(node):
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return any(map(_is_role, node.elts))
    if not isinstance(node, ast.Attribute):
        return False
    owner = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
    return owner in ("Role", "StaffRole") or (node.attr == "role" and owner in ("principal", "who", "user"))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


def knows_requests(tree):
    return any(name.startswith(("rest_framework", "django.http")) for name in imported(tree))


def breaches(sources, rule, applies=lambda path: True):
    return {path for path, tree in sources.items() if applies(path) and rule(tree)}


def is_service(path):
    return Path(path).name in ("services.py", "selectors.py")


def test_rows_are_reached_through_services_and_selectors():
    found = sources()
    assert len(found) >= 150
    assert sum(map(is_doorway, found)) >= 25
    assert breaches(found, touches_manager, is_doorway) == set(MANAGER_EXEMPT), "one is new, or an exemption is stale"


def test_only_rbac_decides_by_role():
    others = breaches(sources(), compares_role, lambda path: path != "apps/core/rbac.py")
    assert others == set(ROLE_EXEMPT), "one is new, or an exemption is stale"


def test_services_and_selectors_know_no_requests():
    found = sources()
    assert sum(map(is_service, found)) >= 9
    assert breaches(found, knows_requests, is_service) == set()


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (touches_manager, "rows = Unit.objects.all()"),
        (touches_manager, "rows = apps.get_model('a.B').objects.filter(pk=1)"),
        (compares_role, "if principal.role is Role.ADMIN: pass"),
        (compares_role, "allowed = role in (Role.ADMIN, Role.DEVELOPER)"),
        (compares_role, "if self.principal.role == 'admin': pass"),
        (compares_role, "if who.role != other: pass"),
        (compares_role, "match role:\n    case Role.ADMIN: pass"),
        (knows_requests, "from django.http import HttpRequest"),
        (knows_requests, "def f():\n    from rest_framework import serializers"),
    ],
)
def test_a_planted_breach_is_caught(rule, code):
    assert breaches({"apps/planted/services.py": ast.parse(code)}, rule) == {"apps/planted/services.py"}


def test_no_file_is_long_and_none_is_a_drawer():
    files = [file for folder in ("apps", "openhouse", "templates") for file in (ROOT / folder).rglob("*.*")]
    code = [file for file in files if file.suffix in (".py", ".js", ".css", ".html")]
    assert len(code) >= 450
    hand_written = [file for file in code if not {"migrations", "vendor"} & {*file.parts}]
    assert [str(f) for f in hand_written if len(f.read_text(encoding="utf-8").splitlines()) > 300] == []
    assert [str(f) for f in hand_written if f.stem in ("utils", "helpers", "common", "misc")] == []
