"""How a rubric file says what scores, gates and verdicts are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from ipt_fidelity.rubric.kinds import Construct, Expression, Id, Model, Status


class Select(Model):
    """Which items enter a score."""

    construct_: Construct | None = Field(default=None, alias="construct")
    subscale: Id | None = None
    ids: tuple[Id, ...] = ()


class Threshold(Model):
    """A named cut-off; provisional until a standard was set on real sessions."""

    value: float
    provisional: bool = True
    source: str | None = None
    date: str | None = None


class Rounding(Model):
    """How a score is rounded before it is compared and shown; without, it is never rounded.

    ``half: up`` sends what lies in the middle away from zero, ``half: even`` to the even digit.
    """

    digits: Annotated[int, Field(ge=0, le=6)]
    half: Literal["up", "even"] = "up"


class Lookup(Model):
    """A table from what was rated to a score, as manuals print it.

    ``of: sum`` looks up the sum of all items on their own scales, reversed ones turned round;
    ``of: value`` the value of one item. ``find: exact`` takes the row of that very number,
    ``find: from`` the row of the highest number that is reached.
    """

    of: Literal["sum", "value"] = "sum"
    find: Literal["exact", "from"] = "exact"
    table: Mapping[str, float]


class Score(Model):
    """How a score is made: of items 0 to 100, of segments 0 to 1, of a table what it says.

    A ratio of counts is the sum of ``items`` for one of ``per``, and has no upper end.
    """

    label: str | None = None
    items: Select | None = None
    per: Select | None = None
    aggregate: Literal[
        "mean", "sum", "proportion", "max", "weighted_mean", "count_ratio", "lookup"
    ] = "mean"
    lookup: Lookup | None = None
    round: Rounding | None = None
    weights: Mapping[str, float] = Field(default_factory=dict)
    drop: tuple[Literal["not_applicable", "no_opportunity", "not_codable"], ...] = ()
    min_answered_share: Annotated[float, Field(ge=0, le=1)] = 1.0
    segments: Literal["share_of_words", "share_of_segments"] | None = None
    count: tuple[Status, ...] = ()
    of: tuple[Status, ...] = ()
    complement: bool = False
    min_coded_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    formula: Expression | None = None


class Gate(Model):
    """A rule that must hold for a verdict."""

    id: Id
    label: str | None = None
    every: Select | None = None
    essential_only: bool = False
    at_least: str | float | None = None
    none_at: float | None = None
    most_at: Mapping[str, int] = Field(default_factory=dict)
    score: Id | None = None
    optional_if_no_segments: bool = False


class Verdict(Model):
    """A conclusion; the first of its group whose condition holds is drawn."""

    id: Id
    label: str | None = None
    when: Expression


class SessionLevel(Model):
    """How the sheets of one session become one record."""

    raters: Literal["mean", "consensus", "primary"] = "mean"


class CaseLevel(Model):
    """How sessions become a case, and how few are too few."""

    aggregate: Literal["mean"] = "mean"
    least_sessions: Annotated[int, Field(ge=1)] = 1
    least_in_phase: Mapping[str, int] = Field(default_factory=dict)


class TherapistLevel(Model):
    """How cases become a therapist, and how few are too few."""

    aggregate: Literal["mean"] = "mean"
    least_cases: Annotated[int, Field(ge=1)] = 1
    least_sessions: Annotated[int, Field(ge=1)] = 1


class Levels(Model):
    """Aggregation over raters, sessions and cases."""

    session: SessionLevel = Field(default_factory=SessionLevel)
    case: CaseLevel = Field(default_factory=CaseLevel)
    therapist: TherapistLevel = Field(default_factory=TherapistLevel)


class Scoring(Model):
    """Scores, gates and verdicts, with every threshold named."""

    round: Rounding | None = None
    thresholds: Mapping[str, Threshold] = Field(default_factory=dict)
    scores: Mapping[str, Score] = Field(default_factory=dict)
    gates: tuple[Gate, ...] = ()
    verdicts: Mapping[str, tuple[Verdict, ...]] = Field(default_factory=dict)
    levels: Levels = Field(default_factory=Levels)
