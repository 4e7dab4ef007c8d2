from __future__ import annotations

import pytest

from ipt_fidelity.errors import FidelityError, NotAllowedError, UnknownNameError
from ipt_fidelity.transcript import (
    Key,
    MaskingState,
    Transcript,
    check_off,
    decide,
    draw_key,
    findings_frame,
    mask,
    mask_more,
    masking_check,
    read_cast,
    sample_turns,
    suggest_cast,
    unmask,
)
from ipt_fidelity.transcript.masking_recall import wilson
from tests.transcript.marked_text import CASES, marked_session, talk

LINES = ("Then Gwyneth rang.", "I told Ray, and Gwyneth heard. Zumba is on. Zumba, again.")


@pytest.fixture
def done() -> tuple[Transcript, Key]:
    return mask(talk(*LINES), cast={"Ray": "husband"}, key=draw_key("case-1", seed=3), by="KM")


def of(done: tuple[Transcript, Key], original: str) -> list[str]:
    frame = findings_frame(*done)
    return frame.loc[frame["original"] == original, "redaction"].tolist()


def test_the_most_doubtful_findings_come_first(done: tuple[Transcript, Key]) -> None:
    frame = findings_frame(*done)
    assert frame["doubt"].is_monotonic_decreasing
    assert frame["original"].tolist()[:1] == ["Zumba"]
    assert frame["original"].tolist()[-1] == "Ray"


def test_a_decided_finding_goes_to_the_end(done: tuple[Transcript, Key]) -> None:
    again = decide(*done, {of(done, "Zumba")[0]: "keep"})
    last = findings_frame(*again).iloc[-1]
    assert (last["original"], last["decided"]) == ("Zumba", "kept_masked")


def test_a_false_find_is_taken_back_everywhere(done: tuple[Transcript, Key]) -> None:
    again = decide(*done, {of(done, "Zumba")[0]: "take back everywhere"})
    assert (
        again[0].turns[1].text == "I told [HUSBAND], and [NAME-1] heard. Zumba is on. Zumba, again."
    )
    assert unmask(*again) == talk(*LINES)


def test_a_false_find_is_taken_back_in_one_place(done: tuple[Transcript, Key]) -> None:
    again = decide(*done, {of(done, "Zumba")[0]: "take back"})
    assert again[0].turns[1].text.count("Zumba") == 1


def test_a_person_gets_a_part_in_all_places(done: tuple[Transcript, Key]) -> None:
    again = decide(*done, {of(done, "Gwyneth")[0]: "sister"})
    assert again[0].turns[0].text == "Then [SISTER-1] rang."
    assert "and [SISTER-1] heard" in again[0].turns[1].text
    assert unmask(*again) == talk(*LINES)


def test_a_missed_word_is_masked_wherever_it_stands(done: tuple[Transcript, Key]) -> None:
    again = mask_more(*done, "rang", who="place")
    assert again[0].turns[0].text == "Then [NAME-1] [PLACE-1]."
    assert unmask(*again) == talk(*LINES)
    with pytest.raises(FidelityError, match="do not stand unmasked"):
        mask_more(*done, "nowhere to be seen", who="place")


def test_a_redaction_that_does_not_exist_is_refused(done: tuple[Transcript, Key]) -> None:
    with pytest.raises(UnknownNameError, match="r9999"):
        decide(*done, {"r9999": "keep"})


def test_a_transcript_is_checked_only_when_no_doubtful_finding_is_open(
    done: tuple[Transcript, Key],
) -> None:
    with pytest.raises(NotAllowedError, match="doubtful findings are open"):
        check_off(*done, by="LP")
    again = decide(*done, dict.fromkeys(of(done, "Zumba"), "keep"))
    checked = check_off(*again, by="LP")
    assert (checked.session.masking, checked.session.checked_by) == (MaskingState.CHECKED, "LP")
    assert unmask(checked, again[1]) == talk(*LINES)


def test_a_decision_after_the_check_makes_it_masked_again(done: tuple[Transcript, Key]) -> None:
    again = decide(*done, dict.fromkeys(of(done, "Zumba"), "keep"))
    checked = check_off(*again, by="LP")
    changed = decide(checked, again[1], {of(again, "Gwyneth")[0]: "sister"})[0]
    assert (changed.session.masking, changed.session.checked_by) == (MaskingState.MASKED, None)


def test_the_suggested_cast_lists_recurring_capitals_and_decides_nothing() -> None:
    frame = suggest_cast(
        talk("My sister Gwyneth rang.", "And Gwyneth said so to Ray. Mom knew. Mom?")
    )
    assert frame[["name", "count", "wording"]].to_numpy().tolist() == [["Gwyneth", 2, "sister"]]
    assert set(frame["who"]) == {""}
    assert read_cast(frame).placeholders == {}


def test_a_filled_frame_is_a_cast() -> None:
    frame = suggest_cast(talk("My sister Gwyneth rang.", "And Gwyneth said so."))
    frame["who"] = ["sister 1"]
    done, _ = mask(talk("Oh, Gwyneth."), cast=frame, key=draw_key("case-1", seed=3), by="KM")
    assert done.turns[0].text == "Oh, [SISTER-1]."


def test_a_sample_is_drawn_by_its_seed_in_the_order_of_the_session() -> None:
    whole, _ = marked_session("case_a")
    drawn = sample_turns(whole, n=50, seed=4)
    assert len(set(drawn)) == 50
    assert list(drawn) == sorted(drawn)
    assert drawn == sample_turns(whole, n=50, seed=4) != sample_turns(whole, n=50, seed=5)


def test_recall_is_estimated_on_the_marked_turns(done: tuple[Transcript, Key]) -> None:
    marked = {"t0001": ["Gwyneth", "rang"], "t0002": ["Ray"]}
    check = masking_check(unmask(*done), done[1], marked)
    assert (check.found, check.identifiers, check.recall) == (2, 3, pytest.approx(2 / 3))
    assert check.missed == (("t0001", 13),)
    assert check.unmarked == 3
    assert (check.low, check.high) == pytest.approx((0.2077, 0.9385), abs=1e-4)


def test_recall_is_undefined_where_nothing_was_marked(done: tuple[Transcript, Key]) -> None:
    check = masking_check(unmask(*done), done[1], {"t0001": []})
    assert (check.recall, check.reason) == (None, "nothing was marked in the turns read")


def test_a_sample_marked_wrongly_is_refused_without_its_words(
    done: tuple[Transcript, Key],
) -> None:
    with pytest.raises(FidelityError, match="letter by letter") as refusal:
        masking_check(unmask(*done), done[1], {"t0001": ["Gwynneth"]})
    assert "Gwy" not in str(refusal.value)


@pytest.mark.parametrize(
    ("found", "of_all", "low", "high"), [(81, 263, 0.2553, 0.3662), (1, 29, 0.0061, 0.1718)]
)
def test_the_interval_is_that_of_newcombe_1998_table_1(
    found: int, of_all: int, low: float, high: float
) -> None:
    assert wilson(found, of_all) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("case", CASES)
def test_nearly_all_identifiers_of_the_invented_sessions_are_found(case: str) -> None:
    whole, marks = marked_session(case)
    _, key = mask(whole, cast={}, key=draw_key("case-1", seed=3), by="KM")
    marked = {t.id: [t.text[a:b] for a, b, _ in marks[t.id]] for t in whole.turns}
    check = masking_check(whole, key, marked)
    assert check.recall is not None
    assert check.recall >= 0.96
