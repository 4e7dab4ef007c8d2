"""Answers of practice are durable before they count, in a file or on sheets of a study."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from ipt_fidelity.desk.mark_file import MarkFile
from ipt_fidelity.desk.practising import gold_passages, practise, read_practice
from ipt_fidelity.errors import FidelityError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Mark, Value
from ipt_fidelity.store import SheetKey, Study, open_study
from ipt_fidelity.transcript import by_turns
from ipt_fidelity.widgets.practice import PracticeError
from tests.widgets import made
from tests.widgets.practice.practice_made import TEXT


def mark(seq: int, target: str, value: Value, field: str = "primary", client: str = "c") -> Mark:
    return Mark(client=client, seq=seq, target=target, field=field, value=value)


def file(path: Path, rubric: Rubric, learner: str = "KM") -> MarkFile:
    return MarkFile(path, practice="small", rubric=rubric, learner=learner)


def keys(marks: Sequence[Mark]) -> list[str]:
    return [one.key for one in marks]


def test_a_mark_is_in_the_file_once_and_the_head_says_whose_it_is(
    tmp_path: Path, oif: Rubric
) -> None:
    path = tmp_path / "km.marks.jsonl"
    held = file(path, oif)
    assert held.record([mark(1, "segment:p1", "COM"), mark(2, "segment:p2", "COG")]) == 2
    assert held.record([mark(2, "segment:p2", "COG"), mark(3, "segment:p2", "COM")]) == 3
    lines = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["learner"] == "KM"
    assert keys(file(path, oif).marks()) == ["c#1", "c#2", "c#3"]


def test_a_line_that_was_cut_off_is_passed_over_and_written_again(
    tmp_path: Path, oif: Rubric
) -> None:
    path = tmp_path / "m.jsonl"
    file(path, oif).record([mark(1, "segment:p1", "COM"), mark(2, "segment:p2", "COG")])
    path.write_bytes(path.read_bytes()[:-20])
    held = file(path, oif)
    assert keys(held.marks()) == ["c#1"]
    held.record([mark(2, "segment:p2", "COG")])
    assert keys(file(path, oif).marks()) == ["c#1", "c#2"]


def test_marks_of_another_learner_are_refused(tmp_path: Path, oif: Rubric) -> None:
    path = tmp_path / "m.jsonl"
    file(path, oif).record([mark(1, "segment:p1", "COM")])
    with pytest.raises(FidelityError, match="its learner is 'KM', not 'AB'"):
        file(path, oif, learner="AB")
    other = tmp_path / "other.jsonl"
    other.write_text('{"a": 1}\n', encoding="utf-8")
    with pytest.raises(FidelityError, match="no file of marks"):
        file(other, oif)


def test_a_folder_that_is_not_there_is_told_and_nothing_is_acknowledged(
    tmp_path: Path, oif: Rubric
) -> None:
    held = file(tmp_path / "no" / "m.jsonl", oif)
    with pytest.raises(FidelityError, match="cannot be written"):
        held.record([mark(1, "segment:p1", "COM")])


def test_a_practice_file_that_is_not_there_names_the_shipped_one(oif: Rubric) -> None:
    with pytest.raises(PracticeError, match=r"practice-1\.yaml"):
        read_practice("nowhere.yaml", oif)


def test_a_learner_without_a_study_gets_a_file_by_name(
    tmp_path: Path, oif: Rubric, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(TEXT, encoding="utf-8")
    screen = practise(oif, "small.yaml", learner="K/M")
    screen._exchange.answer(  # noqa: SLF001 - what the page sends
        {
            "kind": "marks",
            "page": "p",
            "client": "c",
            "marks": [[1, "segment:p1", "primary", "COM"]],
        }
    )
    assert [path.name for path in tmp_path.glob("*.jsonl")] == ["small.K_M.marks.jsonl"]


def study_with_gold(rubric: Rubric) -> tuple[Study, SheetKey]:
    study = open_study(":memory:")
    transcript = made.transcript(6)
    study.admit(transcript, by_turns(transcript, at_most=2))
    gold = study.open_sheet(transcript.session.id, "G", rubric, stage="gold")
    study.record(
        gold,
        [
            mark(1, "segment:g002", "COG"),
            mark(2, "segment:g002", 3, "attr_severity"),
            mark(3, "segment:g002", "counted evidence", "memo"),
        ],
    )
    return study, gold


def test_a_gold_sheet_counts_once_it_is_handed_in(oif: Rubric) -> None:
    study, gold = study_with_gold(oif)
    assert gold_passages(study, oif).passages == ()
    study.record(gold, [mark(4, "sheet", value=True, field="hand_in")])
    (passage,) = gold_passages(study, oif).passages
    assert (passage.id, passage.gold, passage.reason) == (
        f"{gold.session_id}/g002",
        "COG",
        "counted evidence",
    )
    assert passage.grades == {"severity": 3}
    assert (len(passage.turns), len(passage.before), len(passage.after)) == (2, 2, 2)


def test_answers_of_a_study_stand_on_the_learners_own_practice_sheet(oif: Rubric) -> None:
    study, gold = study_with_gold(oif)
    study.record(gold, [mark(4, "sheet", value=True, field="hand_in")])
    screen = practise(oif, study, learner="KM")
    target = f"segment:{gold.session_id}/g002"
    (answer,) = screen._exchange.answer(  # noqa: SLF001 - what the page sends
        {
            "kind": "marks",
            "page": "p",
            "client": "c",
            "marks": [[1, target, "primary", "COM"], [2, target, "reading", "unread"]],
        }
    )
    assert (answer.reply["kind"], answer.reply["upto"]) == ("recorded", 2)
    own = SheetKey(session_id=gold.session_id, rater_id="KM", stage="practice")  # type: ignore[arg-type]
    assert study.kept.sheet(own).codings["g002"].primary == "COM"
    assert study.codings(stage="independent").empty
    again = practise(oif, study, learner="KM")
    assert again._exchange.told().startswith("Practice gold: 1 of 1")  # noqa: SLF001
