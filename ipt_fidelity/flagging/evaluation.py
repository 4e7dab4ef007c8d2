"""Cross-validation on therapists that the model never saw, beside what needs no reading."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.flagging import statistics
from ipt_fidelity.flagging.baselines import baseline_features, held_out_baseline
from ipt_fidelity.flagging.calibration import Fold
from ipt_fidelity.flagging.card import CHOICES, Card
from ipt_fidelity.flagging.features import BLOCKS, DEFAULT_BLOCKS
from ipt_fidelity.flagging.held_out import (
    Track,
    Trial,
    held_out_lines,
    held_out_probabilities,
    make_trial,
    untracked,
)
from ipt_fidelity.flagging.labelled import fingerprint, named
from ipt_fidelity.flagging.outcomes import (
    bands,
    base_rates,
    by_code,
    by_group,
    calibration_table,
    learning_curve,
    typist_control,
)
from ipt_fidelity.flagging.promises import promise_in_words
from ipt_fidelity.flagging.review import ceiling_table
from ipt_fidelity.flagging.richer import chosen_lines, latent_lines
from ipt_fidelity.rubric import Rubric

Numbers = NDArray[np.float64]
Names = NDArray[np.object_]
BUDGET = 0.2
CONFIDENCE = 0.95
DRAWS = 1000
CLASSIFIER = "classifier"
RANKING = ("pr_auc", "roc_auc", "recall_at_budget", "precision_at_budget")
EVERYTHING = ("splits", "blocks", "learning")


def cross_validate(  # noqa: PLR0913 - what stands beside is asked for by name
    labelled: pd.DataFrame,
    *,
    group: str = "therapist_id",
    seed: int,
    rubric: Rubric | None = None,
    beside: Sequence[str] = EVERYTHING,
    codings: pd.DataFrame | None = None,
    remarks: Sequence[str] = (),
    track: Track = untracked,
) -> Card:
    """Evaluate the recipe on groups that it was not fitted on.

    Vocabulary, weights and calibration are learnt on the training side of each fold alone;
    nothing is chosen by the held-out results. Groups that share a case or a near-duplicate
    session count as one. Intervals resample whole groups.

    Parameters
    ----------
    labelled : pandas.DataFrame
        Labelled segments: SEGMENTS columns, ``off_model`` (true, false or the share of raters),
        the column of ``group``; ``case_id``, ``phase``, ``primary``, ``site``, ``client_group``
        where known. Labels must have been made before anybody saw a flag.
    group : str
        Column whose groups are held out.
    seed : int
        For folds and resamples.
    rubric : Rubric or None
        Adds the baseline of the rubric's cues, and stands on the card.
    beside : sequence of str
        What is shown beside: ``splits`` (by session and by random rows, to see the gap),
        ``blocks`` (what each block adds), ``learning`` (learning curve).
    codings : pandas.DataFrame or None
        CODINGS of independent sheets: adds how well raters meet the same labels on the same units.
    remarks : sequence of str
        What a reader of the card must know that the data do not say.
    track : callable
        From a sequence to an iterable of the same things; shows that the work goes on.

    Returns
    -------
    Card
        With every number, its interval and its n.

    Raises
    ------
    NotEnoughDataError
        Fewer than eight groups or twenty off-model segments.
    """
    richer = ("characters",) if "blocks" in beside else ()
    blocks = (*DEFAULT_BLOCKS, *richer, "phase", *(["cues"] if rubric else []))
    trial = make_trial(labelled, group=group, rubric=rubric, blocks=blocks)
    folds = trial.folds(trial.groups, seed=seed)
    found = held_out_probabilities(trial, folds, seed=seed, track=track)
    probability, logit = found.probability, found.logit
    rows = trial.rows[np.isfinite(probability[trial.rows])]
    times = statistics.resample_groups(trial.groups[rows], seed=seed, draws=DRAWS)
    table = _Table(truth=trial.truth[rows], times=times, groups=trial.groups[rows])
    honest = f"by {group.removesuffix('_id')}"
    table.add_model(honest, CLASSIFIER, probability[rows], RANKING)
    table.add_believing(honest, CLASSIFIER, probability[rows])
    rivals = baseline_features(trial.ordered, trial.material.counts, rubric)
    scores = {
        name: held_out_baseline(features, trial.share, folds)[rows]
        for name, features in rivals.items()
    }
    for name, score in scores.items():
        table.add_model(honest, name, score, RANKING)
        table.add_calibration(honest, name, score)
    table.add_ratio(honest, probability[rows], scores)
    chosen: tuple[str, ...] = ()
    if "blocks" in beside:
        with_cues = rubric is not None
        chosen = _add_blocks(
            table, trial, folds, rows, honest, track, seed=seed, with_cues=with_cues
        )
    if "splits" in beside:
        sessions = named(trial.ordered, "session_id")
        alone = np.arange(len(sessions)).astype(str).astype(object)
        for name, groups in (("by session", sessions), ("by random rows", alone)):
            decision = held_out_lines(trial, trial.folds(groups, seed=seed), track=track)
            table.add_model(name, CLASSIFIER, decision[rows], RANKING)
    learning = (
        learning_curve(trial, folds, rows, seed=seed, track=track)
        if "learning" in beside
        else pd.DataFrame()
    )
    held_out = trial.ordered.iloc[rows][["session_id", "segment"]].assign(
        group=trial.groups[rows],
        off_model=trial.share[rows],
        probability=probability[rows],
        logit=logit[rows],
        kind=found.kind[rows],
    )
    if "primary" in trial.ordered.columns:
        table.add_kinds(honest, named(trial.ordered, "primary")[rows], found.kind[rows])
    notes, control = typist_control(trial, seed=seed, track=track)
    table.rows += control
    return Card(
        facts=_facts(trial, rows, group=group, seed=seed, rubric=rubric, folds=folds),
        evaluation=table.frame(),
        calibration=calibration_table(trial.truth[rows], probability[rows]),
        groups=by_group(trial, rows, probability[rows], group=group, budget=BUDGET),
        learning=learning,
        base_rates=base_rates(held_out, trial.truth[rows]),
        bands=bands(trial.truth[rows], probability[rows]),
        held_out=held_out.reset_index(drop=True),
        promise=promise_in_words(trial.truth[rows], logit[rows], trial.groups[rows]),
        warnings=(*remarks, *_warnings(trial, rows, table), *chosen, *notes),
        rubric_sha256=rubric.sha256 if rubric else "",
        ceiling=ceiling_table(codings, held_out),
        failures=by_code(trial, rows, probability[rows], budget=BUDGET),
    )


class _Table:
    """Rows of the tidy evaluation."""

    def __init__(self, *, truth: Numbers, times: Numbers, groups: Names) -> None:
        self.truth, self.times = truth, times
        self.n_groups = len(np.unique(groups.astype(str)))
        self.rows: list[dict[str, object]] = []

    def add(self, split: str, model: str, statistic: str, value: object, drawn: object) -> None:
        drawn_values = np.asarray(drawn, dtype=float)
        point = float(np.asarray(value, dtype=float))
        low, high = statistics.interval(drawn_values, confidence=CONFIDENCE)
        self.rows.append(
            {
                "split": split,
                "model": model,
                "statistic": statistic,
                "value": point,
                "low": low,
                "high": high,
                "confidence": CONFIDENCE,
                "n_segments": len(self.truth),
                "n_positive": int(self.truth.sum()),
                "n_groups": self.n_groups,
                "undefined": "" if np.isfinite(point) else "no such row",
            }
        )

    def add_model(self, split: str, model: str, score: Numbers, which: Sequence[str]) -> None:
        for name in which:
            self.add(split, model, name, self.of(name, score), self.of(name, score, self.times))

    def add_believing(self, split: str, model: str, probability: Numbers) -> None:
        for wanted in (0.5, 0.8):
            self.add(
                split,
                model,
                f"recall_at_precision_{wanted:.0%}".replace("%", ""),
                statistics.recall_at_precision(self.truth, probability, precision=wanted),
                statistics.recall_at_precision(
                    self.truth, probability, precision=wanted, weights=self.times
                ),
            )
        self.add_calibration(split, model, probability)
        noise = statistics.calibration_noise(probability, seed=0)
        self.add(split, model, "ece_by_chance", noise, [])

    def add_calibration(self, split: str, model: str, probability: Numbers) -> None:
        for name, of in (
            ("ece", statistics.expected_calibration_error),
            ("brier", statistics.brier),
        ):
            drawn = of(self.truth, probability, weights=self.times)
            self.add(split, model, name, of(self.truth, probability), drawn)

    def add_kinds(self, split: str, codes: Names, kinds: Names) -> None:
        off = (self.truth == 1) & (kinds != "")
        if not off.any():
            return
        names, times = np.unique(codes[off].astype(str), return_counts=True)
        common = names[times.argmax()]
        for model, right in ((CLASSIFIER, kinds == codes), ("most common kind", codes == common)):
            weights = self.times * off
            drawn = (weights * right).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
            self.add(split, model, "kind_named_rightly", right[off].mean(), drawn)

    def add_ratio(self, split: str, score: Numbers, rivals: dict[str, Numbers]) -> None:
        points = [self.of("pr_auc", rival) for rival in rivals.values()]
        drawn = np.max([self.of("pr_auc", rival, self.times) for rival in rivals.values()], axis=0)
        self.add(
            split,
            CLASSIFIER,
            "pr_auc_over_best_baseline",
            self.of("pr_auc", score) / np.max(points),
            self.of("pr_auc", score, self.times) / drawn,
        )

    def of(self, name: str, score: Numbers, times: Numbers | None = None) -> Numbers:
        if name == "pr_auc":
            return statistics.average_precision(self.truth, score, weights=times)
        if name == "roc_auc":
            return statistics.roc_auc(self.truth, score, weights=times)
        if name == "recall_at_budget":
            return statistics.recall_at_budget(self.truth, score, budget=BUDGET, weights=times)
        return statistics.precision_at_budget(self.truth, score, budget=BUDGET, weights=times)

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(self.rows)


def _add_blocks(  # noqa: PLR0913 - a part of cross_validate
    table: _Table,
    trial: Trial,
    folds: list[Fold],
    rows: NDArray[np.int64],
    split: str,
    track: Track,
    *,
    seed: int,
    with_cues: bool,
) -> tuple[str, ...]:
    full = held_out_lines(trial, folds, track=track)[rows]
    table.add_model(split, "line alone", full, RANKING)

    def hold(name: str, score: Numbers) -> None:
        sign = -1 if name.startswith("without") else 1
        table.add_model(split, name, score, RANKING)
        gain = table.of("pr_auc", score) - table.of("pr_auc", full)
        drawn = table.of("pr_auc", score, table.times) - table.of("pr_auc", full, table.times)
        table.add(split, name, "pr_auc_gain_of_block", sign * gain, sign * drawn)

    poorer = {"neighbours": ("before", "after"), "client": ("client",)}
    for name, left_out in poorer.items():
        blocks = tuple(block for block in DEFAULT_BLOCKS if block not in left_out)
        hold(f"without {name}", held_out_lines(trial, folds, blocks=blocks, track=track)[rows])
    for block in ("characters", "phase", *(["cues"] if with_cues else [])):
        blocks = (*DEFAULT_BLOCKS, block)
        hold(f"with {block}", held_out_lines(trial, folds, blocks=blocks, track=track)[rows])
    latent = latent_lines(trial, folds, blocks=DEFAULT_BLOCKS, seed=seed, track=track)
    hold("with latent embedding", latent[rows])
    recipes = {"plain": DEFAULT_BLOCKS, "with characters": (*DEFAULT_BLOCKS, "characters")}
    chosen, taken = chosen_lines(trial, folds, recipes=recipes, seed=seed, track=track)
    hold("characters or not, chosen in the fold", chosen[rows])
    told = (
        "Left to the training side of each fold, characters are taken in "
        f"{taken['with characters']} of {len(folds)} folds."
    )
    return (told,)


def _facts(
    trial: Trial,
    rows: NDArray[np.int64],
    *,
    group: str,
    seed: int,
    rubric: Rubric | None,
    folds: list[Fold],
) -> dict[str, str]:
    frame = trial.ordered.iloc[rows]
    truth = trial.truth[rows]
    soft = int(((trial.share[rows] > 0) & (trial.share[rows] < 1)).sum())
    return {
        "data": f"{len(rows)} coded segments of {frame['session_id'].nunique()} sessions, "
        f"{int(truth.sum())} off-model ({truth.mean():.1%}); hash "
        f"{fingerprint(frame[['session_id', 'segment', 'text']], trial.share[rows])}",
        "labels": f"share of raters who found a segment off-model; {soft} with raters on both "
        f"sides, {trial.even} split evenly and therefore not scored",
        "split": f"{len(folds)} folds, each holding out whole groups by {group}; groups that share "
        f"a case or a near-duplicate session count as one ({len(trial.duplicates)} such pairs)",
        "recipe": ", ".join(f"{block} x {BLOCKS[block]:g}" for block in DEFAULT_BLOCKS)
        + "; tf-idf of normalised words, terms of at least three cases; logistic regression; "
        "Platt's sigmoid on inner grouped folds",
        "rubric": f"{rubric.id} {rubric.version}, {rubric.sha256[:16]}" if rubric else "not given",
        "choices": CHOICES,
        "seed": str(seed),
        "intervals": f"{CONFIDENCE:.0%}, percentile, {DRAWS} resamples of whole groups",
    }


def _warnings(trial: Trial, rows: NDArray[np.int64], table: _Table) -> tuple[str, ...]:
    notes: list[str] = []
    frame = table.frame()
    for name in ("length", "punctuation", "phase"):
        found = frame[(frame["model"] == name) & (frame["statistic"] == "roc_auc")]
        if len(found) and float(found["value"].iloc[0]) > 0.6:  # noqa: PLR2004 - as the text says
            notes.append(
                f"{name} alone reaches a ROC-AUC of {float(found['value'].iloc[0]):.2f}: part of "
                "what looks like fidelity here may be how segments were cut or typed."
            )
    prevalence = trial.truth[rows].mean()
    notes.append(
        f"The base rate here is {prevalence:.1%}. Where off-model talk is rarer, more of the flags "
        "are false: see 'Flags to expect'."
    )
    ranked = frame[(frame["model"] == CLASSIFIER) & (frame["statistic"] == "pr_auc")]
    by_rows = ranked[ranked["split"] == "by random rows"]["value"]
    if len(by_rows) and float(by_rows.iloc[0]) < float(ranked["value"].iloc[0]):
        notes.append(
            "By random rows it does worse than on new therapists: most segments of a session are "
            "on-model, so a session's own words, once trained on, speak for on-model."
        )
    if int(trial.truth[rows].sum()) < 100:  # noqa: PLR2004 - as the text says
        notes.append("Fewer than 100 off-model segments: every number here is rough.")
    return tuple(notes)
