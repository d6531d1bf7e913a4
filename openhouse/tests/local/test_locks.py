"""Locks between commands: one at a time, one demo, the last user out."""

import pytest

from openhouse.local import locks
from openhouse.local.messages import Trouble


def test_second_holder_learns_who_is_first(tmp_path):
    path = tmp_path / "demo"
    with locks.only(path, "process 7 at http://here"):
        assert locks.is_held(path)
        with pytest.raises(locks.Held, match="process 7 at http://here"), locks.only(path, "me too"):
            pass
        assert locks.note_in(path) == "process 7 at http://here"
    assert not locks.is_held(path)


def test_waiting_for_a_turn_has_a_limit_and_says_for_what(tmp_path):
    path = tmp_path / "turn"
    with (
        locks.turn(path, seconds=1, what="nobody"),
        pytest.raises(Trouble, match="waited 0 s for the first to finish"),
        locks.turn(path, seconds=0.2, what="the first to finish"),
    ):
        pass


def test_only_the_last_to_leave_is_told(tmp_path):
    first, second = locks.Share(tmp_path / "users"), locks.Share(tmp_path / "users")
    assert not first.leave()
    assert second.leave()
