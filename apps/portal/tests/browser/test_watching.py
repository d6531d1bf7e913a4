"""The watch over every page notices what it is there for."""

import pytest

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
