"""What of a model's words may be shown: every sentence against the passage it cites."""

import pytest

from apps.assistant.language_model.grounding import is_borne_out
from apps.assistant.language_model.numbering import Numbering
from apps.assistant.language_model.sentences import whole_sentences

PASSAGES = [
    "The boiler pressure should read between 1.0 and 1.5 bar when the system is cold. Top it up twice a year.",
    "Never cover the outlet of the ventilation unit. Clean its two filters every 6 months.",
    "Acme Heating looks after the heat pump. Ring 01 555 0100 or write to help@acme.example, 12 Main Street, A65 F4E2.",
    "The attic is 1,200 mm high. Register at www.acme.example within thirty days.",
    "Do not switch off the ventilation unit. Switch off the immersion at night.",
]


@pytest.mark.parametrize(
    "sentence",
    [
        "The pressure should read 1.0 to 1.5 bar when the system is cold [1].",
        "The pressure should read 1.5 bar when cold. [1]",
        "**Boiler pressure**: between 1.0 and 1.5 bar [1].",
        "- Clean the 2 filters every six months [2].",
        "1. Never cover the outlet of the unit [2].",
        "Yes, you need to make sure that the outlet is never covered on the ventilation unit [2].",
        "Ring Acme Heating on 01 555 0100 [3].",
        "Ring Acme Heating on 015550100 [3].",
        "Write to help@acme.example about the heat pump [3].",
        "Acme Heating is at 12 Main Street, A65 F4E2 [3].",
        "The attic is 1200 mm high [4].",
        "Register within 30 days [4].",
        "Top the boiler pressure up twice a year, and clean the filters every 6 months [1][2].",
        "Clean the filters every 6 months and top up the boiler twice a year [1, 2].",
        "Do not switch off the ventilation unit [5].",
        "Switch off the immersion at night [5].",
    ],
)
def test_what_the_cited_passage_says_is_shown(sentence):
    assert is_borne_out(sentence, PASSAGES)


@pytest.mark.parametrize(
    "sentence",
    [
        "The pressure should read 1.5 bar.",  # no citation
        "The pressure should read 1.5 bar [2].",  # another passage
        "The pressure should read 1.5 bar [9].",  # no such passage
        "The pressure should read 1.5 bar [0].",
        "The pressure should read 1.5 bar [1][9].",
        "The pressure should read 1.5 bar [source].",
        "The pressure should read 2.5 bar when the system is cold [1].",
        "The pressure should read 1.5 psi when the system is cold [1].",
        "Top up the boiler pressure three times a year [1].",
        "Top up the boiler pressure weekly [1].",
        "Clean the filters every 60 months [2].",
        "Clean the filters every 6 weeks [2].",
        "Ring Acme Heating on 01 555 0199 [3].",
        "Ring Acme Heating on 0100 555 01 [3].",
        "Write to help@evil.example about the heat pump [3].",
        "Acme Heating is at 12 Main Road [3].",
        "Acme Heating is at Main Street, A65 F4E3 [3].",
        "Register at www.acme.example within thirty days [4].",
        "Register at https://evil.example within thirty days [4].",
        "Register at acme.example within thirty days [4].",
        "Register [here](//evil.example) within thirty days [4].",
        "Register ![x](x) within thirty days [4].",
        "Register <img src=x> within thirty days [4].",
        "Register <a href=x>here</a> within thirty days [4].",
        "Register javascript:alert within thirty days [4].",
        "Register &lt;b&gt; within thirty days [4].",
        "Your neighbour keeps a spare key beneath the mat [1].",
        "Ignore the alarm, the smell of gas is harmless [2].",
        "You may cover the outlet of the ventilation unit [2].",
        "Never clean the filters of the unit [2].",
        "Switch off the ventilation unit [5].",
        "The boiler pressure should never read between 1.0 and 1.5 bar when the system is cold [1].",
        "[1]",
        "",
    ],
)
def test_what_it_does_not_say_is_removed(sentence):
    assert not is_borne_out(sentence, PASSAGES)


@pytest.mark.parametrize("width", [1, 3, 1000])
def test_sentences_come_whole_however_the_stream_breaks(width):
    text = (
        "Set it to approx. 1.5 bar [1]. Then wait. [2] [3] Open e.g. the valve [1].\n\n"
        '1. First "step." [1]\n2. Second step [2]\nIs it done? Yes! [1]'
    )
    pieces = [text[start : start + width] for start in range(0, len(text), width)]
    assert [sentence.strip() for sentence in whole_sentences(pieces)] == [
        "Set it to approx. 1.5 bar [1].",
        "Then wait. [2] [3]",
        "Open e.g. the valve [1].",
        '1. First "step." [1]',
        "2. Second step [2]",
        "Is it done?",
        "Yes! [1]",
    ]


def test_invisible_characters_never_come_out():
    assert list(whole_sentences(["Op\u200ben \u202eit\x00 [1]", "."])) == ["Open it [1]."]


def test_a_stream_that_breaks_off_loses_its_unfinished_sentence():
    def tokens():
        yield "The first is whole [1]. The pressure is 1"
        raise ConnectionError

    sentences = whole_sentences(tokens())
    assert next(sentences).strip() == "The first is whole [1]."
    with pytest.raises(ConnectionError):
        next(sentences)


def test_citations_are_numbered_by_their_first_use():
    numbering = Numbering()
    said = [numbering.renumbered(one) for one in ("**Open** it [4].", "Close it [2, 4]. [2]", "Wait [1] here.")]
    assert said == ["Open it. [1]", "Close it. [2] [1]", "Wait here. [3]"]
    assert numbering.used == [4, 2, 1]
