"""The card of a classifier: what it was made from, how it did, where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

import pandas as pd

MUST_NOT = (
    "It ranks segments for a person to look at. It is not a rating, and it must not decide about "
    "a therapist's pay, certificate or post, nor be shown to a rater before the sheet is handed in."
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
        shown["who"] = shown["model"].where(
            shown["split"] == shown["split"].iloc[0], shown["model"] + " (" + shown["split"] + ")"
        )
        wide = shown.pivot_table(
            index="who", columns="statistic", values="value", aggfunc="first", sort=False
        ).fillna("")
        tables = {"Held-out evaluation": wide.rename_axis(index=None, columns=None)}
        for heading, frame in (
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
        lines += ["", f"Use: {MUST_NOT}"]
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
        return (
            "<section><h2>Off-model classifier: card</h2>"
            f"<dl>{facts}</dl>{tables}<p>{escape(self.promise)}</p><ul>{notes}</ul>"
            f"<p><strong>{escape(MUST_NOT)}</strong></p></section>"
        )

    def _rows(self) -> list[tuple[float, float, float, str]]:
        chosen = self.evaluation[["value", "low", "high", "undefined"]]
        return [
            (float(value), float(low), float(high), str(undefined))
            for value, low, high, undefined in chosen.itertuples(index=False, name=None)
        ]


def _with_interval(row: tuple[float, float, float, str]) -> str:
    value, low, high, undefined = row
    if undefined:
        return undefined
    if low != low:  # noqa: PLR0124 - a number that is not itself is absent
        return f"{value:.2f}"
    return f"{value:.2f} [{low:.2f}, {high:.2f}]"
