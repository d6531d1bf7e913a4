"""How the builders look to their homes, and what they tell them. What somebody has changed since stays."""

from uuid import UUID

from apps.core.identity import Principal
from apps.demo.content.facts import Builder
from apps.notices import selectors as notices
from apps.notices import services as notice_services
from apps.tenants import theme

WELCOME = (
    "Welcome to your home",
    "Everything that came with your keys can be asked about here: heating, warranty, bins and more.\n\n"
    "If something is not right, tell us on the page of your home, and we answer there.",
)


def make_look(principal: Principal, builder: Builder) -> None:
    if not theme.theme_of(principal).has_colours:
        look = {"product_name": builder.name, "brand": builder.colour, "accent": builder.colour}
        theme.theme_change(principal, changes=look)


def make_notice(principal: Principal, development_id: UUID) -> None:
    if not notices.notices_of(principal, development_id).exists():
        title, body = WELCOME
        notice_services.notice_create(principal, development_id=development_id, title=title, body=body)
