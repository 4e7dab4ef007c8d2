"""Whether scores, gates and verdicts can be computed from what the rubric holds."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_fidelity.rubric.finding import Finding, Path, unknown
from ipt_fidelity.rubric.instrument import Gate, Item, RubricFile, Score, Select


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


def selects(select: Select, construct: str, subscale: str | None, item_id: str) -> bool:
    """Say whether an item is among those selected.

    Parameters
    ----------
    select : Select
        Of a score or gate.
    construct, subscale, item_id : str
        Of the item, after what its variants change.

    Returns
    -------
    bool
        True where every condition that the selection states holds.
    """
    return (
        (select.construct_ is None or select.construct_ == construct)
        and (select.subscale is None or select.subscale == subscale)
        and (not select.ids or item_id in select.ids)
    )


def selected(file: RubricFile, select: Select) -> tuple[Item, ...]:
    """Return the items that a selection names, as they are without variants.

    Parameters
    ----------
    file : RubricFile
        The rubric.
    select : Select
        Of a score or gate.

    Returns
    -------
    tuple of Item
        Retired ones are left out.
    """
    items = file.session_layer.items if file.session_layer else ()
    return tuple(
        item
        for item in items
        if not item.retired and selects(select, item.construct_, item.subscale, item.id)
    )


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
    if score.segments is not None:
        yield from _of_segments(file, name, score, here)


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
