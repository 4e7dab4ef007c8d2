"""The one result of every coefficient: a value with its interval, or a reason why there is none."""

from __future__ import annotations

import html
from dataclasses import dataclass
from enum import StrEnum
from math import nan


class Undefined(StrEnum):
    """Why a coefficient has no value."""

    NO_DATA = "no_data"
    NO_PAIRABLE_VALUES = "no_pairable_values"
    NO_VARIATION = "no_variation"
    NO_UNIT_VARIATION = "no_unit_variation"
    SINGLE_UNIT = "single_unit"
    SINGLE_RATER = "single_rater"
    NO_POSITIVES = "no_positives"
    NO_REFERENCE = "no_reference"


ADVICE: dict[Undefined, str] = {
    Undefined.NO_DATA: "There is no rating. Check the selection.",
    Undefined.NO_PAIRABLE_VALUES: (
        "No unit has two ratings. Let at least two raters rate the same units."
    ),
    Undefined.NO_VARIATION: (
        "Every rating is the same value, so agreement beyond chance cannot be judged. Report the "
        "percentage of agreement, and sample sessions that differ."
    ),
    Undefined.NO_UNIT_VARIATION: (
        "The units do not differ on average, so there is nothing to tell apart. Sample sessions "
        "that differ."
    ),
    Undefined.SINGLE_UNIT: "One unit holds no variance between units. Rate more units.",
    Undefined.SINGLE_RATER: "There is one rater. Let a second rater rate the same units.",
    Undefined.NO_POSITIVES: (
        "Nobody gave this category. Its absence is agreed on, its agreement is unknown."
    ),
    Undefined.NO_REFERENCE: "The reference never holds this category. Add units that do.",
}


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader of a coefficient must know.

    Parameters
    ----------
    code : str
        Stable short name, for example ``"prevalence"``.
    text : str
        One sentence.
    """

    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FTest:
    """Test of the hypothesis that the coefficient is zero in the population.

    Parameters
    ----------
    name : str
        ``"F"`` or ``"chi-square"``.
    value : float
        The test statistic.
    df1, df2 : float
        Degrees of freedom; ``df2`` is NaN for a chi-square.
    p : float
        Probability of a value at least as large.
    """

    name: str
    value: float
    df1: float
    df2: float
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """One coefficient.

    Parameters
    ----------
    statistic : str
        Name of the coefficient.
    form : str
        Metric, weights, or model and form.
    value : float
        NaN where ``undefined`` says why.
    se : float
        Standard error of the interval's method; NaN where it has none.
    low, high : float
        Ends of the interval; NaN where there is none.
    confidence : float
        Of the interval.
    method : str
        How the interval was made; empty where there is none.
    n_units : int
        Units that entered.
    n_raters : int
        Raters who rated a unit that entered.
    n_ratings : int
        Ratings that entered.
    n_clusters : int or None
        Clusters that were resampled; None where units were.
    n_positive : int or None
        Ratings that gave the category in question; None for scales.
    prevalence : float
        Share of the ratings that gave it; NaN for scales.
    undefined : Undefined or None
        Why there is no value.
    notes : tuple of Note
        What a reader must know.
    test : FTest or None
        Test against zero, where one is published.
    source : str
        Author, year and equation.
    """

    statistic: str
    form: str
    value: float
    se: float = nan
    low: float = nan
    high: float = nan
    confidence: float = 0.95
    method: str = ""
    n_units: int = 0
    n_raters: int = 0
    n_ratings: int = 0
    n_clusters: int | None = None
    n_positive: int | None = None
    prevalence: float = nan
    undefined: Undefined | None = None
    notes: tuple[Note, ...] = ()
    test: FTest | None = None
    source: str = ""

    def row(self, *, what: str, level: str) -> dict[str, object]:
        """Return the coefficient as a row of an AGREEMENT frame.

        Parameters
        ----------
        what : str
            Code, family, item or boundary that was compared.
        level : str
            unit or session.

        Returns
        -------
        dict of str to object
            The columns of AGREEMENT; a reason and its advice stand in ``undefined`` and ``note``.
        """
        told = [str(note) for note in self.notes]
        if self.undefined is not None:
            told.insert(0, ADVICE[self.undefined])
        return {
            "what": what,
            "level": level,
            "statistic": self.statistic,
            "form": self.form,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "confidence": self.confidence,
            "method": self.method,
            "n_units": self.n_units,
            "n_positive": nan if self.n_positive is None else float(self.n_positive),
            "n_raters": self.n_raters,
            "n_clusters": nan if self.n_clusters is None else float(self.n_clusters),
            "prevalence": self.prevalence,
            "undefined": "" if self.undefined is None else str(self.undefined),
            "note": " ".join(told),
            "source": self.source,
        }

    def _repr_html_(self) -> str:
        shown = (
            f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"
            if self.undefined is None
            else f"undefined ({self.undefined})"
        )
        facts = (
            ("units", str(self.n_units)),
            ("raters", str(self.n_raters)),
            ("interval", f"{self.confidence:.0%} {self.method}" if self.method else "none"),
            ("notes", "; ".join(str(note) for note in self.notes)),
            ("source", self.source),
        )
        body = "".join(
            f"<tr><th scope='row'>{html.escape(name)}</th><td>{html.escape(fact)}</td></tr>"
            for name, fact in facts
            if fact
        )
        name = html.escape(f"{self.statistic}, {self.form}" if self.form else self.statistic)
        return f"<table><caption>{name}: {shown}</caption>{body}</table>"
