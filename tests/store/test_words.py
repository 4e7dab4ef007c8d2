"""Words stay in the words file: not in the store, nor in errors, nor on the screen."""

from __future__ import annotations

import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from ipt_fidelity.errors import FidelityError, StoreError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study, open_study
from ipt_fidelity.store.words import ELSEWHERE
from tests.store.scene import (
    CANARY,
    SESSION,
    coded,
    files_of,
    full,
    hand_in,
    mark,
    opened,
    session,
    transcript,
    written,
)


def _everything(study: Study, oif: Rubric) -> None:
    key = opened(study, oif)
    study.record(
        key,
        [
            coded(1),
            mark(2, "segment:g001", "memo", f"said {CANARY}"),
            mark(3, "item:A1", "memo", CANARY),
            mark(4, "sheet", "guess", CANARY),
            hand_in(5),
            mark(6, "sheet", "reopen", f"because of {CANARY}"),
        ],
    )
    study.take_in(written(oif, coded(1), mark(2, "code:SYM", "memo", CANARY), hand_in(3)), oif)


def test_no_word_lies_in_the_store_file(study: Study, oif: Rubric, path: Path) -> None:
    _everything(study, oif)
    holding = {name for name, held in files_of(path.parent).items() if CANARY.encode() in held}
    assert holding == {"trial.words.sqlite"}


def test_no_name_of_a_speaker_lies_in_the_store_file(study: Study, oif: Rubric, path: Path) -> None:
    _everything(study, oif)
    assert b"Dr Anna" not in path.read_bytes()
    assert b"Dr Anna" in path.with_name("trial.words.sqlite").read_bytes()


def test_memos_come_back(study: Study, oif: Rubric) -> None:
    _everything(study, oif)
    sheets = study.kept.sheets(stage="independent")
    assert {sheet.codings["g001"].memo for sheet in sheets} == {f"said {CANARY}", ""}


def test_nothing_that_is_shown_holds_a_word(study: Study, oif: Rubric) -> None:
    _everything(study, oif)
    door = study.seen_by("KM")
    shown = [
        repr(study),
        study._repr_html_(),
        repr(study.kept),
        repr(door),
        repr(study.kept.transcript(SESSION)),
        repr(study.kept.sheets()),
        repr(study.kept.verify()),
        study.sessions().to_string(),
        study.codings(stage="independent").to_string(),
        study.ratings(stage="independent").to_string(),
        study.kept.exposures().to_string(),
        door.sessions().to_string(),
    ]
    assert not any(CANARY in text for text in shown)


def test_no_error_repeats_a_word(study: Study, oif: Rubric) -> None:
    _everything(study, oif)
    told, cut = session()
    key = study.kept.heads()[0]
    sheet = study.open_sheet(SESSION, key.rater_id, oif)
    spoken = told.turns[0].text
    calls = [
        lambda: study.admit(transcript(turns=12), cut),
        lambda: study.admit(replace(told, speakers=()), cut),
        lambda: study.admit(*session(phase="ending")),
        lambda: study.record(sheet, [coded(7, code=spoken)]),
        lambda: study.record(sheet, [mark(2, "segment:g001", "memo", f"{CANARY}, too")]),
        lambda: study.record(sheet, [mark(7, "segment:g001", "memo", f"{CANARY}\ud800")]),
        lambda: study.take_in(written(oif, coded(1), mark(2, "turn:t0001", "memo", CANARY)), oif),
        lambda: study.seen_by("XX").others("s-0"),
    ]
    for call in calls:
        with pytest.raises((FidelityError, AttributeError, KeyError)) as caught:
            call()
        assert isinstance(caught.value, FidelityError)
        assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_an_error_of_the_engine_repeats_no_word(
    study: Study, oif: Rubric, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = opened(study, oif)
    monkeypatch.setattr("ipt_fidelity.store.words.token_of", "{}{}".format)
    with pytest.raises(StoreError) as caught:
        study.record(key, [mark(1, "segment:g001", "memo", CANARY)])
    told = "".join(traceback.format_exception(caught.value))
    assert CANARY not in told
    assert "sqlalchemy" not in told.split("StoreError")[-1]


def test_the_chain_can_be_walked_without_the_words(study: Study, oif: Rubric, path: Path) -> None:
    _everything(study, oif)
    study.close()
    path.with_name("trial.words.sqlite").unlink()
    with open_study(path) as mailed:
        assert mailed.kept.verify() == ()


def test_without_the_words_file_marks_can_be_read_and_recorded(
    study: Study, oif: Rubric, path: Path
) -> None:
    full(study, oif, "KM", ["SYM"])
    key = study.open_sheet(SESSION, "JD", oif)
    study.record(key, [mark(1, "segment:g001", "memo", CANARY)])
    study.close()
    path.with_name("trial.words.sqlite").unlink()
    with open_study(path) as mailed:
        assert list(mailed.codings(stage="independent")["primary"])[:1] == ["SYM"]
        assert mailed.record(key, [coded(2)]) == 2
        assert mailed.kept.sheet(key).codings["g001"].memo == ELSEWHERE
        assert "not here" in mailed._repr_html_()


def test_without_the_words_file_what_needs_words_says_so(
    study: Study, oif: Rubric, path: Path
) -> None:
    key = full(study, oif, "KM", ["SYM"])
    study.close()
    path.with_name("trial.words.sqlite").unlink()
    with open_study(path) as mailed:
        for call in (
            lambda: mailed.segments(SESSION),
            mailed.turns,
            lambda: mailed.kept.transcript(SESSION),
            lambda: mailed.admit(*session("other")),
            lambda: mailed.forget(SESSION),
            lambda: mailed.record(
                key, [mark(3, "sheet", "reopen", "x"), mark(4, "segment:g001", "memo", "x")]
            ),
        ):
            with pytest.raises(StoreError, match="the words of this study are not here") as caught:
                call()
            assert "trial.words.sqlite" in caught.value.mend
    assert not path.with_name("trial.words.sqlite").exists()


def test_the_words_come_back_with_their_file(study: Study, oif: Rubric, path: Path) -> None:
    full(study, oif, "KM", ["SYM"])
    study.close()
    words = path.with_name("trial.words.sqlite")
    away = words.rename(path.with_name("away"))
    with open_study(path) as mailed, pytest.raises(StoreError):
        mailed.segments(SESSION)
    away.rename(words)
    with open_study(path) as whole:
        assert len(whole.segments(SESSION)) == 4


def test_the_words_of_another_study_are_refused(study: Study, path: Path) -> None:
    study.close()
    other = path.with_name("other.store.sqlite")
    open_study(other).close()
    other.with_name("other.words.sqlite").replace(path.with_name("trial.words.sqlite"))
    with pytest.raises(StoreError, match="not the one of this study"):
        open_study(path)


def test_a_new_study_does_not_write_over_words_that_lie_there(study: Study, path: Path) -> None:
    study.admit(*session())
    study.close()
    path.unlink()
    with pytest.raises(StoreError, match="holds something already"):
        open_study(path)
