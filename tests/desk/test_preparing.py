"""The verbs before rating: what they keep, where, and what they find again."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

import ipt_fidelity as ipt
from ipt_fidelity.desk import review_file
from ipt_fidelity.errors import FidelityError, NotAllowedError, StoreError, TranscriptError
from ipt_fidelity.files import read_key_file, write_key_file
from ipt_fidelity.transcript import Key, MaskingState, Role, Transcript, unmask
from ipt_fidelity.widgets import MaskingReview
from tests.widgets.casting.made import transcript as uncast
from tests.widgets.masking.made import CAST, SAID, transcript

WORDS = "four plain words"
NAMES = ("Dorabella", "Quentin", "Brisling", "Wexcombe")


def opened(folder: Path, session: Transcript | None = None, by: str = "KM") -> MaskingReview:
    key = folder / "case-07.key.json"
    return ipt.review_masking(session or transcript(), key=key, by=by, cast=CAST)


def act(screen: MaskingReview, **what: object) -> None:
    screen._review.act(what)  # noqa: SLF001 - what a page does by message


def test_roles_that_were_stated_are_found_again_and_suggested_elsewhere(tmp_path: Path) -> None:
    place = tmp_path / "trial.store.sqlite"
    with ipt.open_study(place) as study:
        casting = ipt.cast_speakers(uncast(), by="KM", study=study)
        casting._casting.act({  # noqa: SLF001 - what a page does by message
            "do": "cast", "session": "case-07_session-01", "speaker": "s1", "role": "client",
        })  # fmt: skip
    with ipt.open_study(place) as study:
        again = ipt.cast_speakers(uncast(), by="LS", study=study).transcript
        assert (again.speakers[0].role, again.speakers[0].decided_by) == (Role.CLIENT, "KM")
        other = ipt.cast_speakers(uncast("case-07_session-02"), by="LS", study=study)
        assert other.transcript.speakers[0].role is Role.UNKNOWN
        assert "'suggested': 'client'" in str(other._casting.content())  # noqa: SLF001


def test_one_transcript_or_several_are_cast() -> None:
    screen = ipt.cast_speakers([uncast(), uncast("case-07_session-02")], by="KM")
    assert len(screen.transcripts) == 2
    with pytest.raises(FidelityError, match="2 transcripts"):
        _ = screen.transcript


def test_the_key_and_the_review_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    screen = opened(tmp_path)
    act(screen, do="keep", find="r0010", all=True)
    act(screen, do="check")
    for name in ("case-07.key.json", "case-07.key.review.json"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "case-07.key.json",
        "case-07.key.review.json",
    ]


def test_the_file_beside_the_key_holds_no_word(tmp_path: Path) -> None:
    screen = opened(tmp_path)
    act(screen, do="sample_draw")
    turn = screen._review.content()["sample"]["turns"][0]  # type: ignore[index]  # noqa: SLF001
    act(screen, do="sample_missed", turn=turn, start=0, end=2)
    held = (tmp_path / "case-07.key.review.json").read_text(encoding="utf-8")
    assert turn in held
    assert not any(name in held for name in NAMES)
    assert not any(word in held for word in SAID[3].split()[:4])


def test_a_review_goes_on_where_it_was_left(tmp_path: Path) -> None:
    first = opened(tmp_path)
    act(first, do="name", find="r0010", who="friend")
    act(first, do="everywhere", find="r0002")
    act(first, do="check")
    act(first, do="sample_draw")
    again = opened(tmp_path, by="LS")
    assert again.transcript == first.transcript
    assert again.key == first.key
    about = again.transcript.session
    assert (about.masking, about.masked_by, about.checked_by) == (MaskingState.CHECKED, "KM", "KM")
    assert again._review.content()["sample"] == first._review.content()["sample"]  # noqa: SLF001
    assert unmask(again.transcript, again.key).turns == transcript().turns


def test_a_masked_transcript_is_reviewed_with_its_key(tmp_path: Path) -> None:
    first = opened(tmp_path)
    act(first, do="keep", find="r0010")
    again = opened(tmp_path, first.transcript)
    assert again.transcript == first.transcript
    with pytest.raises(NotAllowedError, match="its key is not there"):
        ipt.review_masking(first.transcript, key=tmp_path / "other.json", by="KM")


def test_a_person_keeps_one_placeholder_in_the_next_session_of_the_case(tmp_path: Path) -> None:
    act(opened(tmp_path), do="name", find="r0002", who="colleague 1")
    second = transcript("case-07_session-02", ("Did Quentin call you?", "No. Quentin did not."))
    screen = ipt.review_masking(second, key=tmp_path / "case-07.key.json", by="KM")
    assert screen.transcript.turns[0].text == "Did [COLLEAGUE-1] call you?"
    assert [one.session_id for one in screen.key.sessions] == [
        "case-07_session-01",
        "case-07_session-02",
    ]


def test_a_key_that_was_changed_elsewhere_is_not_written_over(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    act(one, do="keep", find="r0010")
    before = (tmp_path / "case-07.key.json").read_bytes()
    with pytest.raises(StoreError, match="changed elsewhere"):
        act(other, do="take_back", find="r0010")
    assert (tmp_path / "case-07.key.json").read_bytes() == before
    assert "Brisling" not in other.transcript.turns[5].text


def test_a_key_for_other_words_is_refused(tmp_path: Path) -> None:
    opened(tmp_path)
    changed = transcript(said=("Other words, Dorabella.", *SAID[1:]))
    with pytest.raises(NotAllowedError, match="other words"):
        opened(tmp_path, changed)


def test_a_key_of_another_case_is_refused(tmp_path: Path) -> None:
    opened(tmp_path)
    session = transcript("case-08_session-01")
    other = replace(session, session=replace(session.session, case="case-08"))
    with pytest.raises(NotAllowedError, match="belongs to case case-07"):
        opened(tmp_path, other)


def test_what_is_no_key_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "case-07.key.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(TranscriptError, match="no key"):
        opened(tmp_path)
    assert path.read_text(encoding="utf-8") == "{}"


def test_the_passphrase_seals_and_opens_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str | None] = []

    def write(path: Path, key: Key, *, passphrase: str | None) -> Path:
        given.append(passphrase)
        return write_key_file(path, key)

    def read(path: Path, *, passphrase: str | None) -> Key:
        given.append(passphrase)
        return read_key_file(path)

    monkeypatch.setattr(review_file, "write_key_file", write)
    monkeypatch.setattr(review_file, "read_key_file", read)
    for _ in range(2):
        ipt.review_masking(transcript(), key=tmp_path / "k.json", passphrase=WORDS, by="KM")
    assert given == [WORDS, WORDS]


def test_a_file_that_is_no_review_is_told(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / "case-07.key.review.json").write_text("[]", encoding="utf-8")
    with pytest.raises(FidelityError, match="no file of reviews"):
        opened(tmp_path)


def test_a_folder_that_is_not_there_is_told_before_anything_is_shown(tmp_path: Path) -> None:
    with pytest.raises(FidelityError, match="cannot be written"):
        opened(tmp_path / "nowhere")


def test_somebody_has_to_look(tmp_path: Path) -> None:
    with pytest.raises(FidelityError, match="nobody looks"):
        opened(tmp_path, by=" ")
    assert list(tmp_path.iterdir()) == []
