"""A quote is a slice of the passage around its best sentence."""

from hypothesis import given
from hypothesis import strategies as st

from apps.assistant.quotes import LONGEST, quote, sentences

TEXT = (
    "Looking after your boiler\nThe boiler is serviced once a year. Use e.g. the engineer that fitted it. The filter"
    " must be rinsed every 3 months. Rinse it with cold water. Let it dry. Never use soap.\nGarden\nMow often."
)


def test_the_best_sentence_and_two_that_follow():
    found = quote(TEXT, "rinse the filter", {"rins": 3.0, "filter": 2.0})
    assert found == "The filter must be rinsed every 3 months. Rinse it with cold water. Let it dry."


def test_a_figure_is_preferred_where_one_is_asked_for():
    text = "The pump has a switch. Ask us. Please. Really. Set the pump to 2."
    assert quote(text, "which pump", {"pump": 1.0}).startswith("The pump has")
    assert quote(text, "what setting for the pump", {"pump": 1.0}) == "Set the pump to 2."


def test_a_list_is_quoted_with_what_announces_it():
    text = "Filters\nIt takes two filters:\nSupply: 320 mm\nExtract: 250 mm\nOrder them from us. Ring first. Then pay."
    found = quote(text, "what size are the filters", {"filter": 2.0})
    assert found.startswith("Filters")
    assert "320 mm\nExtract: 250 mm" in found
    assert "pay" not in found


def test_lines_and_abbreviations():
    assert [TEXT[slice(*span)] for span in sentences(TEXT)][:3] == [
        "Looking after your boiler",
        "The boiler is serviced once a year.",
        "Use e.g. the engineer that fitted it.",
    ]


@given(st.text(max_size=2000), st.text(max_size=50), st.dictionaries(st.text(min_size=1, max_size=5), st.floats(0, 9)))
def test_whatever_the_text_a_quote_is_a_slice_of_it(text, question, worths):
    found = quote(text, question, worths)
    assert found in text
    assert len(found) <= LONGEST


def test_number_of_a_step_stays_with_its_step():
    steps = "To turn it off:\n1. Open the panel.\n2. Turn the tap clockwise.\n3. Check that nothing drips."
    pieces = [steps[start:end] for start, end in sentences(steps)]
    assert pieces == [
        "To turn it off:",
        "1. Open the panel.",
        "2. Turn the tap clockwise.",
        "3. Check that nothing drips.",
    ]
