"""The look of a builder company: who may change it, what can be read at all, and what others ask of it.

`colour_of(principal, tenant_id)` is for what is printed or drawn for a tenant, such as card sheets: the brand colour as
`#rrggbb`, the product's own where the builder chose none. It reads inside the caller's scope.
"""

from collections.abc import Mapping
from uuid import UUID

from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.audit.changes import Changes, apply_changes
from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rbac, row_security
from apps.core.errors import Conflict, Invalid
from apps.core.identity import PLATFORM_TENANT, Principal
from apps.core.meanwhile import NOTHING_SEEN, hold_as_seen
from apps.core.rbac import Permission

from . import colours, logo
from .models import Tenant, Theme
from .theme_model import OWN_ACCENT


def theme_of(principal: Principal) -> Theme:
    """The tenant's theme without the bytes of its logo; one that is not saved where nothing was chosen yet."""
    tenant_id = principal.tenant_id or PLATFORM_TENANT
    found = Theme.objects.filter(tenant_id=tenant_id).defer("logo").first()
    return found or Theme(tenant_id=tenant_id)


def worn_by(principal: Principal, tenant: Tenant) -> Theme:
    """As `theme_of`, with the builder whose look it is: what a home is shown."""
    look = theme_of(principal)
    look.tenant = tenant
    return look


def colour_of(principal: Principal, tenant_id: UUID) -> str:
    """The brand colour, else the accent, else the product's own; `#rrggbb`."""
    rbac.check(principal, Permission.THEME_VIEW)
    found = Theme.objects.filter(tenant_id=tenant_id).values_list("brand", "accent").first()
    return next(filter(None, found or ()), OWN_ACCENT)


@transaction.atomic
def theme_change(principal: Principal, *, changes: Mapping[str, str], was: Mapping[str, str] = NOTHING_SEEN) -> Theme:
    """Change what is given of `product_name`, `brand` and `accent`; an empty text goes back to the product's own.

    Raises:
        Invalid: a colour is none, or text of the accent could not be read on our pages.
        Conflict: somebody has changed the same since it was as in `was`.
    """
    theme = theme_to_change(principal)
    hold_as_seen(theme, was=was, wanted=changes)
    wanted = {name: checked(name, value) for name, value in changes.items()}
    return _recorded(principal, theme, apply_changes(theme, wanted))


@transaction.atomic
def logo_replace(principal: Principal, *, file: "File[bytes]") -> Theme:
    """
    Raises:
        Invalid: this is no picture that we take.
        TooLarge: it has more bytes than a logo needs.
    """
    theme = theme_to_change(principal)
    return _with_logo(principal, theme, logo.written_anew(file))


@transaction.atomic
def logo_remove(principal: Principal) -> Theme:
    return _with_logo(principal, theme_to_change(principal), None)


def logo_named(digest: str) -> bytes | None:
    """The PNG of any tenant: what a page shows to whoever opens it is public, and only its digest finds it.

    Runs outside any transaction: who looks at a picture brings no session.
    """
    arguments = [digest, row_security.proof(f"logo_by_digest:{digest}")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT security.logo_by_digest(%s, %s)", arguments)
        found = cursor.fetchone()[0]
    return None if found is None else bytes(found)


def checked(name: str, value: str) -> str:
    """
    Raises:
        Invalid: as `theme_change`.
    """
    value = value.strip()
    if name == "product_name" or not value:
        return value
    colour = value.lower()
    if not colours.HEX.fullmatch(colour):
        raise Invalid.field(name, "invalid", _("Please write a colour as # and six digits or letters a to f."))
    if name == "accent" and not colours.is_readable(colour):
        sentence = _("Text in %(colour)s is too pale to be read. The nearest that can be read is %(nearest)s.")
        nearest = colours.readable(colour)
        raise Invalid.field(name, "contrast", sentence % {"colour": colour, "nearest": nearest})
    return colour


@transaction.atomic
def theme_to_change(principal: Principal) -> Theme:
    """The tenant's row, made where there is none, and locked."""
    rbac.check(principal, Permission.THEME_MANAGE)
    if principal.tenant_id is None:
        raise Conflict(_("Choose the builder company that you work in first."))
    Theme.objects.bulk_create([Theme(tenant_id=principal.tenant_id)], ignore_conflicts=True)
    return Theme.objects.select_for_update(of=("self",)).defer("logo").get(tenant_id=principal.tenant_id)


def _with_logo(principal: Principal, theme: Theme, png: bytes | None) -> Theme:
    theme.logo = png
    theme.save(update_fields=["logo"])
    digest = logo.digest(theme.tenant_id, png) if png else ""
    return _recorded(principal, theme, apply_changes(theme, {"logo_digest": digest}))


def _recorded(principal: Principal, theme: Theme, made: Changes) -> Theme:
    if made:
        theme.updated_at = timezone.now()
        theme.save(update_fields=["updated_at"])
        record(AuditEvent.THEME_CHANGED, principal, subject=theme, fields=made.fields, changes=made)
    return theme
