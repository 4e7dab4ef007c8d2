"""Whether a table from what was rated to a score can be read."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ipt_fidelity.rubric.domains import scale_of_item
from ipt_fidelity.rubric.finding import Finding, Path
from ipt_fidelity.rubric.instrument import RubricFile, Scale
from ipt_fidelity.rubric.kinds import ItemType
from ipt_fidelity.rubric.scoring_form import Score
from ipt_fidelity.rubric.selecting import selected

_WORDS = frozenset({ItemType.NOMINAL, ItemType.MULTI_LABEL, ItemType.TEXT, ItemType.TIME_SPAN})


def counts_up(scale: Scale) -> bool:
    """Say whether the answers on a scale can be added up.

    Parameters
    ----------
    scale : Scale
        Named or an item's own.

    Returns
    -------
    bool
        False for several labels, free text, time spans, and scales of words.
    """
    return scale.type not in _WORDS and not any(isinstance(v, str) for v in scale.values)


def raw_number(text: str) -> Fraction | None:
    """Read the left side of a row of a table.

    Parameters
    ----------
    text : str
        For example ``"17"`` or ``"2.5"``.

    Returns
    -------
    Fraction or None
        Exact; None where it is no number.
    """
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def lookups(file: RubricFile, name: str, score: Score, here: Path) -> Iterator[Finding]:
    """Find tables that are missing, cannot be read, or look up what has no sum.

    Parameters
    ----------
    file : RubricFile
        A file that the models take.
    name : str
        Of the score.
    score : Score
        With a table, or with the aggregate that wants one.
    here : tuple
        Where the score stands.

    Yields
    ------
    Finding
        Each with its path.
    """
    lookup = score.lookup
    if lookup is None or score.aggregate != "lookup" or not lookup.table:
        yield Finding(
            "lookup_of_what",
            here,
            f"score '{name}' and its table do not fit together.",
            "Write 'aggregate: lookup' and 'lookup: {table: {...}}' with a row for each number.",
        )
        return
    if score.drop or score.min_answered_share < 1:
        yield Finding(
            "lookup_of_part",
            here,
            f"score '{name}' is looked up, and takes sheets with gaps.",
            "Take 'drop:' and 'min_answered_share:' away: the sum of a part is in no table.",
        )
    items = () if score.items is None else selected(file, score.items)
    scales = [scale for item in items if (scale := scale_of_item(file, item)) is not None]
    if lookup.of == "value" and len(items) > 1:
        yield Finding(
            "lookup_of_many",
            (*here, "items"),
            f"score '{name}' looks up the value of one item, and {len(items)} are selected.",
            "Select one item, or write 'of: sum'.",
        )
    if lookup.of == "sum" and not all(counts_up(scale) for scale in scales):
        yield Finding(
            "sum_of_words",
            (*here, "items"),
            f"score '{name}' looks up a sum, and an item has no numbers.",
            "Select items with numbers, or write 'of: value' for a single item.",
        )
    if lookup.of == "sum" or lookup.find == "from":
        for row in lookup.table:
            if raw_number(row) is None:
                yield Finding(
                    "row_without_number",
                    (*here, "lookup", "table", row),
                    f"'{row}' is no number to be looked up.",
                    "Write a number before the colon.",
                )
