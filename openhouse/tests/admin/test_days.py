"""Days and times in the admin, in the order that people here write them."""

from apps.tenants.models import Tenant

from .conftest import pages


def test_days_are_written_as_in_ireland(operator_client, own_rows):
    when = own_rows[Tenant].created_at
    page = operator_client.get(pages(Tenant), {"id": own_rows[Tenant].pk})
    assert f"{when.day} {when:%B %Y, %H:%M}" in page.content.decode()
