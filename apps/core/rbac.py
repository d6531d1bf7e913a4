"""The access module: the only place that says who may do what.

Role x permission is `GRANTS`; ownership is set arithmetic between a `Principal` and what an object says of itself.
No other module compares roles. Which *rows* are visible is the selectors' and the database's part; this module decides
the *action*, and a test walks every route and method against it.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from .errors import Forbidden, NotAuthenticated, NotFound
from .http import beneath
from .identity import Principal, Role


class Permission(StrEnum):
    PUBLIC = "public"
    SIGN_IN = "sign_in"
    SELF_VIEW = "self.view"
    SELF_MANAGE = "self.manage"
    TOKEN_MANAGE = "token.manage"  # noqa: S105  a permission, no password
    SESSION_END = "session.end"
    SESSION_MANAGE = "session.manage"
    LIMIT_MANAGE = "limit.manage"
    ENTERPRISE_ADMIN = "enterprise_admin"
    SCOPE_CHOOSE = "scope.choose"
    TENANT_VIEW = "tenant.view"
    TENANT_MANAGE = "tenant.manage"
    THEME_VIEW = "theme.view"
    THEME_MANAGE = "theme.manage"
    STAFF_VIEW = "staff.view"
    STAFF_MANAGE = "staff.manage"
    DEVELOPMENT_VIEW = "development.view"
    DEVELOPMENT_CREATE = "development.create"
    DEVELOPMENT_MANAGE = "development.manage"
    DEVELOPMENT_ARCHIVE = "development.archive"
    UNIT_VIEW = "unit.view"
    UNIT_MANAGE = "unit.manage"
    ENROLMENT_MANAGE = "enrolment.manage"
    HOMEOWNER_VIEW = "homeowner.view"
    HOMEOWNER_MANAGE = "homeowner.manage"
    HOMEOWNER_EXPORT = "homeowner.export"
    DOCUMENT_VIEW = "document.view"
    DOCUMENT_UPLOAD = "document.upload"
    DOCUMENT_MANAGE = "document.manage"
    NOTICE_VIEW = "notice.view"
    NOTICE_MANAGE = "notice.manage"
    JOB_VIEW = "job.view"
    ASSISTANT_TRY = "assistant.try"
    ASSISTANT_MANAGE = "assistant.manage"
    QUESTION_VIEW = "question.view"
    QUESTION_ANSWER = "question.answer"
    CONVERSATION_VIEW = "conversation.view"
    ANALYTICS_VIEW = "analytics.view"
    AUDIT_VIEW = "audit.view"
    ANOMALY_VIEW = "anomaly.view"
    ANOMALY_MANAGE = "anomaly.manage"
    CLIENT_ERROR_VIEW = "client_error.view"
    IMPERSONATE = "homeowner.impersonate"
    HOME_JOIN = "home.join"
    HOME_VIEW = "home.view"
    HOME_DOCUMENTS = "home.documents"
    HOME_SESSIONS = "home.sessions"
    HOME_NOTICES = "home.notices"
    HOME_EXPORT = "home.export"
    CHAT = "chat"


_OPEN = frozenset({Permission.PUBLIC, Permission.SIGN_IN, Permission.HOME_JOIN})
_STAFF = _OPEN | {Permission.SELF_VIEW, Permission.SELF_MANAGE, Permission.SESSION_END}
_DEVELOPER = _STAFF | {
    Permission.THEME_VIEW,
    Permission.TOKEN_MANAGE,
    Permission.STAFF_VIEW,
    Permission.DEVELOPMENT_VIEW,
    Permission.DEVELOPMENT_MANAGE,
    Permission.UNIT_VIEW,
    Permission.UNIT_MANAGE,
    Permission.ENROLMENT_MANAGE,
    Permission.HOMEOWNER_VIEW,
    Permission.HOMEOWNER_MANAGE,
    Permission.HOMEOWNER_EXPORT,
    Permission.DOCUMENT_VIEW,
    Permission.DOCUMENT_UPLOAD,
    Permission.DOCUMENT_MANAGE,
    Permission.NOTICE_VIEW,
    Permission.NOTICE_MANAGE,
    Permission.JOB_VIEW,
    Permission.ASSISTANT_TRY,
    Permission.ASSISTANT_MANAGE,
    Permission.QUESTION_VIEW,
    Permission.QUESTION_ANSWER,
    Permission.ANALYTICS_VIEW,
}
_ADMIN = _DEVELOPER | {
    Permission.THEME_MANAGE,
    Permission.ENTERPRISE_ADMIN,
    Permission.SESSION_MANAGE,
    Permission.LIMIT_MANAGE,
    Permission.STAFF_MANAGE,
    Permission.DEVELOPMENT_CREATE,
    Permission.DEVELOPMENT_ARCHIVE,
    Permission.CONVERSATION_VIEW,
    Permission.AUDIT_VIEW,
    Permission.ANOMALY_VIEW,
    Permission.ANOMALY_MANAGE,
    Permission.CLIENT_ERROR_VIEW,
    Permission.IMPERSONATE,
}
_SUPER_ADMIN = _ADMIN | {Permission.SCOPE_CHOOSE, Permission.TENANT_VIEW, Permission.TENANT_MANAGE}
_HOMEOWNER = _OPEN | {
    Permission.HOME_VIEW,
    Permission.HOME_DOCUMENTS,
    Permission.HOME_SESSIONS,
    Permission.HOME_NOTICES,
    Permission.HOME_EXPORT,
    Permission.CHAT,
}

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.SUPER_ADMIN: _SUPER_ADMIN,
    Role.ADMIN: _ADMIN,
    Role.DEVELOPER: _DEVELOPER,
    Role.HOMEOWNER: _HOMEOWNER,
    Role.SERVICE: frozenset(Permission) - {Permission.TENANT_MANAGE, Permission.SCOPE_CHOOSE},
    Role.ANONYMOUS: _OPEN,
}


# What a personal access token may be made for: a builder's work, and nothing of the person's own account.
FOR_TOKENS: frozenset[Permission] = _DEVELOPER - _STAFF - {Permission.TOKEN_MANAGE}


def allows(principal: Principal, permission: Permission) -> bool:
    """Whether the role may do this at all, whatever the object; through a token, only what it was made for."""
    granted = permission in GRANTS[principal.role]
    return granted and (principal.permissions is None or permission in principal.permissions | _OPEN)


def for_token(principal: Principal) -> frozenset[Permission]:
    """What the principal may hand to a token of theirs: never more than they have."""
    return frozenset(permission for permission in FOR_TOKENS if allows(principal, permission))


def may_grant(principal: Principal, role: Role) -> bool:
    """Whether the principal may hand this role out: never one that can do what they cannot."""
    return GRANTS[role] <= GRANTS[principal.role]


def owns(principal: Principal, obj: Any) -> bool:
    """Whether `obj` lies inside what the principal acts for.

    Reads `tenant_id`, `development_id` and `unit_id` where the object has them; an object without `tenant_id` is
    owned by nobody.
    """
    if principal.tenant_id is not None and getattr(obj, "tenant_id", None) != principal.tenant_id:
        return False
    return _inside_developments(principal, obj) and _inside_unit(principal, obj)


def _inside_developments(principal: Principal, obj: Any) -> bool:
    development_id = getattr(obj, "development_id", None)
    return not principal.is_bound or development_id is None or development_id in principal.development_ids


def _inside_unit(principal: Principal, obj: Any) -> bool:
    unit_id = getattr(obj, "unit_id", None)
    return principal.role is not Role.HOMEOWNER or unit_id is None or unit_id == principal.unit_id


def check(principal: Principal, permission: Permission, obj: Any = None) -> None:
    """Let pass or raise.

    Raises:
        NotAuthenticated: nobody is signed in and the permission is not open.
        Forbidden: the role lacks the permission.
        NotFound: the object is outside the principal's reach; the same answer as for one that does not exist.
    """
    if not allows(principal, permission):
        refusal = Forbidden if principal.is_authenticated else NotAuthenticated
        raise refusal(reason=f"{principal.role} lacks {permission}")
    if obj is not None and not owns(principal, obj):
        raise NotFound(reason=f"{type(obj).__name__} is outside the scope of {principal.role}")


class HasPermission(BasePermission):
    """DRF's side of `check`: the permission that the view declares for this method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        principal = beneath(request).principal
        if request.method == "OPTIONS":
            return True
        permission = view.rule_for(request.method).permission
        check(principal, permission)
        # Telling of an error in the page changes nothing of the home.
        changes = request.method not in SAFE_METHODS and permission is not Permission.PUBLIC
        if principal.read_only and changes:
            raise Forbidden("Support may look here, but not change anything.", reason="impersonation is read-only")
        return True
