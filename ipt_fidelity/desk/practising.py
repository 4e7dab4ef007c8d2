"""Practice: a rubric and passages with gold codes in, the practice screen out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ipt_fidelity.desk.mark_file import MarkFile
from ipt_fidelity.errors import Fault, FidelityError, Level
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Mark, Stage
from ipt_fidelity.store import SheetKey, Study, Which
from ipt_fidelity.widgets.practice import (
    Exchange,
    Passage,
    Practice,
    PracticeError,
    PracticeScreen,
    parse_practice,
)

_ODD = re.compile(r"[^\w.-]+")


def practise(
    rubric: Rubric,
    practice: str | Path | Study,
    *,
    learner: str,
    marks: str | Path | None = None,
    seed: int = 1,
    language: str = "en",
) -> PracticeScreen:
    """Practise coding: one passage at a time, the gold code shown after one's own.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    practice : str, Path or Study
        A practice file (format ipt-practice/1), or a study: then every segment that a handed-in
        gold sheet gives a code is a passage, and answers go to the learner's sheets of stage
        practice.
    learner : str
        Who practises; the same learner goes on where the last opening ended.
    marks : str, Path or None
        File of marks for a practice file; by default ``<practice>.<learner>.marks.jsonl`` in the
        working folder. Without use for a study.
    seed : int
        Sets the order of the passages.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.

    Returns
    -------
    PracticeScreen
        Shows itself in a notebook.

    Raises
    ------
    PracticeError
        The practice file cannot be used.
    FidelityError
        The file of marks is another learner's, or cannot be written.
    """
    if isinstance(practice, Study):
        held = gold_passages(practice, rubric)
        take, record = _of_study(practice, rubric, held, learner)
    else:
        held = read_practice(practice, rubric)
        name = f"{held.id}.{_ODD.sub('_', learner)}.marks.jsonl"
        file = MarkFile(Path(marks or name), practice=held.id, rubric=rubric, learner=learner)
        take, record = file.marks, file.record
    exchange = Exchange(
        practice=held, rubric=rubric, learner=learner, record=record, marks=take, seed=seed
    )
    return PracticeScreen(exchange, language=language)


def read_practice(path: str | Path, rubric: Rubric) -> Practice:
    """Read a practice file.

    Parameters
    ----------
    path : str or Path
        A file of the format ipt-practice/1.
    rubric : Rubric
        The rubric that it names.

    Returns
    -------
    Practice
        The passages with their gold codes.

    Raises
    ------
    PracticeError
        Carries every fault.
    """
    place = Path(path)
    try:
        text = place.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as refusal:
        told = refusal.strerror if isinstance(refusal, OSError) else "it is not UTF-8 text"
        raise PracticeError(
            [
                Fault(
                    level=Level.ERROR,
                    code="unreadable",
                    problem=f"the practice file cannot be read ({told}).",
                    where=str(place),
                    mend="Name a file such as sample_transcripts/practice/practice-1.yaml.",
                )
            ]
        ) from None
    return parse_practice(text, where=place.name, rubric=rubric)


def gold_passages(study: Study, rubric: Rubric) -> Practice:
    """Return the segments that gold sheets give a code, each with what was said around it.

    Parameters
    ----------
    study : Study
        Any; without a handed-in gold sheet under this rubric there is no passage.
    rubric : Rubric
        The instrument.

    Returns
    -------
    Practice
        A passage's id is session and segment; its reason is the memo of the gold sheet.
    """
    found: list[Passage] = []
    for sheet in study.kept.sheets(stage=Stage.GOLD, which=Which.HANDED_IN):
        if sheet.head.rubric_sha256 != rubric.sha256:
            continue
        session_id = sheet.head.session_id
        phase = study.kept.session(session_id).phase or ""
        turns = study.turns(session_id)
        said = list(zip(turns["role"].astype(str), turns["text"].astype(str), strict=True))
        places = {str(turn): place for place, turn in enumerate(turns["turn"])}
        segments = study.segments(session_id)
        cuts = [
            (str(segment), places[str(first)], places[str(last)] + 1)
            for segment, first, last in zip(
                segments["segment"], segments["first_turn"], segments["last_turn"], strict=True
            )
        ]
        for number, (segment, first, end) in enumerate(cuts):
            coding = sheet.codings.get(segment)
            if coding is None or coding.primary is None:
                continue
            before = cuts[number - 1][1] if number else first
            after = cuts[number + 1][2] if number + 1 < len(cuts) else end
            found.append(
                Passage(
                    id=f"{session_id}/{segment}",
                    phase=phase,
                    turns=tuple(said[first:end]),
                    gold=coding.primary,
                    reason=coding.memo or "",
                    grades={
                        name: value
                        for name, value in coding.attributes.items()
                        if isinstance(value, int) and not isinstance(value, bool)
                    },
                    before=tuple(said[before:first]),
                    after=tuple(said[end:after]),
                )
            )
    return Practice(id="gold", passages=tuple(found))


Take = Callable[[], Sequence[Mark]]
Record = Callable[[Sequence[Mark]], int]


def _of_study(study: Study, rubric: Rubric, held: Practice, learner: str) -> tuple[Take, Record]:
    """Keep each answer on the learner's own sheet of its session."""
    sessions = sorted({one.id.rpartition("/")[0] for one in held.passages})
    keys: dict[str, SheetKey] = {
        session_id: study.open_sheet(session_id, learner, rubric, stage=Stage.PRACTICE)
        for session_id in sessions
    }

    def take() -> Sequence[Mark]:
        every = [
            replace(mark, target=f"segment:{session_id}/{mark.target_id}")
            for session_id, key in keys.items()
            for mark in study.kept.marks(key)
        ]
        return sorted(every, key=lambda mark: (str(mark.at), mark.client, mark.seq))

    def record(marks: Sequence[Mark]) -> int:
        batches: dict[str, list[Mark]] = {}
        for mark in marks:
            session_id, _, segment = mark.target_id.rpartition("/")
            batches.setdefault(session_id, []).append(replace(mark, target=f"segment:{segment}"))
        for session_id, batch in batches.items():
            if session_id not in keys:
                raise FidelityError(
                    "there is no such session in this practice.",
                    where=f"mark {batch[0].key}",
                    mend="Run the cell again.",
                )
            study.record(keys[session_id], batch)
        return max(mark.seq for mark in marks)

    return take, record
