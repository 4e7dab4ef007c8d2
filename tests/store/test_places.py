"""A store is written on a local disk only."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipt_fidelity.errors import StoreError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import open_study, places
from ipt_fidelity.store.places import find_place, network_kind
from tests.store.scene import coded, opened, session

MOUNTS = r"""
sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/km/local ext4 rw 0 0
//lab/share /mnt/lab\040share cifs rw 0 0
drvfs /mnt/c 9p rw 0 0
km@host: /mnt/remote fuse.sshfs rw 0 0
gocryptfs /mnt/vault fuse.gocryptfs rw 0 0
/dev/sdc1 /mnt/stick fuseblk rw 0 0
server:/old /data nfs rw 0 0
/dev/sdd1 /data ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/km", "nfs4"),
        ("/home/km/local/study", None),
        ("/homework", None),
        ("/mnt/lab share/ipt", "cifs"),
        ("/mnt/c/Users", "9p"),
        ("/mnt/remote", "fuse.sshfs"),
        ("/mnt/vault/ipt", None),
        ("/mnt/stick", None),
        ("/data/ipt", None),
        ("/srv", None),
    ],
)
def test_a_network_is_known_by_the_mount_that_holds_the_folder(
    folder: str, kind: str | None
) -> None:
    assert network_kind(folder, MOUNTS) == kind


@pytest.fixture
def over_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the folder of a test look as if it came over a network."""
    table = tmp_path / "mounts"
    share = tmp_path / "share"
    share.mkdir()
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {share.resolve()} nfs4 rw 0 0\n")
    monkeypatch.setattr(places, "MOUNTS", table)
    return share


def test_no_study_is_begun_on_a_network(over_network: Path) -> None:
    with pytest.raises(StoreError, match=r"over a network \(nfs4\)") as caught:
        open_study(over_network / "x.store.sqlite")
    assert "local disk" in caught.value.mend
    assert list(over_network.iterdir()) == []


def test_a_study_on_a_network_can_be_read_and_not_written(
    over_network: Path, tmp_path: Path, oif: Rubric
) -> None:
    with open_study(tmp_path / "x.store.sqlite") as study:
        key = opened(study, oif)
    for name in ("x.store.sqlite", "x.words.sqlite"):
        (tmp_path / name).rename(over_network / name)
    with open_study(over_network / "x.store.sqlite") as far:
        assert len(far.segments()) == 4
        with pytest.raises(StoreError, match="over a network"):
            far.record(key, [coded(1)])


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Uni", "Google Drive", "Nextcloud"])
def test_no_study_is_begun_in_a_synced_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "ipt"
    folder.mkdir(parents=True)
    with pytest.raises(StoreError, match="copied by a sync program"):
        open_study(folder / "x.store.sqlite")


@pytest.mark.parametrize(
    ("store", "words"),
    [
        ("a.store.sqlite", "a.words.sqlite"),
        ("a.sqlite", "a.words.sqlite"),
        ("a.db", "a.words.sqlite"),
        ("a", "a.words.sqlite"),
        ("a.b.store.sqlite", "a.b.words.sqlite"),
        (".sqlite", ".sqlite.words.sqlite"),
    ],
)
def test_the_words_lie_beside_the_store(tmp_path: Path, store: str, words: str) -> None:
    assert find_place(tmp_path / store).words == tmp_path / words


def test_odd_signs_in_a_path_do_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "a b?c#d%20'é"
    folder.mkdir()
    with open_study(str(folder / "x y.store.sqlite")) as study:
        study.admit(*session())
    assert sorted(one.name for one in folder.glob("*.sqlite")) == [
        "x y.store.sqlite",
        "x y.words.sqlite",
    ]
