"""Mails as their readers have them: what the worker would send is sent, and the link in it is followed."""

import re

from django.core import mail

from apps.core import row_security
from apps.tenants import mailing
from apps.tenants.links import Purpose

LINK = re.compile(r"https?://\S+/accounts/\w+/\S+")


def mailed_link(person, purpose=Purpose.INVITATION):
    """The path of the link in the mail that goes out now; None when none does."""
    before = len(mail.outbox)
    with row_security.service_scope(person.tenant_id, "test") as principal:
        mailing.send_now(principal, person.pk, purpose)
    return link_in(mail.outbox[before]) if len(mail.outbox) > before else None


def link_in(message):
    return "/" + LINK.search(message.body)[0].split("/", 3)[3]


def follow(client, path):
    """The form that the link leads to."""
    taken = client.get(path)
    return client.get(taken["Location"])


def choose(client, path, password, **fields):
    """Follow the link and send its form."""
    form = follow(client, path)
    token = str(form.context["csrf_token"])
    return client.post(path.rsplit("/", 1)[0], {"password": password, "csrfmiddlewaretoken": token, **fields})
