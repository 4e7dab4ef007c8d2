"""The status of a segment is resolved from code, attributes, phase and variant."""

from __future__ import annotations

import pytest

from ipt_fidelity.rubric import Circumstances, Rubric, Status
from ipt_fidelity.sheet import Coding, asked, resolve_status

MIDDLE = Circumstances(phase="middle")


@pytest.mark.parametrize(
    ("primary", "attributes", "circumstances", "status"),
    [
        ("COM", {}, MIDDLE, Status.ON_MODEL),
        ("COG", {}, MIDDLE, Status.OFF_MODEL),
        ("UNC", {}, MIDDLE, Status.TECHNICAL),
        ("PST", {}, MIDDLE, Status.OFF_MODEL),
        ("PST", {}, Circumstances(phase="initial"), Status.NEUTRAL),
        ("BHV", {}, MIDDLE, Status.OFF_MODEL),
        ("BHV", {}, Circumstances(phase="middle", variants=("ipsrt",)), Status.ON_MODEL),
        ("THX", {"kind": "advice", "severity": 1, "link": 1}, MIDDLE, Status.NEUTRAL),
        ("THX", {"kind": "advice", "severity": 2, "link": 1}, MIDDLE, Status.OFF_MODEL),
        ("THX", {"kind": "opinion", "severity": 1, "link": 2}, MIDDLE, Status.OFF_MODEL),
        ("THX", {"kind": "advice", "severity": 1, "link": 0}, MIDDLE, Status.OFF_MODEL),
        ("HXR", {"beyond_remit": True}, MIDDLE, Status.OFF_MODEL),
        ("HXR", {"beyond_remit": False}, MIDDLE, Status.NEUTRAL),
        (
            "HXR",
            {"beyond_remit": True},
            Circumstances(phase="middle", variants=("prescriber",)),
            Status.NEUTRAL,
        ),
        ("ILL", {"sick_role": True}, Circumstances(phase="initial"), Status.ON_MODEL),
        (
            "ILL",
            {"sick_role": True},
            Circumstances(phase="initial", variants=("no_sick_role",)),
            Status.NEUTRAL,
        ),
    ],
)
def test_a_status_follows_its_rules(
    oif: Rubric,
    primary: str,
    attributes: dict[str, str | int | bool],
    circumstances: Circumstances,
    status: Status,
) -> None:
    coding = Coding(segment="g001", primary=primary, attributes=attributes)
    assert resolve_status(oif, coding, circumstances) is status


def test_a_rule_that_cannot_be_decided_does_not_apply(oif: Rubric) -> None:
    coding = Coding(segment="g001", primary="THX", attributes={"kind": "advice"})
    assert resolve_status(oif, coding, MIDDLE) is Status.OFF_MODEL


def test_a_segment_without_a_primary_code_has_no_status(oif: Rubric) -> None:
    assert resolve_status(oif, Coding(segment="g001"), MIDDLE) is None


def test_severity_is_asked_of_what_is_off_the_model_or_has_it_beside(oif: Rubric) -> None:
    def names(coding: Coding) -> set[str]:
        return {part.id for part in asked(oif, coding, MIDDLE)}

    assert "severity" not in names(Coding(segment="g", primary="COM"))
    assert "severity" in names(Coding(segment="g", primary="COG"))
    assert "severity" in names(Coding(segment="g", primary="COM", secondary=("COG",)))
    assert "kind" in names(Coding(segment="g", primary="THX"))
    assert names(Coding(segment="g")) == set()
