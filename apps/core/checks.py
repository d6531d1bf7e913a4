"""Start-up checks: the two silent traps of declared constraints, and values that are unsafe in production."""

from collections.abc import Iterable
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db.models import ForeignKey, Model

from .constraints import RowSecurity, TenantForeignKey

MIN_KEY = 32


def owned_models() -> list[type[Model]]:
    """Every concrete model of ours with a tenant."""
    return [m for m in apps.get_models() if m._meta.managed and any(f.name == "tenant" for f in m._meta.fields)]


@register(Tags.models)
def tenant_owned_models(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [message for model in owned_models() for message in model_findings(model)]


def model_findings(model: type[Model]) -> Iterable[CheckMessage]:
    """A missing row security, and foreign keys between tenants' rows that no tenant stands in."""
    constraints = model._meta.constraints
    if sum(isinstance(c, RowSecurity) for c in constraints) != 1:
        yield Error(f"{model.__name__} declares no RowSecurity in Meta.constraints", obj=model, id="openhouse.E001")
    keyed = {column for c in constraints if isinstance(c, TenantForeignKey) for column in c.columns}
    for field in model._meta.fields:
        if isinstance(field, ForeignKey) and field.name != "tenant" and field.column not in keyed:
            yield Error(f"{model.__name__}.{field.name} has no TenantForeignKey", obj=model, id="openhouse.E002")
        elif isinstance(field, ForeignKey) and field.name != "tenant" and getattr(field, "db_constraint", True):
            yield Error(f"{model.__name__}.{field.name} keeps a single-column key", obj=model, id="openhouse.E003")


@register(Tags.security)
def keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Each secret is long, its own, and no example."""
    names = ["SECRET_KEY", "JWT_SIGNING_KEY", "GATE_KEY"] + ["JWT_PREVIOUS_KEY"] * bool(settings.JWT_PREVIOUS_KEY)
    values = [getattr(settings, name) for name in names]
    found: list[CheckMessage] = [
        Error(f"{name} is shorter than {MIN_KEY} characters or an example", id="openhouse.E010")
        for name, value in zip(names, values, strict=True)
        if len(value) < MIN_KEY or "change-me" in value
    ]
    if len(set(values)) != len(values):
        found.append(Error(f"{', '.join(names)} must differ", id="openhouse.E011"))
    return found


@register(Tags.security)
def origins(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Origins are exact; in production they are https, and so is every cookie."""
    found: list[CheckMessage] = []
    for origin in settings.ALLOWED_ORIGINS:
        if not is_exact_origin(origin):
            found.append(Error(f"ALLOWED_ORIGINS holds {origin!r}, not an exact origin", id="openhouse.E020"))
        elif settings.PRODUCTION and not origin.startswith("https://"):
            found.append(Error(f"ALLOWED_ORIGINS holds {origin!r}, not https", id="openhouse.E021"))
    return found


def is_exact_origin(origin: str) -> bool:
    parts = urlsplit(origin)
    return "*" not in origin and parts.scheme in ("https", "http") and origin == f"{parts.scheme}://{parts.netloc}"


@register(Tags.security)
def proxies(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A typo here would fail every request, or believe everybody."""
    return [
        Error(f"TRUSTED_PROXIES holds {proxy!r}, not an address or a network of fewer than all", id="openhouse.E022")
        for proxy in settings.TRUSTED_PROXIES
        if not is_proxy(proxy)
    ]


def is_proxy(proxy: str) -> bool:
    try:
        return ip_network(proxy).prefixlen > 0
    except ValueError:
        return False


@register(Tags.security)
def production_values(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.PRODUCTION:
        return []
    unsafe = {
        "DEBUG is on": settings.DEBUG,
        "ALLOWED_HOSTS is empty or holds *": not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
        "a cookie is not Secure": not (
            settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.HOMEOWNER_COOKIE_SECURE
        ),
        "PUBLIC_ORIGIN is not https": not settings.PUBLIC_ORIGIN.startswith("https://"),
        "HSTS is off": settings.SECURE_HSTS_SECONDS < 1,
        "https is not enforced": not settings.SECURE_SSL_REDIRECT,
        "the broker is a folder": settings.CELERY_BROKER_URL.startswith("filesystem:"),
    }
    return [Error(text, id="openhouse.E030") for text, is_unsafe in unsafe.items() if is_unsafe]


@register(Tags.security)
def mail(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Links of invitations and resets open accounts, and a log is read by many."""
    if not settings.PRODUCTION or "console" not in settings.EMAIL_BACKEND:
        return []
    return [CheckMessage(WARNING, "EMAIL_URL is not set: mails go to the log, links included", id="openhouse.W031")]


def refuse_unsafe_settings() -> None:
    """For servers and workers, which Django lets start without any check.

    Raises:
        ImproperlyConfigured: a security check has found an error.
    """
    errors = [found for found in run_checks(tags=[Tags.security]) if found.is_serious()]
    if errors:
        raise ImproperlyConfigured("; ".join(f"{error.id} {error.msg}" for error in errors))
