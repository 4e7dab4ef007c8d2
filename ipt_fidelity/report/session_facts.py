"""What the page of a session states, without a word of the session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ipt_fidelity.report.facts import RubricFacts, ScoredSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that went well, or that can be worked on.

    Parameters
    ----------
    id, label : str
        Item or code.
    rated : str
        The value in words; for an omission, that it did not come.
    now : str
        The anchor of the value; empty where there is none.
    next_step : str
        The anchor of the next better value; empty where there is none.
    places : tuple of str
        Where to look: segments and turns, by number.
    essential : bool
        True for an item that the rubric calls essential.
    """

    id: str
    label: str
    rated: str
    now: str = ""
    next_step: str = ""
    places: tuple[str, ...] = ()
    essential: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One segment of the session, without its words.

    Parameters
    ----------
    id : str
        Segment, by its id.
    first_turn, last_turn : int
        Numbers of its turns.
    time : str
        Start in minutes and seconds; empty where the transcript has no time.
    status : str
        As resolved: on_model, neutral, off_model, technical; empty without a code.
    code : str
        Primary code with its label; empty without one.
    uncertain : bool
        The rater's own sign of doubt.
    """

    id: str
    first_turn: int
    last_turn: int
    time: str = ""
    status: str = ""
    code: str = ""
    uncertain: bool = False

    @property
    def turns(self) -> str:
        """Turns by number."""
        if self.first_turn == self.last_turn:
            return f"turn {self.first_turn}"
        return f"turns {self.first_turn} to {self.last_turn}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A classifier's suggestion that a person look at a segment.

    Parameters
    ----------
    passage : Passage
        Where.
    rank : int
        1 is looked at first.
    probability : float
        Calibrated, 0 to 1.
    reasons : str
        What it rests on.
    """

    passage: Passage
    rank: int
    probability: float
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """Everything that a session's page states.

    Parameters
    ----------
    sheet : ScoredSheet
        Whose sheet it is, and its scores.
    case_id, therapist_id : str
        Of the session.
    number : int or None
        Number of the session in its case.
    rubric : RubricFacts
        The instrument.
    went_well, to_work_on : tuple of Point
        At most a handful each.
    passages : tuple of Passage
        All segments, in order.
    flags : tuple of Flag
        In the order of rank; empty for none.
    classifier_id : str
        What the flags come from; empty for none.
    ratings : tuple of (str, str, str)
        Id, label and value in words of every item of the form.
    software : str
        Name and version of the software; empty for not recorded.
    made_at : datetime or None
        When the page was asked for.
    """

    sheet: ScoredSheet
    case_id: str
    therapist_id: str
    number: int | None
    rubric: RubricFacts
    went_well: tuple[Point, ...] = ()
    to_work_on: tuple[Point, ...] = ()
    passages: tuple[Passage, ...] = ()
    flags: tuple[Flag, ...] = ()
    classifier_id: str = ""
    ratings: tuple[tuple[str, str, str], ...] = ()
    software: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A chosen passage with its words: the one noun of this room that holds any.

    Parameters
    ----------
    passage : Passage
        Where.
    lines : tuple of (str, str)
        Role and words of each turn. Not part of ``repr``.
    """

    passage: Passage
    lines: tuple[tuple[str, str], ...] = field(repr=False)
