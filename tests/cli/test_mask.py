"""Masking in the terminal: one key for a case, exact unmasking, no name printed, nothing lost."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from ipt_fidelity import files
from ipt_fidelity.cli.key_wish import KeyWish
from ipt_fidelity.cli.mask_run import MaskWish, run_mask, run_unmask
from ipt_fidelity.errors import FidelityError, NotAllowedError
from ipt_fidelity.transcript import draw_key

NAMES = re.compile("vogel|keller|marta|ray|joanna|lindau|555", re.IGNORECASE)
VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Anna Keller>How was the week with Ray, Marta? You met him on 3 March 2024 in Lindau.

00:00:05.000 --> 00:00:09.000
<v Marta Vogel>{who}. My sister Joanna called me, and then my number 555-201-3344 was busy.
"""
RECORD = """format: ipt-session/1
session: {{id: case-90_session-0{n}, case: case-9{c}}}
speakers: {{Anna Keller: therapist, Marta Vogel: client}}
"""
OURS = "four words of mine"
HAS_SEAL = importlib.util.find_spec("cryptography") is not None


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n, who in ((1, "Ray was angry"), (2, "Ray and Joanna came. Hope said so")):
        (folder / f"case-90_session-0{n}.vtt").write_text(VTT.format(who=who))
        (folder / f"case-90_session-0{n}.session.yaml").write_text(RECORD.format(n=n, c=0))
    (tmp_path / "cast.csv").write_text("name,who\nRay,husband\n")
    return folder


def _wish(folder: Path, **asked: object) -> MaskWish:
    plain = MaskWish(
        by="KM",
        case=None,
        cast=folder.parent / "cast.csv",
        into=folder.parent / "masked",
        table=False,
        dates="shift",
        day_first=False,
        no_capitals="refuse",
    )
    return replace(plain, **asked)


def _key(folder: Path) -> KeyWish:
    return KeyWish(folder.parent / "case-90.key.json", None, plain=True)


def _hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def test_no_name_is_left_or_printed_and_the_originals_stay(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _hashes(folder)
    assert run_mask([folder], _key(folder), _wish(folder, table=True)) == 0
    said = capsys.readouterr()
    assert NAMES.search(said.out + said.err) is None
    assert "NOT sealed" in said.out
    results = sorted((folder.parent / "masked").iterdir())
    assert [one.suffixes for one in results] == [[".masked", ".csv"], [".masked", ".json"]] * 2
    assert not any(NAMES.search(one.read_text()) for one in results)
    assert _hashes(folder) == before


def test_one_person_has_one_placeholder_in_all_sessions_of_the_case(folder: Path) -> None:
    first, second = sorted(folder.glob("*.vtt"))
    run_mask([first], _key(folder), _wish(folder))
    run_mask([second], _key(folder), _wish(folder, cast=None))
    one, two = (
        files.read_transcript(path).turns for path in sorted((folder.parent / "masked").iterdir())
    )
    assert one[0] == two[0]
    assert "[HUSBAND] and [NAME-1] came" in two[1].text
    assert "My sister [NAME-1]" in one[1].text


def test_unmasking_gives_back_exactly_what_was_read(folder: Path) -> None:
    run_mask([folder], _key(folder), _wish(folder))
    back = folder.parent / "back"
    assert run_unmask([folder.parent / "masked"], _key(folder), into=back) == 0
    for path in folder.glob("*.vtt"):
        restored = back / f"{path.stem}.original.json"
        assert files.read_transcript(restored) == files.read_transcript(path)
        assert stat.S_IMODE(restored.stat().st_mode) == 0o600


def test_the_key_is_readable_by_its_owner_alone(folder: Path) -> None:
    run_mask([folder], _key(folder), _wish(folder))
    assert stat.S_IMODE((folder.parent / "case-90.key.json").stat().st_mode) == 0o600


def test_nothing_is_overwritten_and_the_key_stays(folder: Path) -> None:
    run_mask([folder], _key(folder), _wish(folder))
    before = _hashes(folder.parent / "masked"), _key(folder).path.read_bytes()
    with pytest.raises(FidelityError, match="2 results are there already"):
        run_mask([folder], _key(folder), _wish(folder))
    assert before == (_hashes(folder.parent / "masked"), _key(folder).path.read_bytes())


def test_a_session_is_not_masked_otherwise_under_the_same_key(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_mask([folder], _key(folder), _wish(folder))
    before = _key(folder).path.read_bytes()
    other = _wish(folder, into=folder.parent / "again", dates="year")
    assert run_mask([folder], _key(folder), other) == 2
    assert "with other replacements" in capsys.readouterr().err
    assert _key(folder).path.read_bytes() == before
    assert not (folder.parent / "again").exists()


def test_a_key_beside_the_masked_transcripts_is_refused(folder: Path) -> None:
    near = KeyWish(folder.parent / "masked" / "a.key.json", None, plain=True)
    with pytest.raises(FidelityError, match="the key would lie in the folder"):
        run_mask([folder], near, _wish(folder))


def test_two_cases_are_not_masked_with_one_key(folder: Path) -> None:
    (folder / "case-90_session-02.session.yaml").write_text(RECORD.format(n=2, c=1))
    with pytest.raises(FidelityError, match="belong to 2 cases"):
        run_mask([folder], _key(folder), _wish(folder))
    assert not _key(folder).path.exists()


@pytest.mark.skipif(not HAS_SEAL, reason="needs the package cryptography")
def test_a_sealed_key_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    key = draw_key("case-90", seed=5)
    place = files.write_key_file(tmp_path / "a.key.json", key, passphrase=OURS)
    assert "case-90" not in place.read_text()
    assert files.read_key_file(place, passphrase=OURS) == key
    with pytest.raises(NotAllowedError, match="does not open the key"):
        files.read_key_file(place, passphrase=OURS.upper())
    with pytest.raises(NotAllowedError, match="is sealed"):
        files.read_key_file(place)
    with pytest.raises(FidelityError, match="under 12 characters"):
        files.write_key_file(place, key, passphrase=OURS[:5])


@pytest.mark.skipif(HAS_SEAL, reason="cryptography is here")
def test_sealing_without_its_package_is_refused_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(FidelityError, match="cryptography") as caught:
        files.write_key_file(tmp_path / "a.key.json", draw_key("c", seed=5), passphrase=OURS)
    assert "ipt-fidelity[encrypt]" in caught.value.mend
    assert not (tmp_path / "a.key.json").exists()
