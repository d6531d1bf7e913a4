"""What no document of an estate can know is not taken from a page that speaks of something near."""

import pytest

from apps.assistant.personal_facts import Value, is_stated, value_asked
from apps.assistant.phrases import without_accents
from apps.documents.tests.search.library import publish

from .loop import asked, send, topics

ALARM = (
    "The burglar alarm is set at the keypad in the hall. To change the alarm code, press the star key, enter the old"
    " code and then the new code twice."
)
OF_THEIR_OWN = [
    "What is the code of my alarm?",
    "what is my alarm code",
    "what's the wifi password",
    "What is the WiFi password?",
    "tell me the gate code",
    "give me the code for the bin store",
    "alarm code?",
    "What is the key safe code?",
    "what are the door codes",
    "do you know my router password",
    "whats the pin for the alarm",
    "what is my password",
    "What is my MPRN?",
    "what is my MPRN number",
    "How much is my mortgage?",
    "what did I pay for my house",
    "what is my account balance",
    "what's my policy number",
    "how much do I owe",
    "how much is my gas bill",
    "When is my appointment?",
    "what time is the plumber coming",
    "When is the electrician coming to fix the light?",
    "when will someone come to fix my shower",
    "what date is my handover",
    "when is our snagging inspection",
    "When are you coming to fix the door?",
    "when is my kitchen delivery",
    "What is the combination of the key box?",
    "remind me of the entry code",
    "what's our wifi key",
    "which day is my survey",
    "what is the default code of the alarm",
    "Cad é cód m'aláraim?",
    "Cén cód atá ar m'aláram?",
    "Cad é cód mo aláraim?",
    "Cad é pasfhocal an wifi?",
    "Inis dom cód an gheata",
    "tabhair dom an cód don stór bruscair",
    "cód an aláraim?",
    "Cad iad cóid na ndoirse?",
    "Cad é mo phasfhocal?",
    "Cad é m'uimhir MPRN?",
    "Cad é mo MPRN?",
    "Cad é mo uimhir chuntais?",
    "Cé mhéad atá ar mo mhorgáiste?",
    "Cé mhéad é mo mhorgáiste?",
    "Cé mhéad é mo bhille gáis?",
    "Cad a d'íoc mé ar mo theach?",
    "Cé mhéad airgid atá orm?",
    "Cathain a bheidh mo choinne?",
    "Cá huair atá mo choinne?",
    "Cén t-am a thiocfaidh an pluiméir?",
    "Cathain atá an leictreoir ag teacht?",
    "Cathain a thiocfaidh duine éigin chun an cith a dheisiú?",
    "Cathain a bheidh sibh ag teacht chun an doras a dheisiú?",
    "Cén dáta a bheidh mo sheachadadh?",
    "Cathain a bheidh ár n-iniúchadh?",
    "An bhfuil a fhios agat cód an dorais?",
]
OF_THE_HOME = [
    "How do I change the alarm code?",
    "how do I set the alarm code",
    "what do I do if I forgot the alarm code",
    "What is the alarm code for?",
    "where do I find my MPRN",
    "where is the wifi password written",
    "what does error code E04 mean",
    "what is the error code on the boiler",
    "What is the paint code of the hall?",
    "what is the eircode",
    "how do I pay my bill",
    "how much is the service charge",
    "how do I book an appointment",
    "When is the boiler serviced?",
    "when are the bins collected",
    "who do I call for an appointment",
    "When does the engineer service the boiler each year?",
    "what is the phone number of the site office",
    "what is the number for the management company",
    "how often is the alarm tested",
    "what is the alarm",
    "what alarm do I have",
    "when is the first service of my heat pump due",
    "what is the deposit for a key",
    "how much is a second set of keys",
    "When was my house built?",
    "what is the key for the window locks",
    "when should I call an engineer",
    "what is the password policy",
    "how do I reset the wifi password",
    "set a new code on the alarm",
    "What is the warranty period of my boiler?",
    "how long is my warranty",
    "when will my warranty expire",
    "When should I expect the builder to fix snags?",
    "how soon must snags be reported",
    "what is a PIN",
    "when is the heating due a service",
    "what time can builders work",
    "what is the code on the fob",
    "What is a combination boiler?",
    "how do I open the garage door without a code",
    "what happens if I enter the wrong PIN",
    "when do builders usually finish snags",
    "what is the number of bins I get",
    "what are the opening hours of the site office",
    "which code do I quote for a paint touch-up",
    "how much is the deposit for the community room",
    "Conas a athraím cód an aláraim?",
    "Cén chaoi a socraím cód an aláraim?",
    "Cad a dhéanfaidh mé má dhearmadaim cód an aláraim?",
    "Cad chuige cód an aláraim?",
    "Cá bhfaighidh mé mo MPRN?",
    "Cá bhfuil pasfhocal an wifi scríofa?",
    "Cad is brí le cód earráide E04?",
    "Cad é cód na péinte sa halla?",
    "Cad é an éirchód?",
    "Conas a íocaim mo bhille?",
    "Cé mhéad é an táille seirbhíse?",
    "Conas a chuirim coinne in áirithe?",
    "Cathain a dhéantar seirbhís ar an gcoire?",
    "Cathain a bhailítear na boscaí bruscair?",
    "Cé air a nglaoim le haghaidh coinne?",
    "Cathain a thagann an t-innealtóir chun seirbhís a dhéanamh ar an gcoire gach bliain?",
    "Cathain a thagann an t-innealtóir go hiondúil?",
    "Cad é uimhir fóin oifig an láithreáin?",
    "Cathain a rachaidh mo bharántas in éag?",
    "Cathain ba chóir dom glaoch ar innealtóir?",
    "Cén t-am is féidir le tógálaithe obair a dhéanamh?",
    "Cathain a tógadh mo theach?",
    "Socraigh cód nua ar an aláram",
    "Conas a osclaím doras an gharáiste gan chód?",
    "Cad a tharlaíonn má chuirim an PIN mícheart isteach?",
    "Cén cineál aláraim atá agam?",
    "Cad é tréimhse bharántas mo choire?",
    "Cé mhéad eochair a fhaighim?",
    "Cathain is gá lochtanna a thuairisciú?",
]


@pytest.mark.parametrize("text", OF_THEIR_OWN)
def test_a_question_for_a_value_of_one_s_own_is_told(text):
    assert value_asked(text)
    assert value_asked(without_accents(text).upper())


@pytest.mark.parametrize("text", OF_THE_HOME)
def test_every_other_question_is_for_the_documents(text):
    assert value_asked(text) is None


@pytest.mark.parametrize(
    ("passage", "stated"),
    [
        ("The default code is 1234.", True),
        ("The password of the guest network is “Oak-Park-7”.", True),
        ("The code of the gate: C1590.", True),
        ("The alarm code is chosen by you: four digits.", False),
        ("Enter the code and press OK within 30 seconds.", False),
        ("The key is under the pot for 20 minutes.", False),
        ("Is é an cód don gheata ná 1590.", True),
        ("Is é “Oak-Park-7” pasfhocal an líonra.", True),
        ("Roghnaíonn tú féin an cód: ceithre dhigit.", False),
        (ALARM, False),
    ],
)
def test_a_passage_states_a_code_or_speaks_of_codes(passage, stated):
    assert is_stated(Value.CODE, [passage]) is stated
    assert not is_stated(Value.MOMENT, [passage])


def test_a_code_that_no_document_states_is_said_to_be_in_none_and_goes_to_the_builder(estate_a, as_homeowner, as_staff):
    publish(estate_a.development, "Alarm", [ALARM])
    home = as_homeowner(estate_a.homeowner)
    for text in ("What is the code of my alarm?", "tell me the alarm code"):
        said = asked(home, text)
        assert (said["outcome"], said["citations"]) == ("not_found", [])
        assert said["answer"].startswith(
            "Codes, passwords, numbers and appointments of your own are not in the documents"
        )
    assert send(home, said).status_code == 201
    assert len(topics(as_staff(estate_a.builder), estate_a.development)) == 1
    twin = asked(home, "How do I change the alarm code?")
    assert (twin["outcome"], "new code twice" in twin["answer"]) == ("answered", True)


def test_a_page_in_irish_that_speaks_of_codes_states_none(estate_a, as_homeowner):
    publish(estate_a.development, "Aláram", ["Athraítear cód an aláraim ag an méarchlár sa halla."])
    home = as_homeowner(estate_a.homeowner)
    assert asked(home, "Cad é cód an aláraim?")["outcome"] == "not_found"
    assert "méarchlár" in asked(home, "Conas a athraítear cód an aláraim?")["answer"]


def test_a_code_that_a_document_states_is_quoted(estate_a, as_homeowner):
    publish(estate_a.development, "Alarm", [ALARM, "The factory code of the alarm is 1234 until you change the code."])
    said = asked(as_homeowner(estate_a.homeowner), "What is the alarm code?")
    assert "1234" in said["answer"]


def test_an_appointment_is_never_guessed_from_a_rule(estate_a, as_homeowner):
    publish(estate_a.development, "Care", ["The engineer comes once a year to service the boiler, on a working day."])
    home = as_homeowner(estate_a.homeowner)
    assert asked(home, "When is the engineer coming to service my boiler?")["outcome"] == "not_found"
    assert asked(home, "How often is the boiler serviced?")["outcome"] == "answered"
