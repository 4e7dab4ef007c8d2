from __future__ import annotations

from dataclasses import replace

import pytest

from ipt_fidelity.report import Design, Rater, gather_study, methods_paragraph
from tests.report.by_hand import RUBRIC, STUDY, frames, making
from tests.scoring.by_hand import oif


@pytest.mark.parametrize(
    "topic",
    [
        "Unit of coding",
        "Sampling of sessions",
        "Training of raters",
        "Certification",
        "Blinding",
        "Order of rating",
        "Rater drift",
        "Deviations from the plan",
    ],
)
def test_what_the_facts_do_not_hold_is_not_recorded(topic: str) -> None:
    assert f"{topic}: not recorded." in methods_paragraph(STUDY)


def test_what_the_facts_hold_is_stated() -> None:
    facts = replace(STUDY, design=Design(blinding="Arm and site were hidden.", unit="by_turns"))
    said = methods_paragraph(facts)
    assert "Blinding: Arm and site were hidden." in said
    assert "Unit of coding: by_turns." in said


def test_instrument_version_and_hash_are_named() -> None:
    said = methods_paragraph(STUDY)
    assert (
        f"(oif, version 0.1.0, draft-unvalidated; licence project-own; content hash "
        f"{RUBRIC.sha256[:12]})" in said
    )


def test_agreement_is_told_at_both_levels_with_interval_and_n() -> None:
    said = methods_paragraph(STUDY)
    assert (
        "Agreement over segments, Krippendorff's alpha (nominal), intervals at 95%, n 120: "
        "0.71 [0.62, 0.79] for COM." in said
    )
    assert "Agreement over sessions, Krippendorff's alpha (nominal): undefined for all 1." in said


def test_no_agreement_is_not_recorded() -> None:
    assert "Agreement: not recorded." in methods_paragraph(replace(STUDY, agreement=()))


def test_thresholds_are_called_provisional_and_have_their_source() -> None:
    assert "adherent 62.5 (provisional), from a mean; floor 0.85, from a panel." in (
        methods_paragraph(STUDY)
    )


def test_verdicts_are_counted() -> None:
    assert "Verdicts on fidelity: adherent 1." in methods_paragraph(STUDY)


def test_simulated_raters_are_no_evidence_about_people() -> None:
    facts = replace(STUDY, raters=(Rater(id="R1", simulated="a program"), Rater(id="KM")))
    said = methods_paragraph(facts)
    assert "1 of 2 raters are simulated (R1): their marks were made by a program" in said


def test_a_paragraph_from_frames_states_their_counts() -> None:
    said = methods_paragraph(gather_study(oif(), frames(), title="Study", making=making()))
    assert "3 of 3 sessions (1 initial, 2 middle) of 1 cases and 1 therapists were rated" in said
