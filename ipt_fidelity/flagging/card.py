"""The card of a classifier: what it was made from, how it did, where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

import pandas as pd

RANKING = (
    "pr_auc",
    "pr_auc_over_best_baseline",
    "roc_auc",
    "recall_at_budget",
    "precision_at_budget",
)
BELIEVING = (
    "ece",
    "ece_by_chance",
    "brier",
    "recall_at_precision_50",
    "recall_at_precision_80",
    "kind_named_rightly",
)
MUST_NOT = (
    "It ranks segments for a person to look at. It is not a rating, and it must not decide about "
    "a therapist's pay, certificate or post, nor be shown to a rater before the sheet is handed in."
)
_UNSEEN = (
    "to conclude that a session without flags is faithful: kinds of talk that nobody coded, and "
    "poor work that uses the right words, are not seen"
)
_ELSEWHERE = (
    "another language, another segmentation, another rubric version, or a site on which nobody has "
    "held its probabilities against sheets"
)
NOT_FOR = (
    _UNSEEN,
    "to compare therapists or sites by their numbers of flags: base rate and typist differ",
    "to rate by the codes it says a flag resembles, or to fill in sheets",
    _ELSEWHERE,
    "to be trained again on sheets that were changed after flags were seen",
)
CHOICES = (
    "Before any sample session was seen, on public counselling corpora that are no IPT: word "
    "counts, neighbours at half weight, penalty, sigmoid, grouped folds. After results on the "
    "sample sessions were seen: pieces of words left out (on the public corpora they gained "
    "nothing that counts), nearest means for naming the kind, and the rule for what to code next "
    "(most likely first): the best of nine, chosen twice, the second time together with the "
    "measure of how much it spares, on the very sessions and seeds for which a figure is given. "
    "Set by hand: edges of the band in which nothing is said (.1 and .5), review budget of 20 %. "
    "On the sample sessions every figure is therefore a little optimistic; on a study of its own "
    "none of this was fitted to it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a methodologist asks before believing a flag.

    Parameters
    ----------
    facts : mapping of str to str
        Data, labels, split, recipe and seed, each in words.
    evaluation : pandas.DataFrame
        Tidy: ``split``, ``model``, ``statistic``, ``value``, ``low``, ``high``, ``confidence``,
        ``n_segments``, ``n_positive``, ``n_groups``, ``undefined``.
    calibration : pandas.DataFrame
        By tenth of the stated probability: ``from``, ``to``, ``stated``, ``observed``,
        ``n_segments``, ``n_positive``.
    groups : pandas.DataFrame
        By therapist, client group and site where known: ``column``, ``group``, ``n_segments``,
        ``n_positive``, ``stated``, ``observed``, ``recall_at_budget``, ``undefined``.
    learning : pandas.DataFrame
        Learning curve: ``share``, ``n_segments``, ``pr_auc``, ``low``, ``high``; no rows where it
        was not asked for.
    base_rates : pandas.DataFrame
        Expected true and false flags per session, here and at other base rates.
    bands : pandas.DataFrame
        How often the classifier speaks, and how often it does not: ``says``, ``from``, ``to``,
        ``n_segments``, ``off_model`` (share).
    held_out : pandas.DataFrame
        Each segment by id with its held-out probability and logit; no words.
    promise : str
        The bound on missed off-model segments, with its assumptions, or why there is none.
    warnings : tuple of str
        What a reader must know.
    rubric_sha256 : str
        Hash of the rubric; empty where none was given.
    ceiling : pandas.DataFrame
        As ``human_ceiling``: raters and classifier on the same units; no rows where no codings
        were given.
    failures : pandas.DataFrame
        By primary code: ``code``, ``is``, ``n_segments``, ``in_budget`` (found, or falsely
        flagged), ``stated``; no rows where codes are unknown.
    """

    facts: Mapping[str, str]
    evaluation: pd.DataFrame = field(repr=False)
    calibration: pd.DataFrame = field(repr=False)
    groups: pd.DataFrame = field(repr=False)
    learning: pd.DataFrame = field(repr=False)
    base_rates: pd.DataFrame = field(repr=False)
    bands: pd.DataFrame = field(repr=False)
    held_out: pd.DataFrame = field(repr=False)
    promise: str
    warnings: tuple[str, ...] = ()
    rubric_sha256: str = ""
    ceiling: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    failures: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)

    def value(self, statistic: str, *, model: str = "classifier", split: str = "") -> float:
        """Return one value of the evaluation.

        Parameters
        ----------
        statistic : str
            For example ``"pr_auc"``.
        model : str
            The classifier or a baseline.
        split : str
            Which split; empty for the first, which is the honest one.

        Returns
        -------
        float
            NaN where it is undefined or was not computed.
        """
        rows = self.evaluation
        chosen = split or str(rows["split"].iloc[0])
        found = rows[
            (rows["split"] == chosen) & (rows["model"] == model) & (rows["statistic"] == statistic)
        ]
        return float(found["value"].iloc[0]) if len(found) else float("nan")

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables that are shown, in words a reader knows.

        Returns
        -------
        dict of str to pandas.DataFrame
            By heading, every value with its interval.
        """
        shown = self.evaluation.assign(value=[_with_interval(row) for row in self._rows()])
        own = shown["split"] == shown["split"].iloc[0]
        tried = own & shown["model"].str.contains("^(?:with|without) |chosen|^line alone$")
        tables: dict[str, pd.DataFrame] = {}
        for heading, rows, names in (
            ("Ranking, held out", own & ~tried, RANKING),
            ("Probabilities and kinds, held out", own & ~tried, BELIEVING),
            ("What each block adds, of the line alone", tried, (*RANKING, "pr_auc_gain_of_block")),
            ("The same classifier, parted otherwise, and controls", ~own, RANKING),
        ):
            part = shown[rows & shown["statistic"].isin(names)]
            if len(part):
                tables[heading] = _wide(part, names, with_split=not own[part.index].all())
        for heading, frame in (
            ("People and classifier on the same units", self.ceiling),
            ("Where it fails, by code", self.failures),
            ("Calibration", self.calibration),
            ("Results by group", self.groups),
            ("Learning curve", self.learning),
            ("Flags to expect", self.base_rates),
            ("What it says", self.bands),
        ):
            if len(frame):
                tables[heading] = frame.round(3)
        return tables

    def __str__(self) -> str:
        lines = ["Off-model classifier: card", ""]
        lines += [f"{name}: {words}" for name, words in self.facts.items()]
        for heading, table in self.tables().items():
            lines += ["", heading, table.to_string()]
        lines += ["", f"Promise: {self.promise}"]
        lines += [f"Note: {warning}" for warning in self.warnings]
        lines += ["", f"Use: {MUST_NOT}", "Not for:"]
        lines += [f"- {words}" for words in NOT_FOR]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        facts = "".join(
            f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in self.facts.items()
        )
        tables = "".join(
            f"<h3>{escape(heading)}</h3>{table.to_html(border=0)}"
            for heading, table in self.tables().items()
        )
        notes = "".join(f"<li>{escape(warning)}</li>" for warning in self.warnings)
        never = "".join(f"<li>{escape(words)}</li>" for words in NOT_FOR)
        return (
            "<section><h2>Off-model classifier: card</h2>"
            f"<dl>{facts}</dl>{tables}<p>{escape(self.promise)}</p><ul>{notes}</ul>"
            f"<p><strong>{escape(MUST_NOT)}</strong></p><p>Not for:</p><ul>{never}</ul></section>"
        )

    def _rows(self) -> list[tuple[float, float, float, str]]:
        chosen = self.evaluation[["value", "low", "high", "undefined"]]
        return [
            (float(value), float(low), float(high), str(undefined))
            for value, low, high, undefined in chosen.itertuples(index=False, name=None)
        ]


def _wide(part: pd.DataFrame, names: tuple[str, ...], *, with_split: bool) -> pd.DataFrame:
    who = part["model"] + " (" + part["split"] + ")" if with_split else part["model"]
    wide = part.assign(who=who).pivot_table(
        index="who", columns="statistic", values="value", aggfunc="first", sort=False
    )
    wide = wide[[name for name in names if name in wide.columns]].fillna("")
    return wide.rename_axis(index=None, columns=None)


def _with_interval(row: tuple[float, float, float, str]) -> str:
    value, low, high, undefined = row
    if undefined:
        return undefined
    if low != low:  # noqa: PLR0124 - a number that is not itself is absent
        return f"{value:.2f}"
    return f"{value:.2f} [{low:.2f}, {high:.2f}]"
