"""Liveness and readiness, as a load balancer asks."""


def test_alive_needs_no_database_and_ready_does(anonymous):
    assert anonymous().get("/healthz").json() == {"status": "ok"}
    ready = anonymous().get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (200, "ok")


def test_estates_are_made_and_readable_in_their_own_scope(estate_a, estate_b, platform):
    from apps.developments.models import Development

    with platform():
        tenants = {row.tenant_id for row in Development.objects.all()}
    assert {estate_a.tenant.id, estate_b.tenant.id} <= tenants


def test_unknown_path_is_404_for_a_signed_in_person_too(estate_a, as_staff):
    assert as_staff(estate_a.admin).get("/api/nothing").status_code == 404
