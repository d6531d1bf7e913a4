"""Everything that a homeowner reads on our pages is there in every language that the pages offer."""

import gettext
import re

import pytest
from django.conf import settings
from django.utils.translation import override

from apps.core.errors import STATUS
from apps.portal import wording
from openhouse.settings.env import ROOT

TRANSLATED = re.compile(r"""{% trans (?:"([^"]+)"|'([^']+)') %}|_\("([^"]+)"\)""")
FOLDERS = ("home", "errors")
FRAMES = ("base.html", "partials/centred.html", "partials/brand.html")
OTHERS = [code for code, _ in settings.LANGUAGES if code != "en"]


def sentences():
    templates = ROOT / "templates"
    files = [*(file for folder in FOLDERS for file in (templates / folder).glob("*.html"))]
    for file in (*files, *(templates / name for name in FRAMES)):
        yield from ("".join(found) for found in TRANSLATED.findall(file.read_text(encoding="utf-8")))
    with override(None):
        yield from map(str, wording.HOME.values())
    yield from (title for _, title in STATUS.values())


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_the_homeowner_s_pages_is_left_in_english(language):
    path = ROOT / "apps/portal/locale" / language / "LC_MESSAGES/django.mo"
    with path.open("rb") as file:
        known = gettext.GNUTranslations(file)._catalog
    wanted = set(sentences())
    assert len(wanted) > 120
    assert sorted(wanted - known.keys()) == []


def test_the_chosen_language_holds_for_pages_and_answers(anonymous, as_homeowner, estate_a):
    home = as_homeowner(estate_a.homeowner)
    home.cookies[settings.LANGUAGE_COOKIE_NAME] = "ga"
    page = home.get("/home/").content.decode()
    assert '<html lang="ga">' in page
    assert "Fiafraigh faoi do theach" in page
    answer = home.post_json("/api/chat/messages", {"text": "Can I keep alpacas?"}).json()["answer"]
    assert answer.startswith("Níor aimsigh mé é seo")
    assert '<html lang="en-IE">' in anonymous().get("/home/").content.decode()
