"""What a page states, gathered and frozen before any page is drawn. No word of a session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NOT_RECORDED = "not recorded"
DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows as they are shown, every cell in words.

    Parameters
    ----------
    caption : str
        What the table shows.
    columns : tuple of str
        Heads of the columns.
    rows : tuple of tuple of str
        As many cells as columns in each.
    note : str
        What a reader must know; empty for nothing.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A named cut-off of the rubric.

    Parameters
    ----------
    name : str
        As conditions write it.
    value : float
        On the ruler of the score.
    provisional : bool
        True where it rests on no standard set on real sessions.
    source : str
        Where it comes from.
    on : tuple of str
        Scores that are compared with it; empty for items.
    """

    name: str
    value: float
    provisional: bool
    source: str
    on: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """Name, value, and the word *provisional* where it is."""
        return f"{self.name} {self.value:g}{' (provisional)' if self.provisional else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricFacts:
    """Which instrument a page speaks of.

    Parameters
    ----------
    id, version, title, status, licence, sha256 : str
        As the rubric's file states them, and its hash.
    thresholds : tuple of Threshold
        In the order of the file.
    """

    id: str
    version: str
    title: str
    status: str
    licence: str
    sha256: str
    thresholds: tuple[Threshold, ...]

    @property
    def provisional(self) -> tuple[Threshold, ...]:
        """Thresholds that rest on no standard."""
        return tuple(threshold for threshold in self.thresholds if threshold.provisional)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rater:
    """A rater, and whether it is a person.

    Parameters
    ----------
    id : str
        Rater, by id.
    simulated : str
        How it was simulated; empty for a person.
    """

    id: str
    simulated: str = ""

    @property
    def spoken(self) -> str:
        """The id, with the word *simulated* where it is."""
        return f"{self.id} (simulated)" if self.simulated else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One score or group of verdicts of one sheet.

    Parameters
    ----------
    id, label : str
        As the rubric names it.
    value : float or None
        Unrounded; None where not scorable or only a verdict.
    is_share : bool
        True for a score from 0 to 1.
    is_score : bool
        False for a group of verdicts that is no score.
    answered_share : float or None
        Share of what applies that was answered or coded.
    verdict : str
        Printed name of the verdict; empty for none.
    trail : tuple of str
        Reasons, in order.
    deciding : tuple of str
        Those that say why the verdict is not another.
    explained : tuple of str
        Those that explain it to somebody.
    """

    id: str
    label: str
    value: float | None
    is_share: bool = False
    is_score: bool = True
    answered_share: float | None = None
    verdict: str = ""
    trail: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The value as printed, or *not scorable*."""
        if self.value is None:
            return "not scorable" if self.is_score else DASH
        return f"{self.value:.{3 if self.is_share else 1}f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSheet:
    """All scores of one sheet.

    Parameters
    ----------
    session_id, phase, stage : str
        Session, its phase, and how the sheet came about.
    rater : Rater
        Whose sheet it is.
    scores : tuple of Score
        In the order of the rubric.
    """

    session_id: str
    phase: str
    stage: str
    rater: Rater
    scores: tuple[Score, ...]

    def score(self, score_id: str) -> Score | None:
        """Return a score of the sheet.

        Parameters
        ----------
        score_id : str
            Score or group of verdicts.

        Returns
        -------
        Score or None
            None where the sheet has no such score.
        """
        return next((score for score in self.scores if score.id == score_id), None)

    @property
    def verdicts(self) -> tuple[Score, ...]:
        """Groups of verdicts, those that are no score of their own first."""
        drawn = [score for score in self.scores if score.verdict]
        return tuple(sorted(drawn, key=lambda score: score.is_score))

    @property
    def numbers(self) -> tuple[Score, ...]:
        """Scores, without groups of verdicts."""
        return tuple(score for score in self.scores if score.is_score)


def simulated(raters: Sequence[Rater]) -> tuple[Rater, ...]:
    """Return those raters that are no persons.

    Parameters
    ----------
    raters : sequence of Rater
        Any.

    Returns
    -------
    tuple of Rater
        In their order.
    """
    return tuple(rater for rater in raters if rater.simulated)
