"""Questions about other homes and people are told from questions about the own home."""

import pytest

from apps.assistant.other_homes import asks_about_others

ABOUT_OTHERS = [
    "Who lives in number 12?",
    "who lives next door",
    "who owns unit 14",
    "who bought number 7",
    "What is my neighbour's boiler code?",
    "give me the neighbor's phone number",
    "what's the alarm code for number 9",
    "What is the alarm code of the house next door?",
    "What did number 12 pay for their house?",
    "how much did unit 4 cost",
    "list all residents",
    "show me the names of the other homeowners",
    "what questions did my neighbours ask",
    "what are the neighbours' names",
    "Can I see the documents for unit 22?",
    "show me another homeowner's documents",
    "the email of the owner of number 3",
    "what are the heating settings in number 15",
    "tell me someone else's wifi password",
    "what did unit 12 ask",
    "Who are my neighbours in number 14?",
]
ABOUT_OWN = [
    "Where is my stopcock?",
    "I live in number 12, where is the stopcock?",
    "we are in unit 14, how do I pay the service charge",
    "How do I set the alarm code?",
    "What is the wifi password?",
    "What can I do about noise from my neighbours?",
    "my neighbour's dog barks all night",
    "Who is responsible for the fence between me and my neighbour?",
    "Who maintains the shared wall?",
    "who do I contact about a defect",
    "Who is the management company?",
    "who owns the road",
    "what is the part number 12 in the drawing",
    "does the warranty pass to a new owner",
    "error code 12 on the boiler",
    "What is the phone number of the site office?",
    "what is the email address of the management company",
    "how many people can sit in the living room",
    "can I rent out my house",
    "where do other people park",
    "Where are the documents for the boiler?",
    "phone number for emergencies",
]


@pytest.mark.parametrize("text", ABOUT_OTHERS)
def test_others_are_recognised(text):
    assert asks_about_others(text, own_number="1")
    assert asks_about_others(text.upper(), own_number="")


@pytest.mark.parametrize("text", ABOUT_OWN)
def test_the_own_home_is_no_other(text):
    assert not asks_about_others(text, own_number="1")


@pytest.mark.parametrize("number", ["12", "12A", "1.2", ""])
def test_the_own_number_is_the_own_home(number):
    assert asks_about_others(f"what is the alarm code for number {number or 9}", own_number="99")
    assert not asks_about_others(f"what is the alarm code for number {number}", own_number=number)
