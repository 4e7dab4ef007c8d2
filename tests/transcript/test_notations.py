from __future__ import annotations

import pytest

from ipt_fidelity.transcript.notations import is_sign_only, notations_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[inaudible]", "unclear"),
        ("[inaudible 00:12:03]", "unclear"),
        ("(unclear)", "unclear"),
        ("[?]", "unclear"),
        ("(( ))", "unclear"),
        ("+++", "unclear"),
        ("(ph)", "unclear"),
        ("[crosstalk]", "overlap"),
        ("//S02: yes//", "overlap"),
        ("[pause]", "pause"),
        ("(12 seconds pause)", "pause"),
        ("(..)", "pause"),
        ("[long silence]", "pause"),
        ("[laughs]", "act"),
        ("(crying)", "act"),
        ("[phone rings]", "act"),
        ("{mm-hm}", "backchannel"),
        ("[sic]", "inserted"),
    ],
)
def test_a_sign_has_its_kind_and_place(text: str, kind: str) -> None:
    found = notations_in(f"so {text} yes")
    assert [(one.kind, one.start, one.end) for one in found] == [(kind, 3, 3 + len(text))]


def test_a_cut_off_stands_at_the_end_only() -> None:
    assert [one.kind for one in notations_in("I was -- no, I --")] == ["cut_off"]


def test_a_placeholder_is_no_sign() -> None:
    assert notations_in("my [SISTER-1] and [HUSBAND'S MOTHER]") == ()


def test_words_in_round_brackets_are_speech() -> None:
    assert notations_in("he came (and I told him) late") == ()


def test_a_line_with_a_sign_alone_is_told_from_speech() -> None:
    assert is_sign_only(" [phone rings] ")
    assert not is_sign_only("[laughs] yes")
    assert not is_sign_only("[SISTER-1]")
