from __future__ import annotations

from ipt_fidelity.transcript import Wish
from tests.transcript.samples import codes, read, said


def _tier(name: str, words: str, *, above: str = "") -> str:
    return (
        f'<TIER TIER_ID="{name}" {above}><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a" '
        f'TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>{words}</ANNOTATION_VALUE>'
        "</ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"
    )


def _file(*tiers: str) -> str:
    slots = '<TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="500"/><TIME_SLOT TIME_SLOT_ID="t2"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT AUTHOR="somebody">'
        f"<TIME_ORDER>{slots}</TIME_ORDER>{''.join(tiers)}</ANNOTATION_DOCUMENT>"
    )


def test_a_slot_without_a_value_is_an_unknown_time() -> None:
    found = read(_file(_tier("T", "a"), _tier("C", "b")))
    assert [(turn.start_s, turn.end_s) for turn in found.turns] == [(0.5, None)] * 2


def test_the_participant_of_a_tier_is_the_speaker() -> None:
    assert said(read(_file(_tier("x", "a", above='PARTICIPANT="Ann"')))) == [("Ann", "a")]


def test_tiers_below_others_and_tiers_of_single_words_are_left_out_and_told() -> None:
    found = read(
        _file(_tier("T", "a"), _tier("T-gloss", "x", above='PARENT_REF="T"'), _tier("T-words", "a"))
    )
    assert said(found) == [("T", "a")]
    assert codes(found).count("tiers_left_out") == 2


def test_a_person_names_the_tiers_to_be_read() -> None:
    text = _file(_tier("T", "a"), _tier("C", "b"), _tier("other", "c"))
    assert said(read(text, wish=Wish(part="T, C"))) == [("T", "a"), ("C", "b")]
