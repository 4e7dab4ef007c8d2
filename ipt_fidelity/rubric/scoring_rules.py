"""Whether scores, gates and verdicts can be computed from what the rubric holds."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_fidelity.rubric.domains import scale_of_item
from ipt_fidelity.rubric.finding import Finding, Path, unknown
from ipt_fidelity.rubric.instrument import RubricFile
from ipt_fidelity.rubric.lookups import counts_up, lookups
from ipt_fidelity.rubric.scoring_form import Gate, Score, Select
from ipt_fidelity.rubric.selecting import selected


def scoring_rules(file: RubricFile) -> Iterator[Finding]:
    """Find scores, gates and verdicts that cannot be computed.

    Parameters
    ----------
    file : RubricFile
        A file that the models take.

    Yields
    ------
    Finding
        Each with its path.
    """
    scoring = file.scoring
    scores, thresholds = frozenset(scoring.scores), frozenset(scoring.thresholds)
    gates = frozenset(gate.id for gate in scoring.gates)
    for name in sorted(scores & thresholds | scores & gates | thresholds & gates):
        yield Finding(
            "ambiguous_name",
            ("scoring",),
            f"'{name}' names two of score, threshold and gate.",
            "Rename one of them.",
        )
    for name, score in scoring.scores.items():
        yield from _score(file, name, score, ("scoring", "scores", name))
    for place, gate in enumerate(scoring.gates):
        yield from _gate(file, gate, ("scoring", "gates", place))


def _score(file: RubricFile, name: str, score: Score, here: Path) -> Iterator[Finding]:
    ways = [key for key in ("items", "segments", "formula") if getattr(score, key) is not None]
    if len(ways) != 1:
        said = " and ".join(f"'{way}'" for way in ways) or "nothing"
        yield Finding(
            "score_of_what",
            here,
            f"score '{name}' is made of {said}.",
            "Give it one of 'items:', 'segments:' and 'formula:'.",
        )
    for key in ("items", "per"):
        select = getattr(score, key)
        if select is not None:
            yield from _selection(file, select, (*here, key))
    if score.per is not None and score.aggregate != "count_ratio":
        yield Finding(
            "ratio_of_what",
            (*here, "per"),
            f"score '{name}' divides by items, and is no ratio.",
            "Write 'aggregate: count_ratio', or take 'per:' away.",
        )
    if score.aggregate == "weighted_mean" and not score.weights:
        yield Finding(
            "no_weights",
            here,
            f"score '{name}' is a weighted mean without weights.",
            "Add 'weights:', a number for each item.",
        )
    items = file.session_layer.items if file.session_layer else ()
    for item_id in score.weights:
        yield from unknown("item", item_id, [i.id for i in items], (*here, "weights", item_id))
    if score.aggregate == "count_ratio":
        yield from _of_counts(file, name, score, here)
    if score.aggregate == "lookup" or score.lookup is not None:
        yield from lookups(file, name, score, here)
    if score.segments is not None:
        yield from _of_segments(file, name, score, here)


def _of_counts(file: RubricFile, name: str, score: Score, here: Path) -> Iterator[Finding]:
    for key in ("items", "per"):
        select: Select | None = getattr(score, key)
        for item in () if select is None else selected(file, select):
            scale = scale_of_item(file, item)
            if scale is not None and not counts_up(scale):
                yield Finding(
                    "ratio_of_words",
                    (*here, key),
                    f"score '{name}' divides counts, and item '{item.id}' is answered otherwise.",
                    "Select items that are counts or numbers.",
                )


def _of_segments(file: RubricFile, name: str, score: Score, here: Path) -> Iterator[Finding]:
    if file.segment_layer is None:
        yield Finding(
            "no_segments",
            (*here, "segments"),
            f"score '{name}' counts segments, and the rubric has no codes.",
            "Add 'segment_layer:', or make the score of items.",
        )
    if not score.count or not set(score.count) < set(score.of):
        yield Finding(
            "share_of_what",
            here,
            f"score '{name}' does not say which share of what it is.",
            "Write under 'of:' the statuses of the whole, under 'count:' some of them.",
        )


def _gate(file: RubricFile, gate: Gate, here: Path) -> Iterator[Finding]:
    if (gate.every is None) == (gate.score is None):
        yield Finding(
            "gate_of_what",
            here,
            f"gate '{gate.id}' must look at items or at a score.",
            "Give it one of 'every:' and 'score:'.",
        )
    if gate.at_least is None and gate.none_at is None and not gate.most_at:
        yield Finding(
            "gate_without_rule",
            here,
            f"gate '{gate.id}' states no rule.",
            "Add 'at_least:', 'none_at:' or 'most_at:'.",
        )
    if gate.every is not None:
        yield from _selection(file, gate.every, (*here, "every"))
    thresholds = sorted(file.scoring.thresholds)
    if isinstance(gate.at_least, str):
        yield from unknown("threshold", gate.at_least, thresholds, (*here, "at_least"))
    if gate.score is not None:
        yield from unknown("score", gate.score, sorted(file.scoring.scores), (*here, "score"))


def _selection(file: RubricFile, select: Select, path: Path) -> Iterator[Finding]:
    items = file.session_layer.items if file.session_layer else ()
    for n, name in enumerate(select.ids):
        yield from unknown("item", name, [item.id for item in items], (*path, "ids", n))
    if not selected(file, select):
        yield Finding(
            "empty_selection",
            path,
            "no item is selected.",
            "Name a construct, a subscale or ids that the items have.",
        )
