"""`doctor` tells what works, what is absent and what is broken."""

import json
from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture
def signs(database):
    """What it says of each part, and with which code it ends."""

    def look():
        out, code = StringIO(), 0
        try:
            call_command("doctor", "--json", stdout=out)
        except SystemExit as ended:
            code = ended.code
        return code, {sign["part"]: sign for sign in json.loads(out.getvalue())["signs"]}

    return look


def test_a_working_installation(signs):
    code, found = signs()
    assert (code, found["database"]["told"][:11]) == (0, "PostgreSQL ")
    assert all(sign["well"] for sign in found.values())


def test_without_a_model_the_mode_is_keyword_and_all_is_well(signs, settings):
    settings.EMBEDDINGS = False
    code, found = signs()
    assert (code, found["search mode"]["told"]) == (0, "keyword")
    assert found["embedding model"]["told"] == "turned off by EMBEDDINGS"


def test_a_model_that_was_asked_for_and_is_not_there_is_a_finding(signs, settings, tmp_path):
    settings.EMBEDDING_MODEL_DIR = str(tmp_path)
    code, found = signs()
    assert (code, found["embedding model"]["well"], found["search mode"]["told"]) == (3, False, "keyword")


def test_a_storage_that_does_not_answer_is_a_finding(signs, settings, tmp_path):
    (tmp_path / "file").write_text("")
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "file"}}
    settings.STORAGES = settings.STORAGES | {"documents": private}
    code, found = signs()
    assert (code, found["storage"]["well"], found["database"]["well"]) == (3, False, True)


def test_text_recognition_that_was_asked_for_and_cannot_be_done_is_a_finding(signs, settings):
    assert signs()[1]["text recognition"]["well"]
    settings.OCR, settings.OCR_LANGUAGES = True, "klingon"
    code, found = signs()
    assert (code, found["text recognition"]["well"]) == (3, False)
