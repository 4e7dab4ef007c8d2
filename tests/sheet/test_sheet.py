"""A sheet is the fold of its marks: in any order, repeated, undone and redone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ipt_fidelity.sheet import Absence, Mark, Reading, Sheet, SheetHead, fold

HEAD = SheetHead(
    session_id="s",
    rater_id="KM",
    rubric_id="oif",
    rubric_version="0.1.0",
    rubric_sha256="0" * 64,
    segmentation_id="c" * 16,
)
START = datetime(2026, 3, 1, tzinfo=UTC)


def mark(seq: int, target: str, field: str, value: object, client: str = "p") -> Mark:
    return Mark(
        client=client,
        seq=seq,
        target=target,
        field=field,
        value=value,  # type: ignore[arg-type]
        at=START + timedelta(seconds=seq),
    )


def folded(*marks: Mark) -> Sheet:
    return fold(HEAD, marks)


def undo(seq: int, what: int) -> Mark:
    return mark(seq, "sheet", "undo", f"p#{what}")


def test_the_three_states_of_a_unit_are_unread_read_and_coded() -> None:
    sheet = folded(
        mark(1, "segment:g001", "reading", "read"),
        mark(2, "segment:g002", "primary", "COM"),
        mark(3, "segment:g003", "memo", "look again"),
    )
    states = {name: coding.reading for name, coding in sheet.codings.items()}
    assert states == {"g001": Reading.READ, "g002": Reading.CODED, "g003": Reading.UNREAD}


def test_the_later_mark_holds() -> None:
    sheet = folded(
        mark(1, "segment:g001", "primary", "COM"), mark(2, "segment:g001", "primary", "DSP")
    )
    assert sheet.codings["g001"].primary == "DSP"


def test_an_undone_mark_uncovers_the_one_before() -> None:
    sheet = folded(
        mark(1, "segment:g001", "primary", "COM"),
        mark(2, "segment:g001", "primary", "DSP"),
        undo(3, 2),
    )
    assert sheet.codings["g001"].primary == "COM"


def test_an_undone_undo_is_a_redo() -> None:
    sheet = folded(
        mark(1, "segment:g001", "primary", "COM"),
        mark(2, "segment:g001", "primary", "DSP"),
        undo(3, 2),
        undo(4, 3),
    )
    assert sheet.codings["g001"].primary == "DSP"


def test_undo_reaches_back_through_all_marks() -> None:
    marks = [mark(n, "segment:g001", "primary", f"C{n}") for n in range(1, 51)]
    undone = [undo(50 + n, 51 - n) for n in range(1, 51)]
    assert folded(*marks, *undone).codings == {}


def test_an_absence_takes_the_value_away_and_a_value_the_absence() -> None:
    absent = folded(mark(1, "item:A1", "value", 3), mark(2, "item:A1", "absence", "not_codable"))
    assert (absent.ratings["A1"].value, absent.ratings["A1"].absence) == (
        None,
        Absence.NOT_CODABLE,
    )
    valued = folded(mark(1, "item:A1", "absence", "not_codable"), mark(2, "item:A1", "value", 3))
    assert (valued.ratings["A1"].value, valued.ratings["A1"].absence) == (3, None)


def test_hand_in_closes_and_reopening_leaves_a_trace() -> None:
    closed = folded(mark(1, "sheet", "hand_in", value=True))
    opened = folded(
        mark(1, "sheet", "hand_in", value=True), mark(2, "sheet", "reopen", "a slip in g004")
    )
    assert closed.is_handed_in
    assert not opened.is_handed_in
    assert opened.reopened == 1


def test_an_omission_is_marked_with_its_place_and_taken_back() -> None:
    here = folded(mark(1, "code:COM", "omission", "t0012"))
    gone = folded(
        mark(1, "code:COM", "omission", "t0012"), mark(2, "code:COM", "omission", value=False)
    )
    assert here.omissions["COM"].place == "t0012"
    assert gone.omissions == {}


def test_the_place_left_is_kept() -> None:
    assert folded(mark(1, "sheet", "place", "segment:g007")).place == "segment:g007"


FIELDS = st.sampled_from(
    [
        ("segment:g001", "primary", "COM"),
        ("segment:g001", "primary", None),
        ("segment:g002", "secondary", ("LNK", "AFF")),
        ("segment:g002", "uncertain", True),
        ("item:A1", "value", 2),
        ("item:A1", "absence", "not_codable"),
        ("code:COM", "omission", True),
        ("sheet", "place", "segment:g002"),
        ("sheet", "undo", "p#1"),
        ("sheet", "undo", "p#2"),
        ("sheet", "undo", "p#3"),
    ]
)


@given(entries=st.lists(FIELDS, max_size=12), seed=st.integers(0, 999))
def test_the_fold_is_the_same_for_repeats_and_for_every_order_of_arrival(
    entries: list[tuple[str, str, object]], seed: int
) -> None:
    marks = [mark(n, *entry) for n, entry in enumerate(entries, 1)]
    shuffled = marks + marks[::2]
    random.Random(seed).shuffle(shuffled)
    assert fold(HEAD, shuffled) == fold(HEAD, marks)
