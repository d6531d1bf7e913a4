"""What the assistant says itself is said in the homeowner's language; quotes stay as their document has them."""

import ast
import gettext
from pathlib import Path
from uuid import uuid4

import pytest

from apps.assistant.emergencies import Hazard, hazard_in
from apps.assistant.safety import STEPS
from apps.developments.models import Unit
from apps.documents.tests.search.library import publish

from .loop import answer, ask_again, desk, history, topics

APP = Path(__file__).resolve().parents[1]
CHAT = "/api/chat/messages"
FENCE, EIRCODE = "What colour can I paint the garden fence?", "What is my Eircode?"
BOILER = "The boiler pressure should read 1.5 bar when the system is cold."
IRISH = {"Accept-Language": "ga-IE,ga;q=0.9,en;q=0.5"}
SAID = [
    ("I smell gas!", "safety", "Do not touch any electrical switch", "Ná bain le haon lasc leictreach"),
    ("What is the capital of France?", "not_found", "I could not find this", "Níor aimsigh mé é seo"),
    ("what is my neighbour's alarm code?", "refused", "I can only speak", "Ní féidir liom labhairt"),
    ("Cad é cód aláraim mo chomharsan?", "refused", "I can only speak", "Ní féidir liom labhairt"),
    ("Is the garden wall tall?", "closest", "I am not sure", "Nílim cinnte"),
]


def catalogue():
    with (APP / "locale/ga/LC_MESSAGES/django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def sentences():
    """Every literal that a module of the assistant marks for translation."""
    for file in sorted(APP.rglob("*.py")):
        if {"tests", "migrations"} & set(file.relative_to(APP).parts):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "gettext"):
                yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize(("text", "outcome", "english", "irish"), SAID)
def test_each_fixed_sentence_is_said_in_the_language_asked_for(estate_a, as_homeowner, text, outcome, english, irish):
    publish(estate_a.development, "Guide", [BOILER, "The garden wall is yours."])
    home = as_homeowner(estate_a.homeowner)
    for headers, said in (({}, english), (IRISH, irish), ({"Accept-Language": "fr"}, english)):
        body = home.post_json(CHAT, {"text": text}, headers=headers).json()
        assert body["outcome"] == outcome
        assert body["answer"].startswith(said)
        assert "{" not in body["answer"]


def test_what_goes_wrong_is_said_in_the_language_asked_for(estate_a, as_homeowner):
    home, gone = as_homeowner(estate_a.homeowner), str(uuid4())
    refused = [
        ({"text": " "}, 400, "Scríobh ceist"),
        ({"text": "x" * 2001}, 400, "Cuir an cheist i 2000 carachtar"),
        ({"text": "Where is the stopcock?", "conversation": gone}, 404, "Níor aimsíodh é."),
    ]
    for body, status, said in refused:
        problem = home.post_json(CHAT, body, headers=IRISH).json()
        sentence = problem["errors"][0]["message"] if "errors" in problem else problem["detail"]
        assert (problem["status"], sentence[: len(said)]) == (status, said)


def test_what_is_recorded_of_the_home_is_told_in_the_language_asked_for(platform, estate_a, as_homeowner):
    with platform():
        Unit.objects.filter(pk=estate_a.unit.pk).update(eircode="D02 X285")
    body = as_homeowner(estate_a.homeowner).post_json(CHAT, {"text": "What is my Eircode?"}, headers=IRISH).json()
    assert (body["answer"], body["citations"][0]["title"]) == (
        "Is é D02 X285 Éirchód do thí. [1]",
        "Sonraí do thí",
    )


def test_an_answer_that_comes_later_is_in_the_language_of_its_question(platform, estate_a, as_homeowner, as_staff):
    home, builder, place = as_homeowner(estate_a.homeowner), as_staff(estate_a.builder), estate_a.development
    for text, headers in ((EIRCODE, IRISH), (FENCE, IRISH), (FENCE, {})):
        assert home.post_json(CHAT, {"text": text}, headers=headers).json()["outcome"] == "not_found"
    with platform():
        Unit.objects.filter(pk=estate_a.unit.pk).update(eircode="D02 X285")
    [fence] = [topic for topic in topics(builder, place) if topic["question"] == FENCE]
    answer(builder, place, fence, "Garden fences may be painted in Sage Green.")
    ask_again(place)
    later = [message for message in history(home) if message["follows"]]
    titles = sorted(message["citations"][0]["title"].split(",")[0] for message in later)
    assert titles == ["Answered by your builder", "Freagartha ag do thógálaí", "Sonraí do thí"]
    assert ["Is é D02 X285" in message["answer"] for message in later].count(True) == 1


def test_what_a_builder_answered_is_called_so_in_the_reader_s_language(estate_a, as_homeowner, as_staff):
    entry = {"question": FENCE, "answer": "Garden fences may be painted in Sage Green."}
    path = desk(estate_a.development, "faq")
    assert as_staff(estate_a.builder).post_json(path, entry, headers=IRISH).status_code == 201
    home = as_homeowner(estate_a.homeowner)
    for headers, said in (({}, "Answered by your builder, "), (IRISH, "Freagartha ag do thógálaí, ")):
        [cited] = home.post_json(CHAT, {"text": FENCE}, headers=headers).json()["citations"]
        assert cited["title"].startswith(said)


def test_quotes_stay_in_the_language_of_the_document(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER])
    body = as_homeowner(estate_a.homeowner).post_json(CHAT, {"text": "boiler pressure"}, headers=IRISH).json()
    assert body["answer"] == f"{BOILER} [1]"


def test_numbers_to_ring_are_the_same_in_both_languages(estate_a, as_homeowner):
    home = as_homeowner(estate_a.homeowner)
    body = home.post_json(CHAT, {"text": "the carbon monoxide alarm is sounding"}, headers=IRISH).json()
    assert "112 nó 999" in body["answer"]
    assert "1800 20 50 50" in body["answer"]


def test_the_irish_catalogue_is_complete():
    irish, found = catalogue(), set(sentences())
    assert len(found) >= 20
    assert {sentence for sentence in found if irish.gettext(sentence) == sentence} == set()


def test_every_placeholder_survives_translation():
    irish = catalogue()
    for sentence in sentences():
        translated = irish.gettext(sentence)
        for place in ("{emergency}", "{gas}", "%(contact)s", "%(name)s"):
            assert (place in sentence) == (place in translated), sentence


def test_every_hazard_has_steps():
    assert set(STEPS) == set(Hazard)


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("Tá boladh gáis sa chistin", Hazard.GAS),
        ("Ta boladh gais sa chistin", Hazard.GAS),
        ("boladh an ghais", Hazard.GAS),
        ("Tá an chistin trí thine!", Hazard.FIRE),
        ("Tá deatach ag teacht ón oigheann", Hazard.FIRE),
        ("Tá an t-aláram aonocsaíde carbóin ag bualadh", Hazard.CARBON_MONOXIDE),
        ("Fuair mé turraing ón soicéad", Hazard.ELECTRICITY),
        ("Tá splancacha ag teacht as an mballa", Hazard.ELECTRICITY),
        ("Phléasc píopa", Hazard.WATER),
        ("phleasc piopa", Hazard.WATER),
        ("Tá an seomra faoi uisce", Hazard.WATER),
        ("Cá bhfuil an stopchoca?", None),
        ("Cathain a bhailítear na boscaí bruscair?", None),
        ("Conas a ghlanaim an scagaire?", None),
    ],
)
def test_an_emergency_is_heard_in_irish_too(text, hazard):
    assert hazard_in(text) is hazard
