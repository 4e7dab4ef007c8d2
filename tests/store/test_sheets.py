"""Opening a sheet locks the cut and keeps the exact rubric."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipt_fidelity.errors import StoreError, UnknownNameError
from ipt_fidelity.rubric import Rubric, read
from ipt_fidelity.store import SheetKey, Study
from tests.store.scene import SESSION, coded, opened, session


def test_opening_a_sheet_again_gives_the_same(memory: Study, oif: Rubric) -> None:
    assert opened(memory, oif) == opened(memory, oif)
    assert len(memory.kept.heads()) == 1


def test_a_head_says_what_its_sheet_is_about(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif, stage="gold", perspective="supervisor", simulated="seed 3")
    head = memory.kept.sheet(key).head
    assert (head.session_id, head.rater_id, str(head.stage)) == (SESSION, "KM", "gold")
    assert (str(head.perspective), head.simulated) == ("supervisor", "seed 3")
    assert (head.rubric_id, head.rubric_version) == (oif.id, oif.version)
    assert head.rubric_sha256 == oif.sha256
    assert head.segmentation_id == memory.kept.segmentation(SESSION).id


def test_there_is_one_sheet_for_each_session_rater_and_stage(memory: Study, oif: Rubric) -> None:
    for rater in ("KM", "JD"):
        for stage in ("independent", "consensus"):
            opened(memory, oif, rater, stage=stage)
    assert len(memory.kept.heads()) == 4
    assert len(memory.kept.heads(stage="consensus")) == 2


@pytest.mark.parametrize("how", [{"perspective": "self"}, {"simulated": "seed 3"}])
def test_a_sheet_is_not_opened_a_second_time_otherwise(
    memory: Study, oif: Rubric, how: dict[str, str]
) -> None:
    opened(memory, oif)
    with pytest.raises(StoreError, match="perspective observer, by a person"):
        opened(memory, oif, **how)


@pytest.mark.parametrize("how", [{"stage": "draft"}, {"perspective": "neighbour"}])
def test_an_unknown_word_is_told_with_the_known_ones(
    memory: Study, oif: Rubric, how: dict[str, str]
) -> None:
    with pytest.raises(UnknownNameError, match="Write one of"):
        opened(memory, oif, **how)


def test_a_rater_needs_an_id(memory: Study, oif: Rubric) -> None:
    with pytest.raises(UnknownNameError, match="a rater needs an id"):
        opened(memory, oif, "")


def test_no_sheet_is_opened_of_a_session_that_is_not_there(memory: Study, oif: Rubric) -> None:
    memory.admit(*session())
    with pytest.raises(UnknownNameError, match="case-07_session-03"):
        memory.open_sheet("case-07_session-3", "KM", oif)


def test_a_phase_that_the_rubric_does_not_know_is_told(memory: Study, oif: Rubric) -> None:
    memory.admit(*session(phase="early"))
    with pytest.raises(UnknownNameError, match="there is no phase 'early'"):
        memory.open_sheet(SESSION, "KM", oif)


def test_the_exact_text_of_the_rubric_is_kept(memory: Study, oif: Rubric) -> None:
    opened(memory, oif)
    kept = memory.kept.rubric(oif.id, oif.version)
    assert (kept.text, kept.sha256) == (oif.text, oif.sha256)


def test_a_rubric_with_another_comment_is_the_same(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    again = read("# another comment\n" + oif.text, where="oif")
    assert memory.open_sheet(SESSION, "KM", again) == key
    assert memory.kept.rubric(oif.id, oif.version).text == oif.text


def test_the_same_version_with_other_content_is_refused(memory: Study, oif: Rubric) -> None:
    opened(memory, oif)
    changed = read(
        oif.text.replace("title: Open IPT Fidelity", "title: Changed Fidelity", 1), where="oif"
    )
    assert changed.sha256 != oif.sha256
    for rater in ("KM", "JD"):
        with pytest.raises(StoreError, match="with other content"):
            memory.open_sheet(SESSION, rater, changed)


def test_a_rubric_whose_text_is_not_its_own_is_refused(memory: Study, oif: Rubric) -> None:
    memory.admit(*session())
    with pytest.raises(StoreError, match="not what its hash says"):
        memory.open_sheet(SESSION, "KM", replace(oif, sha256="0" * 64))
    assert memory.kept.heads() == ()


def test_an_unknown_sheet_is_told_with_the_known_ones(memory: Study, oif: Rubric) -> None:
    opened(memory, oif)
    with pytest.raises(UnknownNameError, match="rater KM, independent"):
        memory.kept.sheet(SheetKey(session_id=SESSION, rater_id="XX"))


def test_a_sheet_that_another_program_forgot_and_opened_anew_takes_marks(
    study: Study, oif: Rubric
) -> None:
    key = opened(study, oif)
    study.record(key, [coded(1)])
    study.forget(SESSION)
    with pytest.raises(UnknownNameError):
        study.record(key, [coded(2)])
    opened(study, oif)
    assert study.record(key, [coded(1, code="AFF")]) == 1
