from __future__ import annotations

from ipt_fidelity.scoring import deciding, explaining, score_sessions
from tests.scoring.by_hand import SEGMENTS, WORKED, codings, oif, only, ratings


def trail(half: str | None = None, **changed: str | float) -> str:
    segments = [("on_model", 500), (half, 500)] if half != "worked" else SEGMENTS
    scores = score_sessions(ratings({**WORKED, **changed}), codings(segments), oif())
    return only(scores, "fidelity")["trail"]


ESSENTIAL = (
    "Against adherent: gate essential does not hold: A2 1 "
    "(wanted: the provisional threshold essential_least of 2 or more)."
)
TOO_LOW = "Against adherent: adherence 57.5 lies below the provisional threshold adherent of 62.5."
ENOUGH = (
    "For partly_adherent: adherence 57.5 reaches the provisional threshold partly_adherent of 50."
)
UNKNOWN = "Open for adherent: gate purity_floor is undecided: purity is not scorable."


def test_what_kept_the_better_verdict_away_decides() -> None:
    assert deciding(trail("worked", A2=1)) == (ESSENTIAL, TOO_LOW)


def test_an_explanation_adds_what_speaks_for_the_verdict() -> None:
    assert explaining(trail("worked", A2=1)) == (ESSENTIAL, TOO_LOW, ENOUGH)


def test_of_an_undecided_verdict_what_is_not_known_is_told() -> None:
    assert deciding(trail()) == (UNKNOWN,)


def test_where_no_better_verdict_was_passed_over_what_speaks_for_it_decides() -> None:
    lines = ("Verdict v: best.", "For best: s 90.0 reaches 80.", "Against poor: s is scorable.")
    assert deciding("\n".join(lines)) == lines[1:2]


def test_a_plain_score_has_no_deciding_reason() -> None:
    assert deciding("adherence is 62.5: mean of 10 items, 0 to 100.") == ()
