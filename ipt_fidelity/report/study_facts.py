"""What the page of a study states."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ipt_fidelity.report.facts import Rater, RubricFacts, ScoredSheet, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One coefficient of agreement.

    Parameters
    ----------
    what : str
        Code, family, item or boundary.
    label : str
        Its printed name; the id where wording may not be shared.
    kind : str
        One of family, code, item, other.
    level : str
        Either unit or session.
    statistic, form : str
        Which coefficient.
    value, low, high, confidence : float or None
        Unrounded; None where there is none.
    n_units, n_raters : int
        What entered.
    n_positive, n_clusters : int or None
        Ratings that gave the code; clusters that were resampled.
    prevalence : float or None
        Share of the ratings that gave the code.
    method, undefined, note, source : str
        In words; empty for nothing.
    leads : bool
        True for the statistic that the rubric declared for this kind of rating.
    target : float or None
        What the rubric declared beforehand for this statistic.
    """

    what: str
    label: str
    kind: str
    level: str
    statistic: str
    form: str
    value: float | None
    low: float | None
    high: float | None
    confidence: float | None
    n_units: int
    n_raters: int
    n_positive: int | None = None
    n_clusters: int | None = None
    prevalence: float | None = None
    method: str = ""
    undefined: str = ""
    note: str = ""
    source: str = ""
    leads: bool = False
    target: float | None = None

    @property
    def shown(self) -> str:
        """Value with its interval, or *undefined*."""
        if self.value is None:
            return "undefined"
        if self.low is None or self.high is None:
            return f"{self.value:z.2f} (no interval)"
        return f"{self.value:z.2f} [{self.low:z.2f}, {self.high:z.2f}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What was decided and done beside the marks; whatever is None is *not recorded*.

    Parameters
    ----------
    sampling : str or None
        How sessions were chosen.
    unit : str or None
        How sessions were cut, for example ``"by_turns(at_most=10)"``.
    training, certification : str or None
        Of the raters.
    blinding, order : str or None
        What was hidden from raters, and in which order they rated.
    rater_drift, deviations : str or None
        How rater drift was watched, and what was done otherwise than planned.
    """

    sampling: str | None = None
    unit: str | None = None
    training: str | None = None
    certification: str | None = None
    blinding: str | None = None
    order: str | None = None
    rater_drift: str | None = None
    deviations: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much was rated.

    Parameters
    ----------
    sessions, cases, therapists, segments : int
        What the study holds.
    rated, double_coded : int
        Sessions with a sheet, and with two independent sheets or more.
    by_phase, sheets_by_stage : tuple of (str, int)
        Sessions of each phase; sheets of each stage.
    """

    sessions: int
    cases: int
    therapists: int
    segments: int
    rated: int
    double_coded: int
    by_phase: tuple[tuple[str, int], ...] = ()
    sheets_by_stage: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFacts:
    """Everything that a study's page and its methods paragraph state.

    Parameters
    ----------
    title : str
        Name of the study.
    rubric : RubricFacts
        The instrument.
    raters : tuple of Rater
        Everyone with a sheet.
    counts : Counts
        How much was rated.
    agreement : tuple of Agreement
        Every coefficient that was computed.
    sheets : tuple of ScoredSheet
        Scores and verdicts, sheet by sheet.
    levels : tuple of Table
        Means of cases and therapists; empty for none.
    flagging : tuple of Table
        Evaluation of the classifier with its baselines; empty for none.
    design : Design
        What was decided beforehand.
    software : str
        Name and version of the software; empty for not recorded.
    made_at : datetime or None
        When the page was asked for.
    """

    title: str
    rubric: RubricFacts
    raters: tuple[Rater, ...]
    counts: Counts
    agreement: tuple[Agreement, ...] = ()
    sheets: tuple[ScoredSheet, ...] = ()
    levels: tuple[Table, ...] = ()
    flagging: tuple[Table, ...] = ()
    design: Design = field(default_factory=Design)
    software: str = ""
    made_at: datetime | None = None
