"""The watch over every page and the judges of a walk notice what they are there for."""

import pytest

from .walking import unreached_scrollers
from .watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FAULTS = {
    "exception": "setTimeout(() => { throw new Error('planted') })",
    "security policy": "document.body.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))",
    "somebody else": "fetch('http://127.0.0.1:9/').catch(() => {})",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_noticed(site, browser, fault):
    context, watch = browser.new_context(base_url=site.url), Watch(site.url)
    with context, pytest.raises(AssertionError):
        _visit(context, watch, fault)


def _visit(context, watch, fault):
    with watch.over(context):
        page = context.new_page()
        page.goto("/")
        page.evaluate(fault)
        page.wait_for_timeout(300)


# What lies in a box that may scroll, how the box is marked, and how many such boxes no key reaches.
REACHED = {
    "nothing in it": ("<p>Long</p>", "", 1),
    "a link in it": ("<a href='#'>Long</a>", "", 0),
    "the box itself": ("<p>Long</p>", "tabindex='0'", 0),
}


@pytest.mark.parametrize(("inside", "attributes", "unreached"), REACHED.values(), ids=REACHED)
def test_a_box_that_no_key_scrolls_is_noticed(browser, inside, attributes, unreached):
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(f"<div style='overflow: auto' {attributes}>{inside}</div>")
        assert len(unreached_scrollers(page)) == unreached
