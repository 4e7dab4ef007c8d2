"""Every error says the problem, the place and the mend."""

from __future__ import annotations

import copy

import pytest

from ipt_fidelity import errors
from ipt_fidelity.errors import (
    Fault,
    FidelityError,
    FileFormatError,
    Level,
    RubricError,
    UnknownNameError,
)


def fault(line: int) -> Fault:
    return Fault(
        level=Level.ERROR, code="x", problem=f"p{line}.", where=f"f, line {line}", mend="Mend it."
    )


def test_a_message_cannot_be_written_without_a_mend() -> None:
    with pytest.raises(TypeError, match="mend"):
        FidelityError("a problem.", where="here")  # type: ignore[call-arg]


def test_the_message_holds_place_problem_and_mend_in_this_order() -> None:
    told = str(FidelityError("5 is too much.", where="item C2", mend="Choose 0 to 4."))
    assert told == "item C2: 5 is too much. Choose 0 to 4."


def test_a_file_error_tells_every_fault_on_a_line_of_its_own() -> None:
    told = str(RubricError([fault(1), fault(9)]))
    assert told.splitlines() == [
        "f, line 1: p1. Mend it.",
        "f, line 9: p9. Mend it.",
    ]


def test_an_unknown_name_offers_the_nearest_known_one() -> None:
    error = UnknownNameError.of("scale", "extend", ["extent", "quality"], where="oif")
    assert "(Did you mean 'extent'?)" in str(error)


def test_an_unknown_name_among_none_says_that_there_is_none() -> None:
    assert "There is none yet." in str(UnknownNameError.of("rater", "KM", [], where="study"))


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.FileFormatError, ValueError),
        (errors.UnknownNameError, LookupError),
        (errors.MarkError, ValueError),
        (errors.FrameError, ValueError),
        (errors.NotEnoughDataError, ValueError),
        (errors.NotAllowedError, PermissionError),
        (errors.StoreError, RuntimeError),
    ],
)
def test_each_error_is_also_the_builtin_that_a_caller_expects(
    kind: type[Exception], builtin: type[Exception]
) -> None:
    assert issubclass(kind, builtin)
    assert issubclass(kind, FidelityError)


def test_an_error_survives_the_way_to_another_process() -> None:
    for error in (
        FidelityError("p.", where="w", mend="m."),
        FileFormatError([fault(1), fault(2)]),
    ):
        again = copy.copy(error)
        assert str(again) == str(error)
        assert again.mend == error.mend
