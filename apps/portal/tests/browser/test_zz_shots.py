import pytest
pytestmark = pytest.mark.browser
from apps.homeowners import services as ho

def test_shots(desk, estate_a, super_admin, open_context, platform):
    for i, (who, vp) in enumerate([(estate_a.admin, {"width":1280,"height":800}), (estate_a.admin, {"width":390,"height":844}), (super_admin, {"width":1280,"height":800})]):
        page = desk(who, viewport=vp)
        for name in ("", "developments/unit/", "tenants/staff/", "tenants/staff/add/", f"homeowners/homeowner/{estate_a.homeowner.pk}/change/", "audit/auditentry/", f"homeowners/homeowner/{estate_a.homeowner.pk}/delete/", f"tenants/tenant/{estate_a.tenant.pk}/change/"):
            page.goto("/admin-enterprise/"+name)
            page.screenshot(path=f"/tmp/shot-{i}-{name.replace('/','_')[:24]}.png")
