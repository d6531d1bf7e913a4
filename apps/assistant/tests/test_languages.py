"""What the assistant says itself is said in the homeowner's language; quotes stay as their document has them."""

import ast
import gettext
from pathlib import Path

import pytest

from apps.assistant.emergencies import Hazard, hazard_in
from apps.assistant.safety import STEPS
from apps.documents.tests.search.library import publish

APP = Path(__file__).resolve().parents[1]
CHAT = "/api/chat/messages"
BOILER = "The boiler pressure should read 1.5 bar when the system is cold."
IRISH = {"Accept-Language": "ga-IE,ga;q=0.9,en;q=0.5"}
SAID = [
    ("I smell gas!", "safety", "Do not touch any electrical switch", "Ná bain le haon lasc leictreach"),
    ("What is the capital of France?", "not_found", "I could not find this", "Níor aimsigh mé é seo"),
    ("what is my neighbour's alarm code?", "refused", "I can only speak", "Ní féidir liom labhairt"),
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
        ("boladh an ghais", Hazard.GAS),
        ("Tá an chistin trí thine!", Hazard.FIRE),
        ("Tá deatach ag teacht ón oigheann", Hazard.FIRE),
        ("Tá an t-aláram aonocsaíde carbóin ag bualadh", Hazard.CARBON_MONOXIDE),
        ("Fuair mé turraing ón soicéad", Hazard.ELECTRICITY),
        ("Tá splancacha ag teacht as an mballa", Hazard.ELECTRICITY),
        ("Phléasc píopa", Hazard.WATER),
        ("Tá an seomra faoi uisce", Hazard.WATER),
        ("Cá bhfuil an stopchoca?", None),
        ("Cathain a bhailítear na boscaí bruscair?", None),
        ("Conas a ghlanaim an scagaire?", None),
    ],
)
def test_an_emergency_is_heard_in_irish_too(text, hazard):
    assert hazard_in(text) is hazard
