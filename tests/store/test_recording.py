"""Marks are recorded once each, in order, and only where the sheet can take them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt_fidelity.errors import FidelityError, MarkError, NotAllowedError, UnknownNameError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Mark, Sheet, fold, mark_hash
from ipt_fidelity.sheet.mark import Value
from ipt_fidelity.store import SheetKey, Study, open_study
from tests.store.scene import NOON, SESSION, coded, hand_in, mark, opened, reopen


def test_recording_returns_the_highest_number_kept(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    assert memory.record(key, [coded(1), coded(2)]) == 2
    assert memory.record(key, [coded(1)]) == 2


def test_a_repeated_mark_is_kept_once(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    for _ in range(3):
        memory.record(key, [coded(1), coded(1)])
    assert len(memory.kept.marks(key)) == 1


def test_a_repeated_memo_is_kept_once(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    memo = mark(1, "segment:g001", "memo", "not sure")
    memory.record(key, [memo])
    assert memory.record(key, [memo]) == 1


def test_the_same_number_with_other_content_is_refused(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    memory.record(key, [coded(1)])
    with pytest.raises(MarkError, match="kept already, with other content"):
        memory.record(key, [coded(1, code="AFF")])
    with pytest.raises(MarkError, match="kept already, with other content"):
        memory.record(key, [coded(2), coded(2, code="AFF")])
    assert memory.kept.sheet(key).codings["g001"].primary == "SYM"


def test_the_same_number_with_another_memo_is_refused(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    memory.record(key, [mark(1, "segment:g001", "memo", "one")])
    with pytest.raises(MarkError, match="other content"):
        memory.record(key, [mark(1, "segment:g001", "memo", "two")])


def test_two_clients_number_their_marks_by_themselves(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    memory.record(key, [coded(1, client="tab-1")])
    assert memory.record(key, [coded(1, "g002", client="tab-2")]) == 1
    assert len(memory.kept.marks(key)) == 2


def test_marks_of_two_clients_in_one_call_are_refused(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    with pytest.raises(MarkError, match="two clients"):
        memory.record(key, [coded(1), coded(1, client="other")])


def test_a_batch_with_one_odd_mark_is_refused_whole(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    with pytest.raises(UnknownNameError):
        memory.record(key, [coded(1), coded(2, code="NOPE")])
    assert memory.kept.marks(key) == []


def test_stamps_increase_even_when_the_clock_goes_back(oif: Rubric) -> None:
    times = iter([NOON - timedelta(hours=hour) for hour in range(100)])
    with open_study(":memory:", clock=lambda: next(times)) as study:
        key = opened(study, oif)
        for seq in range(1, 6):
            study.record(key, [coded(seq)])
        stamps = [one.at for one in study.kept.marks(key)]
    assert stamps == sorted(set(stamps))


def test_a_time_that_a_mark_brings_is_kept_in_utc(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    east = timezone(timedelta(hours=2))
    memory.record(key, [replace(coded(1), at=datetime(2026, 1, 1, 12, tzinfo=east))])
    assert memory.kept.marks(key)[0].at == datetime(2026, 1, 1, 10, tzinfo=UTC)


def test_a_time_without_a_zone_or_far_ahead_is_refused(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    for at in (datetime(2026, 1, 1), datetime(2999, 1, 1, tzinfo=UTC)):  # noqa: DTZ001 - the odd one
        with pytest.raises(MarkError, match="no time zone, or lies ahead"):
            memory.record(key, [replace(coded(1), at=at)])


def test_each_mark_carries_the_hash_of_the_one_before(
    study: Study, oif: Rubric, path: Path
) -> None:
    key = opened(study, oif)
    study.record(key, [coded(1), coded(2)])
    before = ""
    with sqlite3.connect(path) as plain:
        rows = plain.execute("SELECT before, hash FROM mark ORDER BY place").fetchall()
    plain.close()
    for kept, (told_before, told) in zip(study.kept.marks(key), rows, strict=True):
        assert told_before == before
        assert told == mark_hash(kept, before)
        before = told


@pytest.mark.parametrize(
    ("target", "field", "value"),
    [
        ("segment:g001", "primary", "NOPE"),
        ("segment:g001", "secondary", ("SYM", "NOPE")),
        ("segment:g999", "reading", "read"),
        ("segment:g001", "attr_nothing", 1),
        ("turn:t9999", "reading", "read"),
        ("item:ZZ", "value", 1),
        ("code:NOPE", "omission", True),
        ("code:SYM", "omission", "t9999"),
        ("item:A1", "evidence_for", ("g001", "g999")),
        ("sheet", "place", "segment:g999"),
    ],
)
def test_a_name_that_is_not_of_the_sheet_is_refused(
    memory: Study, oif: Rubric, target: str, field: str, value: Value
) -> None:
    key = opened(memory, oif)
    with pytest.raises(UnknownNameError):
        memory.record(key, [mark(1, target, field, value)])


@pytest.mark.parametrize(
    ("target", "field", "value"),
    [
        ("item:A1", "value", 9),
        ("item:A1", "value", "3"),
        ("item:A1", "value", float("nan")),
        ("item:A1", "absence", "forgot"),
        ("item:D1", "value", 1),
        ("segment:g001", "reading", "glanced"),
        ("segment:g001", "attr_link", 7),
        ("segment:g001", "attr_link", (0, 1)),
        ("segment:g001", "uncertain", "very"),
        ("segment:g001", "memo", 3),
        ("sheet", "hand_in", False),
        ("sheet", "undo", "page#7"),
        ("sheet", "undo", "other#1"),
        ("sheet", "place", "nowhere"),
    ],
)
def test_a_value_that_the_field_cannot_hold_is_refused(
    memory: Study, oif: Rubric, target: str, field: str, value: Value
) -> None:
    key = opened(memory, oif)
    with pytest.raises(MarkError):
        memory.record(key, [mark(1, target, field, value)])


@pytest.mark.parametrize(
    ("target", "field", "value"),
    [
        ("segment:g001", "primary", None),
        ("segment:g001", "secondary", ("SYM", "AFF")),
        ("segment:g001", "reading", "read"),
        ("segment:g001", "attr_link", 2),
        ("segment:g001", "attr_problem_area", ("grief", "none")),
        ("segment:g001", "attr_sick_role", True),
        ("segment:g001", "uncertain", True),
        ("turn:t0001", "reading", "read"),
        ("item:A1", "value", 4),
        ("item:A1", "absence", "not_codable"),
        ("item:A1", "evidence_for", ("g001", "t0003")),
        ("item:A1", "omission", None),
        ("code:SYM", "omission", True),
        ("code:SYM", "omission", "t0003"),
        ("sheet", "place", "item:A1"),
        ("sheet", "place", "sheet"),
        ("sheet", "guess", "arm A, I think"),
        ("sheet", "memo", None),
    ],
)
def test_what_a_field_can_hold_comes_back(
    memory: Study, oif: Rubric, target: str, field: str, value: Value
) -> None:
    key = opened(memory, oif)
    memory.record(key, [mark(1, target, field, value)])
    assert [one.value for one in memory.kept.marks(key)] == [value]


def test_an_item_of_another_phase_is_refused_with_its_mend(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    with pytest.raises(MarkError, match="not asked in this session"):
        memory.record(key, [mark(1, "item:D1", "value", 2)])


def test_a_sheet_that_was_not_opened_takes_no_mark(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    with pytest.raises(UnknownNameError, match="no sheet"):
        memory.record(replace(key, rater_id="XX"), [coded(1)])


def test_no_mark_at_all_is_refused(memory: Study, oif: Rubric) -> None:
    with pytest.raises(MarkError, match="there is no mark"):
        memory.record(opened(memory, oif), [])


def _handed_in(study: Study, oif: Rubric) -> SheetKey:
    key = opened(study, oif)
    study.record(key, [coded(1), hand_in(2)])
    return key


def test_a_handed_in_sheet_takes_no_mark(memory: Study, oif: Rubric) -> None:
    key = _handed_in(memory, oif)
    with pytest.raises(NotAllowedError, match="handed in") as caught:
        memory.record(key, [coded(3)])
    assert "reopen" in caught.value.mend


def test_repeats_are_acknowledged_after_hand_in(memory: Study, oif: Rubric) -> None:
    key = _handed_in(memory, oif)
    assert memory.record(key, [coded(1), hand_in(2)]) == 2


def test_a_sheet_can_be_opened_again_and_that_leaves_a_trace(memory: Study, oif: Rubric) -> None:
    key = _handed_in(memory, oif)
    memory.record(key, [reopen(3), coded(4, code="AFF")])
    sheet = memory.kept.sheet(key)
    assert (sheet.reopened, sheet.is_handed_in) == (1, False)
    assert sheet.codings["g001"].primary == "AFF"


def test_the_hand_in_can_be_undone(memory: Study, oif: Rubric) -> None:
    key = _handed_in(memory, oif)
    memory.record(key, [mark(3, "sheet", "undo", "page#2"), coded(4, code="AFF")])
    assert not memory.kept.sheet(key).is_handed_in


def test_another_mark_cannot_be_undone_after_hand_in(memory: Study, oif: Rubric) -> None:
    key = _handed_in(memory, oif)
    with pytest.raises(NotAllowedError):
        memory.record(key, [mark(3, "sheet", "undo", "page#1")])


def test_an_undone_reopening_closes_the_sheet_again(memory: Study, oif: Rubric) -> None:
    key = _handed_in(memory, oif)
    memory.record(key, [reopen(3), mark(4, "sheet", "undo", "page#3")])
    with pytest.raises(NotAllowedError):
        memory.record(key, [coded(5)])


def test_a_mark_after_the_hand_in_of_its_own_batch_is_refused(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    with pytest.raises(NotAllowedError):
        memory.record(key, [coded(1), hand_in(2), coded(3)])
    assert memory.kept.marks(key) == []


def test_a_flag_is_decided_on_after_hand_in_only(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    decision = mark(2, "segment:g001", "flag_decision", "dismissed")
    with pytest.raises(NotAllowedError, match="after the sheet is handed in"):
        memory.record(key, [coded(1), decision])
    memory.record(key, [coded(1), hand_in(2), replace(decision, seq=3)])
    assert memory.kept.sheet(key).codings["g001"].flag_decision == "dismissed"


def test_a_mark_that_comes_late_finds_its_place(memory: Study, oif: Rubric) -> None:
    key = opened(memory, oif)
    memory.record(key, [coded(3, code="AFF")])
    memory.record(key, [coded(1)])
    memory.record(key, [coded(2)])
    assert memory.kept.sheet(key).codings["g001"].primary == "AFF"
    assert memory.kept.verify() == ()


def _plain(sheet: Sheet) -> dict[str, object]:
    """Return what a sheet says without the times at which it was said."""
    return {
        "codings": dict(sheet.codings),
        "ratings": {name: replace(one, at=None) for name, one in sheet.ratings.items()},
        "omissions": {name: replace(one, at=None) for name, one in sheet.omissions.items()},
        "read": sheet.turns_read,
        "place": sheet.place,
        "marks": sheet.marks,
    }


ENTRIES = st.one_of(
    st.tuples(
        st.sampled_from(["segment:g001", "segment:g002"]),
        st.just("primary"),
        st.sampled_from(["SYM", "AFF", None]),
    ),
    st.tuples(st.just("segment:g001"), st.just("memo"), st.text(max_size=8)),
    st.tuples(st.just("item:A1"), st.just("value"), st.sampled_from([0, 1, 2, 3, 4, None])),
    st.tuples(st.just("item:A1"), st.just("absence"), st.just("not_codable")),
    st.tuples(st.just("code:SYM"), st.just("omission"), st.sampled_from([True, False, "t0002"])),
    st.tuples(st.just("turn:t0001"), st.just("reading"), st.sampled_from(["read", "unread"])),
    st.tuples(st.just("sheet"), st.just("undo"), st.integers(1, 12)),
)


def _sent(entries: list[tuple[str, str, Value]]) -> list[Mark]:
    marks: list[Mark] = []
    for seq, (target, field, value) in enumerate(entries, 1):
        undone = f"page#{1 + int(value) % (seq - 1)}" if field == "undo" and seq > 1 else value
        if field == "undo" and seq == 1:
            marks.append(coded(1))
        else:
            marks.append(mark(seq, target, field, undone))
    return marks


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), entries=st.lists(ENTRIES, min_size=1, max_size=12))
def test_what_is_kept_folds_to_what_was_sent_under_repeats_and_reorderings(
    data: st.DataObject, entries: list[tuple[str, str, Value]], oif: Rubric
) -> None:
    sent = _sent(entries)
    batches = data.draw(
        st.lists(st.lists(st.sampled_from(sent), min_size=1, max_size=5), max_size=6)
    )
    with open_study(":memory:") as study:
        key = opened(study, oif)
        for batch in [*batches, *data.draw(st.permutations([[one] for one in sent])), sent]:
            acknowledged = study.record(key, batch)
            assert acknowledged >= max(one.seq for one in batch)
        kept = study.kept.sheet(key)
        assert _plain(fold(kept.head, sent)) == _plain(kept)
        assert study.kept.verify() == ()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    parts=st.fixed_dictionaries(
        {
            "client": st.text(max_size=70),
            "seq": st.integers(-2, 2**70),
            "target": st.text(max_size=20) | st.sampled_from(["segment:g001", "item:A1", "sheet"]),
            "field": st.text(max_size=12) | st.sampled_from(["primary", "value", "memo", "undo"]),
            "value": st.none()
            | st.text(st.characters(), max_size=20)
            | st.integers()
            | st.floats()
            | st.lists(st.text(max_size=5)).map(tuple),
        }
    )
)
def test_an_odd_mark_is_refused_with_an_error_of_our_own_or_kept(
    parts: dict[str, object], oif: Rubric
) -> None:
    with open_study(":memory:") as study:
        key = opened(study, oif)
        try:
            study.record(key, [Mark(**parts)])
        except FidelityError:
            assert study.kept.marks(key) == []
        else:
            assert len(study.kept.marks(key)) == 1
        assert study.kept.verify() == ()


def test_a_session_is_named_with_quotes_and_semicolons_like_any_other(
    memory: Study, oif: Rubric
) -> None:
    odd = SESSION + "'; DROP TABLE mark; --"
    key = opened(memory, oif, "K'M", session_id=odd)
    memory.record(key, [coded(1, client="a'b")])
    assert memory.kept.sheet(key).codings["g001"].primary == "SYM"
