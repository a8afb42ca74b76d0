"""A backup by other names: links, ways round, and what counts as something published."""

from pathlib import Path

import pytest

from glitterball.backups import back_up, restore, restoring
from glitterball.backups.refusals import BackupDamaged, KeysNotApart
from tests.backups.test_backup_and_restore import SCORE, types
from tests.doctor.night import flip


@pytest.mark.parametrize("way", ["round", "link", "above"])
def test_keys_do_not_lie_in_the_backup_whatever_the_way_to_them_is_called(
    store: Path, tmp_path: Path, way: str
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "backup")
    keys = {
        "round": tmp_path / "other" / ".." / "backup" / "keys",
        "link": tmp_path / "link" / "keys",
        "above": tmp_path / "backup" / "..",
    }[way]
    (tmp_path / "backup").mkdir()
    with pytest.raises(KeysNotApart):
        back_up(store, tmp_path / "backup", keys)
    assert not list((tmp_path / "backup").rglob("*"))


def test_a_store_restored_through_a_link_is_stopped_by_both_of_its_names(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup", tmp_path / "keys")
    (tmp_path / "disk").mkdir()
    really, link = tmp_path / "disk" / "night.sqlite", tmp_path / "night.sqlite"
    link.symlink_to(really)
    restore(tmp_path / "backup", link, tmp_path / "keys")
    for name in (link, really):
        said = types(name, SCORE)
        assert (said.code, "is stopped" in said.err) == (3, True)
    assert types(link, "store resume --nothing-published").code == 0
    assert types(really, SCORE).code == 0


def test_a_register_in_which_nothing_was_signed_is_no_word_of_what_was_published(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup", tmp_path / "keys")
    again = tmp_path / "second" / "night.sqlite"
    again.parent.mkdir()
    restore(tmp_path / "backup", again, tmp_path / "keys")
    assert types(again, f"checkpoint key example.org/new -o {again.parent / 'new.key'}").code == 0
    register = again.parent / "new.key.signed.sqlite"
    assert types(again, "store resume").code == 4
    if register.exists():
        assert types(again, f"store resume --register {register}").code == 4
    assert types(again, SCORE).code == 3


def test_a_backup_that_changes_while_it_is_brought_is_not_brought(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its medium was changed between the look and the copy: what was looked at is what is brought, or nothing."""
    back_up(store, tmp_path / "backup", tmp_path / "keys")
    stopped = restoring.stop_before_it_is_there

    def flipping(path: Path, reason: str) -> None:
        stopped(path, reason)
        flip(tmp_path / "backup" / "store.sqlite", 5_000)

    monkeypatch.setattr(restoring, "stop_before_it_is_there", flipping)
    with pytest.raises(BackupDamaged):
        restore(tmp_path / "backup", tmp_path / "again.sqlite", tmp_path / "keys")
    assert not (tmp_path / "again.sqlite").exists()
