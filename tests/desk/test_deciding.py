"""The verbs after hand-in: what they show, to whom, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pandas as pd
import pytest

import ipt_fidelity as ipt
from ipt_fidelity.desk.deciding import taken
from ipt_fidelity.errors import (
    FrameError,
    MarkError,
    NotAllowedError,
    NotEnoughDataError,
    UnknownNameError,
)
from ipt_fidelity.frames import FLAGS
from ipt_fidelity.store import SheetKey
from ipt_fidelity.widgets import Adjudication, FlagReview, SideBySide

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_transcripts"
SESSION, OTHER = "case-07_session-03", "case-09_session-05"
Screen = FlagReview | SideBySide | Adjudication
Json = dict[str, object]


@pytest.fixture
def study(oif: ipt.Rubric, tmp_path: Path) -> Iterator[ipt.Study]:
    """Yield a study with two sessions; of the first, two sheets are handed in."""
    with ipt.open_study(tmp_path / "desk.store.sqlite") as study:
        for stem in (SESSION, OTHER):
            transcript = ipt.read_transcript(SAMPLES / f"{stem}.vtt")
            study.admit(transcript, ipt.read_segments(SAMPLES / f"{stem}.segments.csv", transcript))
        for name in (f"{SESSION}.reader", f"simulated/{SESSION}.sim-1"):
            study.take_in(ipt.read_sheet(SAMPLES / "sheets" / f"{name}.sheet.yaml", oif), oif)
        yield study


def flags(*rows: tuple[str, str], reasons: str = "resembles COG") -> pd.DataFrame:
    made = [[session, segment, 0.9, 1, reasons, "abc"] for session, segment in rows]
    return pd.DataFrame(made, columns=list(FLAGS.names))


def highlights(study: ipt.Study, segment: str, *words: str) -> pd.DataFrame:
    text = str(study.segments(SESSION).set_index("segment").loc[segment, "text"])
    rows = [
        [SESSION, segment, "phrase", "", text.index(word), text.index(word) + len(word), 1.0]
        for word in words
    ]
    names = ["session_id", "segment", "kind", "code_id", "start", "end", "contribution"]
    return pd.DataFrame(rows, columns=names)


def hello(screen: Screen) -> Json:
    """Return what travels to a page that opens."""
    exchange = screen._exchange  # noqa: SLF001 - what a page talks to
    answers = exchange.answer({"v": 1, "kind": "hello", "page": "p"})
    assert answers[0].buffer is not None
    return cast("Json", json.loads(answers[0].buffer))


def send(screen: Screen, *marks: list[object]) -> list[Json]:
    exchange = screen._exchange  # noqa: SLF001 - what a page talks to
    message = {"v": 1, "kind": "marks", "page": "p", "client": "p", "marks": list(marks)}
    return [dict(answer.reply) for answer in exchange.answer(message)]


def test_a_flag_comes_with_its_words_its_own_code_and_what_it_is_like(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    near = (
        f"resembles COG; rule: {oif.code('COG').rule}; unsure; nearest coded example {SESSION} g003"
    )
    screen = ipt.review_flags(
        study,
        oif,
        flags((SESSION, "g009"), reasons=near),
        rater="reader",
        highlights=highlights(study, "g009", "passengers"),
    )
    (flag,) = hello(screen)["flags"]
    assert flag["reasons"] == ["unsure"]
    assert flag["resembles"] == "COG"
    assert flag["coding"]["primary"] == "UNF"
    assert flag["example"]["coding"]["primary"] == "LNK"
    marked = [piece for turn in flag["words"] for piece in turn[2] if piece[1]]
    assert marked == [["passengers", "phrase"]]
    segment = study.segments(SESSION).set_index("segment").loc["g009"]
    spoken = "\n".join(
        f"{role}: {''.join(text for text, _ in pieces)}" for _, role, pieces in flag["words"]
    )
    assert spoken == segment["text"]
    assert f"t{flag['words'][0][0]:04d}" == segment["first_turn"]


def test_an_example_from_a_session_that_is_open_shows_no_word_and_no_code(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    study.open_sheet(OTHER, "reader", oif)
    made = flags((SESSION, "g009"), reasons=f"nearest coded example {OTHER} g002")
    (flag,) = hello(ipt.review_flags(study, oif, made, rater="reader"))["flags"]
    assert flag["example"] == {
        "session": OTHER,
        "segment": "g002",
        "coding": None,
        "words": [],
    }


@pytest.mark.parametrize(("rater", "why"), [("reader", "open"), ("KM", "none")])
def test_flags_of_a_session_that_is_not_handed_in_stay_closed(
    study: ipt.Study, oif: ipt.Rubric, rater: str, why: str
) -> None:
    if why == "open":
        study.open_sheet(OTHER, rater, oif)
    shown = hello(ipt.review_flags(study, oif, flags((OTHER, "g002")), rater=rater))
    assert shown["flags"] == []
    assert shown["closed"] == [[OTHER, why]]
    assert study.kept.exposures().empty


def test_a_sheet_that_is_opened_again_closes_its_flags(study: ipt.Study, oif: ipt.Rubric) -> None:
    screen = ipt.review_flags(study, oif, flags((SESSION, "g009")), rater="reader")
    assert hello(screen)["closed"] == []
    key = SheetKey(session_id=SESSION, rater_id="reader")
    study.record(key, [ipt.Mark(client="x", seq=1, target="sheet", field="reopen", value=True)])
    assert hello(screen)["closed"] == [[SESSION, "open"]]


def test_a_decision_is_on_the_sheet_and_the_blind_code_stays(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    screen = ipt.review_flags(study, oif, flags((SESSION, "g009")), rater="reader")
    hello(screen)
    hello(screen)
    replies = send(screen, [1, f"{SESSION}/segment:g009", "flag_decision", "recoded-THX"])
    assert replies == [{"v": 1, "kind": "recorded", "to": "p", "client": "p", "upto": 1}]
    coding = study.kept.sheet(SheetKey(session_id=SESSION, rater_id="reader")).codings["g009"]
    assert (coding.flag_decision, coding.primary) == ("recoded-THX", "UNF")
    assert list(study.kept.exposures()["what"]) == ["flags"]


def test_a_decision_on_a_session_that_was_forgotten_is_refused_for_good(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    screen = ipt.review_flags(study, oif, flags((SESSION, "g009")), rater="reader")
    hello(screen)
    study.forget(SESSION)
    (reply,) = send(screen, [1, f"{SESSION}/segment:g009", "flag_decision", "confirmed"])
    assert (reply["kind"], reply["keep"]) == ("refused", False)


def test_flags_on_what_is_not_there_are_refused(study: ipt.Study, oif: ipt.Rubric) -> None:
    with pytest.raises(FrameError, match="segment 'g999'"):
        ipt.review_flags(study, oif, flags((SESSION, "g999")), rater="reader")
    with pytest.raises(UnknownNameError, match="case-99"):
        ipt.review_flags(study, oif, flags(("case-99", "g001")), rater="reader")
    with pytest.raises(FrameError, match="column 'kind' is missing"):
        ipt.review_flags(
            study,
            oif,
            flags((SESSION, "g009")),
            rater="reader",
            highlights=pd.DataFrame({"session_id": [], "segment": []}),
        )


def test_sheets_side_by_side_are_those_that_are_handed_in(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    study.open_sheet(SESSION, "KM", oif)
    shown = hello(ipt.compare_sheets(study, oif, SESSION))
    assert [sheet["rater"] for sheet in shown["sheets"]] == ["reader", "sim-1"]
    assert shown["waiting"] == ["KM"]
    assert shown["marks"] == []
    (reply,) = send(ipt.compare_sheets(study, oif, SESSION), [1, "segment:g001", "primary", "COM"])
    assert reply["kind"] == "refused"


def test_sheets_that_are_not_handed_in_are_not_compared(study: ipt.Study, oif: ipt.Rubric) -> None:
    with pytest.raises(NotEnoughDataError, match="0 sheets"):
        ipt.compare_sheets(study, oif, OTHER)
    study.open_sheet(SESSION, "KM", oif)
    with pytest.raises(NotAllowedError, match="sheet of KM is not handed in"):
        ipt.compare_sheets(study, oif, SESSION, raters=("reader", "KM"))
    with pytest.raises(UnknownNameError, match="no sheet of 'XY'"):
        ipt.compare_sheets(study, oif, SESSION, raters=("reader", "XY"))
    with pytest.raises(UnknownNameError, match="no stage 'golden'"):
        ipt.compare_sheets(study, oif, SESSION, stages=("golden",))


def test_who_decides_must_not_have_an_open_sheet(study: ipt.Study, oif: ipt.Rubric) -> None:
    study.open_sheet(SESSION, "KM", oif)
    with pytest.raises(NotAllowedError, match="own sheet"):
        ipt.adjudicate(study, oif, SESSION, rater="KM")
    assert study.kept.heads(stage="adjudicated") == ()


def test_what_is_decided_is_a_third_sheet_and_the_raters_sheets_stay(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    before = study.codings(stage="independent")
    screen = ipt.adjudicate(study, oif, SESSION, rater="AB")
    assert "marks" in hello(screen)
    replies = send(
        screen, [1, "segment:g001", "primary", "ADM"], [2, "segment:g001", "memo", "both said so"]
    )
    assert [reply["kind"] for reply in replies] == ["recorded"]
    key = SheetKey(session_id=SESSION, rater_id="AB", stage=ipt.Stage.ADJUDICATED)
    assert study.kept.sheet(key).codings["g001"].primary == "ADM"
    assert study.codings(stage="independent").equals(before)
    again = hello(ipt.adjudicate(study, oif, SESSION, rater="AB"))
    assert len(again["marks"]) == 2


def test_it_is_handed_in_only_when_all_is_decided(study: ipt.Study, oif: ipt.Rubric) -> None:
    screen = ipt.adjudicate(study, oif, SESSION, rater="AB")
    hello(screen)
    (reply,) = send(screen, [1, "sheet", "hand_in", True])
    assert reply["kind"] == "refused"


def test_no_screen_keeps_a_word_of_a_session_in_a_saved_notebook(
    study: ipt.Study, oif: ipt.Rubric
) -> None:
    spoken = [turn.text for turn in study.kept.transcript(SESSION)[0].turns if turn.words > 3]
    screens = (
        ipt.review_flags(study, oif, flags((SESSION, "g009")), rater="reader"),
        ipt.compare_sheets(study, oif, SESSION),
        ipt.adjudicate(study, oif, SESSION, rater="AB"),
    )
    for screen in screens:
        told = str(screen._repr_mimebundle_()) + str(screen.get_state())
        assert [text for text in spoken if text in told] == []
    assert study.kept.exposures().empty


def test_what_can_never_be_recorded_is_refused_for_good(study: ipt.Study, oif: ipt.Rubric) -> None:
    key = study.open_sheet(OTHER, "KM", oif)
    mark = ipt.Mark(client="p", seq=1, target="segment:g001", field="flag_decision", value="later")
    with pytest.raises(MarkError, match="after the sheet is handed in"):
        taken(lambda: study.record(key, [mark]))
