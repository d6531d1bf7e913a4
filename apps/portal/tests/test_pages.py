"""The pages as a client without script sees them: who gets what, and what the answers may give away."""

import re

import pytest

from openhouse.testing.estates import PASSWORD

JOIN = "/join/ABCDEFGHJKMNPQRSTVWXYZ012345"


def form_token(client, path="/accounts/login"):
    return client.get(path).context["csrf_token"]


def sign_in(client, email, password=PASSWORD, **fields):
    data = {"email": email, "password": password, "csrfmiddlewaretoken": str(form_token(client)), **fields}
    return client.post("/accounts/login", data)


def test_a_builder_signs_in_and_out_without_script(anonymous, estate_a):
    client = anonymous()
    signed_in = sign_in(client, estate_a.builder.email)
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/dashboard")
    assert client.get("/")["Location"] == "/dashboard"
    token = str(client.get("/documents").context["csrf_token"])
    assert client.post("/accounts/logout", {"csrfmiddlewaretoken": token})["Location"] == "/accounts/login"
    assert client.get("/documents")["Location"] == "/accounts/login?next=%2Fdocuments"


def test_a_wrong_password_is_a_friendly_sentence_and_keeps_the_address(anonymous, estate_a):
    client = anonymous()
    refused = sign_in(client, estate_a.builder.email, "not the password")
    assert refused.status_code == 401
    page = refused.content.decode()
    assert "not right" in page
    assert estate_a.builder.email in page
    assert "not the password" not in page
    assert sign_in(client, estate_a.builder.email).status_code == 302


def test_an_unknown_address_reads_like_a_wrong_password(anonymous, estate_a):
    known = sign_in(anonymous(), estate_a.builder.email, "not the password").context["error"]
    assert sign_in(anonymous(), "nobody@example.test").context["error"] == known


def test_signing_in_needs_the_token_of_the_form(anonymous, estate_a):
    client = anonymous()
    form_token(client)
    refused = client.post("/accounts/login", {"email": estate_a.builder.email, "password": PASSWORD})
    assert refused.status_code == 403
    assert "The form has expired" in refused.content.decode()


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/documents?development=1", "/documents?development=1"),
        ("//evil.example/", "/dashboard"),
        ("https://evil.example/", "/dashboard"),
        ("javascript:alert(1)", "/dashboard"),
        ("\\\\evil.example", "/dashboard"),
        ("documents", "/dashboard"),
        ("", "/dashboard"),
    ],
)
def test_next_leads_only_to_our_own_paths(anonymous, estate_a, asked, reached):
    assert sign_in(anonymous(), estate_a.builder.email, next=asked)["Location"] == reached


def test_sign_in_attempts_are_limited_and_the_page_says_so(anonymous, estate_a):
    client = anonymous()
    token = str(form_token(client))
    data = {"email": estate_a.builder.email, "password": "wrong", "csrfmiddlewaretoken": token}
    answers = [client.post("/accounts/login", data) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Too many attempts" in answers[-1].content.decode()


def test_the_start_page_shows_a_visitor_both_ways_in(anonymous, database):
    page = anonymous().get("/").content.decode()
    assert "/home/" in page
    assert "/accounts/login" in page


@pytest.mark.parametrize("path", [JOIN, "/join"])
def test_the_card_s_page_is_kept_out_of_caches_indexes_and_referers(anonymous, database, path):
    answer = anonymous().get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


def test_the_card_s_page_does_not_repeat_the_code(anonymous, database):
    assert JOIN.removeprefix("/join/") not in anonymous().get(JOIN).content.decode()


def test_looking_at_a_card_any_number_of_times_opens_no_session(anonymous, database, superuser):
    # A worker beside browser tests of the same run opens sessions for its own work all the time.
    opened = "SELECT count(*) FROM security.sessions WHERE kind NOT IN ('service', 'platform') OR reason = 'join'"
    before = superuser.execute(opened).fetchone()
    answers = [anonymous().get(JOIN) for _ in range(3)]
    assert not any(answer.cookies for answer in answers)
    assert superuser.execute(opened).fetchone() == before


def test_the_chat_s_frame_holds_nothing_of_anybody(anonymous, as_homeowner, estate_a):
    page = as_homeowner(estate_a.homeowner).get("/home/")
    assert page["Cache-Control"] == "no-store"
    assert estate_a.homeowner.name not in page.content.decode()


@pytest.mark.parametrize("path", ["/", "/home/", "/join", "/accounts/login", "/nothing-here"])
def test_no_page_carries_script_or_style_of_its_own(anonymous, database, path):
    page = anonymous().get(path).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    scripts = re.findall("<script[^>]*>", page)
    assert [one for one in scripts if ' src="/static/' not in one and 'type="application/json"' not in one] == []


@pytest.mark.parametrize(("method", "path"), [("get", "/accounts/logout"), ("post", "/home/"), ("put", "/documents")])
def test_a_method_that_a_page_lacks_is_a_friendly_page_too(as_staff, estate_a, method, path):
    answer = getattr(as_staff(estate_a.builder), method)(path)
    assert answer.status_code == 405
    assert "POST" in answer["Allow"] or "GET" in answer["Allow"]
    assert "cannot be used in this way" in answer.content.decode()


def test_an_unknown_page_is_a_friendly_one_with_the_request_id(anonymous, database):
    answer = anonymous().get("/nothing-here")
    assert answer.status_code == 404
    assert answer["X-Request-ID"] in answer.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500, 503])
def test_every_problem_has_a_page_that_needs_no_request(status):
    from django.template.loader import render_to_string

    problem = {"status": status, "title": "A title", "detail": "A <b>sentence</b>.", "instance": "id-1", "code": "x"}
    page = render_to_string("errors/problem.html", {"problem": problem})
    assert "A title" in page
    assert "id-1" in page
    assert "<b>" not in page
