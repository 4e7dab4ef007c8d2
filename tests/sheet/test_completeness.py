"""Branches are followed, gaps are listed, values keep to their scale."""

from __future__ import annotations

import pytest

from ipt_fidelity.errors import MarkError
from ipt_fidelity.rubric import Circumstances, Rubric
from ipt_fidelity.sheet import (
    Absence,
    GapKind,
    Mark,
    Sheet,
    SheetHead,
    Value,
    check_value,
    fold,
    resolve_ratings,
    what_is_missing,
)

MIDDLE = Circumstances(phase="middle")
HEAD = SheetHead(
    session_id="s",
    rater_id="KM",
    rubric_id="oif",
    rubric_version="0.1.0",
    rubric_sha256="0",
    segmentation_id="c",
)


def sheet(*entries: tuple[str, str, Value]) -> Sheet:
    return fold(
        HEAD,
        [
            Mark(client="p", seq=n, target=target, field=field, value=value)
            for n, (target, field, value) in enumerate(entries, 1)
        ],
    )


def absences(rubric: Rubric, filled: Sheet, about: Circumstances) -> dict[str, Absence | None]:
    return {r.item.id: r.absence for r in resolve_ratings(rubric, filled, about)}


def test_an_item_of_another_phase_is_not_on_the_form(oif: Rubric) -> None:
    assert "B2" not in absences(oif, sheet(), MIDDLE)
    assert "B2" in absences(oif, sheet(), Circumstances(phase="initial"))


def test_the_chosen_problem_area_opens_its_strategy_item_and_closes_the_others(
    oif: Rubric,
) -> None:
    told = absences(oif, sheet(("item:C0", "value", "dispute"), ("item:C1d", "value", 3)), MIDDLE)
    assert told["C1d"] is None
    assert told["C1g"] is told["C1t"] is told["C1s"] is Absence.NOT_APPLICABLE


def test_an_undecided_branch_leaves_the_item_missing_not_absent(oif: Rubric) -> None:
    assert absences(oif, sheet(), MIDDLE)["C1d"] is Absence.MISSING


def test_a_gate_that_is_no_makes_no_opportunity_even_of_a_rated_item(oif: Rubric) -> None:
    filled = sheet(("item:C2g", "value", 0), ("item:C2", "value", 0))
    assert absences(oif, filled, MIDDLE)["C2"] is Absence.NO_OPPORTUNITY


def test_handling_of_feeling_does_not_apply_where_no_feeling_was_worked_with(oif: Rubric) -> None:
    assert absences(oif, sheet(("item:A4", "value", 0)), MIDDLE)["Q4"] is Absence.NOT_APPLICABLE


def test_the_formulation_is_asked_late_in_the_initial_phase_only(oif: Rubric) -> None:
    early = Circumstances(phase="initial", phase_position="early")
    late = Circumstances(phase="initial", phase_position="late")
    assert absences(oif, sheet(), early)["B3"] is Absence.NOT_APPLICABLE
    assert absences(oif, sheet(), late)["B3"] is Absence.MISSING


def test_a_variant_drops_its_item(oif: Rubric) -> None:
    about = Circumstances(phase="initial", variants=("no_sick_role",))
    assert "B1" not in absences(oif, sheet(), about)


def kinds(rubric: Rubric, filled: Sheet) -> set[tuple[GapKind, str]]:
    gaps = what_is_missing(rubric, filled, MIDDLE, ["g001"])
    return {(gap.kind, gap.target) for gap in gaps}


def test_an_unread_segment_and_an_unanswered_item_are_gaps(oif: Rubric) -> None:
    told = kinds(oif, sheet())
    assert (GapKind.UNREAD, "segment:g001") in told
    assert (GapKind.UNANSWERED, "item:A1") in told


def test_where_the_rubric_demands_a_code_read_alone_is_a_gap(oif: Rubric) -> None:
    told = kinds(oif, sheet(("segment:g001", "reading", "read")))
    assert (GapKind.NOT_CODED, "segment:g001") in told


def test_a_value_that_demands_evidence_is_a_gap_without_it(oif: Rubric) -> None:
    bare = sheet(("item:A1", "value", 4))
    tied = sheet(("item:A1", "value", 4), ("item:A1", "evidence_for", ("g001",)))
    low = sheet(("item:A1", "value", 2))
    assert (GapKind.NO_EVIDENCE, "item:A1") in kinds(oif, bare)
    assert (GapKind.NO_EVIDENCE, "item:A1") not in kinds(oif, tied)
    assert (GapKind.NO_EVIDENCE, "item:A1") not in kinds(oif, low)


def test_doubt_is_shown_and_does_not_block(oif: Rubric) -> None:
    filled = sheet(("segment:g001", "primary", "COM"), ("segment:g001", "uncertain", True))
    gaps = what_is_missing(oif, filled, MIDDLE, ["g001"])
    doubt = [gap for gap in gaps if gap.kind is GapKind.UNCERTAIN]
    assert [gap.target for gap in doubt] == ["segment:g001"]
    assert not doubt[0].blocks


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("A1", 5),
        ("A1", -1),
        ("A1", "3"),
        ("A1", True),
        ("A1", 2.5),
        ("A5", 2),
        ("C0", "quarrel"),
        ("G1", 101),
        ("G1", "high"),
        ("G5", ("COM", "XYZ")),
        ("G5", ("SYM", "COM", "DSP", "LNK", "AFF", "OPT")),
        ("G5", "COM"),
    ],
)
def test_a_value_off_the_scale_is_refused_with_the_choices(
    oif: Rubric, item: str, value: Value
) -> None:
    with pytest.raises(MarkError, match="lies outside the scale") as caught:
        check_value(oif, oif.item(item), value, where="here")
    assert caught.value.mend.startswith("Choose ")


@pytest.mark.parametrize(
    ("item", "value"),
    [("A1", 4), ("A5", 0), ("C0", "none"), ("G1", 62.5), ("G5", ("COM", "DSP")), ("A1", None)],
)
def test_a_value_on_the_scale_comes_back(oif: Rubric, item: str, value: Value) -> None:
    assert check_value(oif, oif.item(item), value, where="here") == value
