"""Emergencies are recognised in the words of people in a hurry, and what only sounds like one is not."""

import pytest

from apps.assistant.emergencies import Hazard, hazard_in

EMERGENCIES = {
    Hazard.GAS: [
        "I can smell gas",
        "there's a smell of gas in the kitchen",
        "What should I do if I smell gas?",
        "smells like gas in here!!",
        "gas leak",
        "I think there is a gas leek",
        "it smells like rotten eggs near the boiler",
        "I hear gas hissing, a hissing of gas behind the cooker",
        "the builder next door hit a gas pipe",
        "STRONG GAS SMELL help",
        "my son left the gas on",
    ],
    Hazard.FIRE: [
        "there is a fire in the kitchen",
        "my house is on fire",
        "the oven is on fire what do I do",
        "The dryer caught fire",
        "smoke is coming out of the washing machine",
        "I can smell smoke",
        "there's a burning smell in the hall",
        "I smell burning",
        "the smoke alarm is going off",
        "the fire alarm has gone off and won't stop",
        "chip pan fire!",
        "the kitchen is full of smoke",
        "the dishwasher is smoking",
        "flames in the attic",
    ],
    Hazard.CARBON_MONOXIDE: [
        "the carbon monoxide alarm is going off",
        "my CO alarm is beeping",
        "carbon monoxide detector sounding, what do I do?",
        "I think we have carbon monoxide poisoning",
        "carbon monixide alarm is ringing",
        "I feel dizzy when the boiler is on",
        "we have headaches since the stove was lit, carbon monoxide?",
    ],
    Hazard.ELECTRICITY: [
        "I got an electric shock from the tap",
        "sparks are coming from the socket",
        "the socket is sparking",
        "the plug is melting",
        "there are exposed wires in the ceiling",
        "the fuse board is buzzing",
        "I drilled into a cable",
        "water is dripping into the socket",
        "water coming through the light",
        "my husband was electrocuted",
        "the light switch gave me a shock",
    ],
    Hazard.WATER: [
        "a pipe has burst",
        "burst pipe in the attic!",
        "my kitchen is flooded",
        "the bathroom is flooding",
        "water is pouring through the ceiling",
        "there's water coming through the ceiling, how do I turn it off at the mains",
        "the ceiling is leaking",
        "the washing machine hose has burst",
        "we have a major leak under the sink",
        "I can't stop the water",
    ],
}
FALSE_ALARMS = [
    "Who do I pay the gas bill to?",
    "where is the gas meter",
    "How do I read my gas meter?",
    "When is the gas boiler serviced?",
    "who is my gas supplier",
    "Where is the smoke alarm test button?",
    "How do I test the smoke alarms?",
    "the smoke alarm chirps once a minute, how do I change the battery",
    "smoke alarm beeps every 40 seconds",
    "how do I stop the smoke alarm going off when I cook",
    "the smoke alarm goes off every time I fry something",
    "how often should the carbon monoxide alarm be replaced?",
    "Where are the carbon monoxide alarms fitted?",
    "the carbon monoxide alarm is beeping once a minute, low battery?",
    "Is the front door a fire door?",
    "where is the fire extinguisher",
    "Which fire rating do the doors have?",
    "Can I hang a TV above the fireplace?",
    "how do I light a fire in the stove",
    "is a barbecue allowed on the balcony",
    "where is the fire assembly point",
    "Does my insurance cover fire and flood?",
    "Is flooding covered by the warranty?",
    "is the estate on a flood plain",
    "has the site ever flooded",
    "how do I change the floodlight bulb",
    "How can I prevent burst pipes in winter?",
    "How do I protect pipes from freezing?",
    "what do I do about a dripping tap",
    "the water pressure is low",
    "no hot water coming out of the shower",
    "brown water coming out of the tap",
    "How do I turn off the water?",
    "Where is the stopcock?",
    "the hob keeps sparking after I light it",
    "the ignition on the hob will not spark",
    "Where is the fuse board?",
    "the trip switch keeps tripping",
    "How many sockets are in the living room?",
    "I was shocked at my heating bill",
    "How hot should the water in the cylinder be?",
    "is the shower shockproof",
    "how do I bleed a radiator",
    "radiator is not hot",
    "What is the heating system pressure?",
    "can I fit a gas hob",
    "is smoking allowed in the common areas",
    "what is the warranty on the boiler",
    "the drains smell",
    "bad smell from the sink",
    "where does the heat pump get its air from",
    "condensation on the windows",
    "how do I set the heating timer",
    "is there a fire safety certificate",
    "who do I call about a leaking roof tile",
    "CO2 sensor reading is 900, is that normal",
]


@pytest.mark.parametrize(
    ("hazard", "text"), [(hazard, text) for hazard, texts in EMERGENCIES.items() for text in texts]
)
def test_an_emergency_is_recognised(hazard, text):
    assert hazard_in(text) is hazard
    assert hazard_in(f"  {text.upper()} ") is hazard


@pytest.mark.parametrize("text", FALSE_ALARMS)
def test_a_false_alarm_goes_to_the_documents(text):
    assert hazard_in(text) is None


@pytest.mark.parametrize("piece", ["smell of the ", "fire ", "water is ", "co alarm is ", "a ", "got a big "])
def test_long_texts_are_judged_at_once(piece):
    assert hazard_in((piece * 2000)[:2000]) in (None, *Hazard)
