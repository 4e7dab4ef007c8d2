"""What applies in a session: phase, variants, perspective, retirement, declared statistics."""

from __future__ import annotations

import html.parser

import pytest

from ipt_fidelity import rubric
from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.rubric import Circumstances, Rubric
from tests.rubric.copies import CORE, LICENSED, OIF


def items(found: Rubric, **circumstances: object) -> dict[str, rubric.Item]:
    about = Circumstances(**circumstances)  # type: ignore[arg-type]
    return {item.id: item for item in rubric.items_for(found, about)}


def test_a_phase_brings_its_items(oif: Rubric) -> None:
    assert {"B1", "B2", "B3", "B4"} <= items(oif, phase="initial").keys()
    assert "B1" not in items(oif, phase="middle")
    assert {"D1", "D2", "D3"} <= items(oif, phase="ending").keys()


def test_without_a_phase_items_of_every_phase_are_kept(oif: Rubric) -> None:
    assert len(items(oif)) == len(oif.items)


def test_a_variant_drops_and_flips(oif: Rubric) -> None:
    assert "B1" not in items(oif, phase="initial", variants=("no_sick_role",))
    flipped = items(oif, phase="middle", variants=("ipsrt",))["X2"]
    assert (flipped.construct_, flipped.reverse) == ("adherence", False)
    assert items(oif, phase="middle")["X2"].reverse


def test_an_item_of_one_variant_is_asked_there_only() -> None:
    text = OIF.replace(
        "      disabled_in_variants: [no_sick_role]\n", "      only_in_variants: [group]\n"
    )
    found = rubric.read(text, where="x")
    assert "B1" not in items(found, phase="initial")
    assert "B1" in items(found, phase="initial", variants=("adolescent", "group"))


def test_an_item_of_one_perspective_is_asked_there_only() -> None:
    text = CORE.replace("    - id: G1\n", "    - id: G1\n      perspectives: [self]\n")
    found = rubric.read(text, where="x")
    assert "G1" not in items(found)
    assert "G1" in items(found, perspective="self")


def test_what_is_retired_stays_readable_and_is_not_asked() -> None:
    text = CORE.replace("    - id: G1\n", "    - id: G1\n      retired: true\n")
    found = rubric.read(text, where="x")
    assert found.item("G1").retired
    assert "G1" not in items(found)


def test_the_statistic_of_an_item_is_its_own_or_that_of_its_type() -> None:
    found = rubric.read(LICENSED, where="x")
    own = rubric.statistic_of(found, found.item("item_28"))
    typed = rubric.statistic_of(found, found.item("item_01"))
    assert own is not None
    assert own.beside == ()
    assert typed is not None
    assert typed.beside == ("krippendorff_alpha",)


def test_no_statistic_is_invented_where_none_was_declared() -> None:
    text = CORE.replace("  interval: {statistic", "  count: {statistic")
    found = rubric.read(text, where="x")
    assert rubric.statistic_of(found, found.item("G1")) is None


def test_every_code_of_the_shipped_rubrics_has_a_key(oif: Rubric) -> None:
    for found in (oif, rubric.read(CORE, where="x")):
        assert {code.id for code in found.codes} == set(found.keys().values())


def test_the_core_codes_are_the_families_of_the_full_rubric(oif: Rubric) -> None:
    core = rubric.read(CORE, where="x")
    assert [family.id for family in oif.families] == [
        code.id for code in core.codes if code.status != "technical"
    ]


def test_levels_of_aggregation_are_stated(oif: Rubric) -> None:
    levels = oif.scoring.levels
    assert levels.case.least_sessions == 3
    assert dict(levels.case.least_in_phase) == {"initial": 1, "middle": 1}
    assert (levels.therapist.least_cases, levels.therapist.least_sessions) == (2, 6)


def test_the_full_rubric_is_whole(oif: Rubric) -> None:
    by_status = [str(code.status) for code in oif.codes]
    counts = {status: by_status.count(status) for status in set(by_status)}
    assert counts == {"on_model": 15, "neutral": 4, "off_model": 7, "technical": 1}
    assert len(oif.items) == 41
    assert len(oif.file.segment_layer.confusable if oif.file.segment_layer else ()) == 15


def test_in_a_notebook_a_rubric_is_one_line(oif: Rubric) -> None:
    shown = oif._repr_html_()
    html.parser.HTMLParser().feed(shown)
    assert "27 codes, 41 items, 5 scores" in shown
    assert len(shown) < 300


def test_a_name_that_is_not_there_is_told_with_the_nearest(oif: Rubric) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'COM'"):
        oif.code("COMM")
