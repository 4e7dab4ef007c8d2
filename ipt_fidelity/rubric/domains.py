"""Which values each name of a condition may take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ipt_fidelity.rubric.expressions import Constant
from ipt_fidelity.rubric.instrument import Attribute, Item, RubricFile, Scale
from ipt_fidelity.rubric.kinds import PERSPECTIVES, ItemType, Status
from ipt_fidelity.rubric.measures import own_scale
from ipt_fidelity.rubric.scoring_form import Score

YES_NO: tuple[Constant, ...] = (True, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The values that a name may take.

    Parameters
    ----------
    values : tuple of str, int, float or bool
        All of them; empty where they cannot be listed.
    several : bool
        Whether the name holds several of the values at once.
    low, high : float or None
        Ends of a number that cannot be listed; None where it has none.
    whole : bool
        Whether the number is whole.
    words : bool
        Whether the name holds free text.
    """

    values: tuple[Constant, ...] = ()
    several: bool = False
    low: float | None = None
    high: float | None = None
    whole: bool = False
    words: bool = False


Domains = Mapping[str, Domain]


def session_domains(file: RubricFile, phases: Sequence[str] | None = None) -> dict[str, Domain]:
    """Return the values of the facts of a session.

    Parameters
    ----------
    file : RubricFile
        The rubric.
    phases : sequence of str or None
        Phases that come into question; None for all.

    Returns
    -------
    dict of str to Domain
        By name.
    """
    words = file.vocabulary
    return {
        "phase": Domain(values=tuple(words.phases if phases is None else phases)),
        "phase_position": Domain(values=words.phase_positions),
        "variants": Domain(values=words.variants, several=True),
        "session_index": Domain(low=1, whole=True),
        "perspective": Domain(values=PERSPECTIVES),
    }


def coding_domains(file: RubricFile) -> dict[str, Domain]:
    """Return the values of what is known of a coded segment.

    Parameters
    ----------
    file : RubricFile
        The rubric.

    Returns
    -------
    dict of str to Domain
        By name; facts of the session included.
    """
    segment = file.segment_layer
    if segment is None:
        return session_domains(file)
    return {
        **session_domains(file),
        "status": Domain(values=tuple(str(status) for status in Status)),
        "code": Domain(values=tuple(code.id for code in segment.codes)),
        "family": Domain(values=tuple(family.id for family in segment.families)),
        "has_secondary_off": Domain(values=YES_NO),
        **{part.id: _of_attribute(part) for part in segment.attributes},
    }


def item_domains(file: RubricFile, phases: Sequence[str] | None = None) -> dict[str, Domain]:
    """Return the values of what a condition of an item may name.

    Parameters
    ----------
    file : RubricFile
        The rubric.
    phases : sequence of str or None
        Phases that come into question; None for all.

    Returns
    -------
    dict of str to Domain
        By name; facts of the session included.
    """
    items = file.session_layer.items if file.session_layer else ()
    return session_domains(file, phases) | {item.id: item_domain(file, item) for item in items}


def scoring_domains(file: RubricFile) -> dict[str, Domain]:
    """Return the values of what a verdict may name.

    Parameters
    ----------
    file : RubricFile
        The rubric.

    Returns
    -------
    dict of str to Domain
        By name; facts of the session included.
    """
    scoring = file.scoring
    return {
        **session_domains(file),
        **number_domains(file),
        **{gate.id: Domain(values=YES_NO) for gate in scoring.gates},
        **{f"{name}_scorable": Domain(values=YES_NO) for name in scoring.scores},
    }


def number_domains(file: RubricFile) -> dict[str, Domain]:
    """Return the values of what the formula of a score may name.

    Parameters
    ----------
    file : RubricFile
        The rubric.

    Returns
    -------
    dict of str to Domain
        Scores and thresholds by name.
    """
    scoring = file.scoring
    thresholds = {name: Domain(values=(part.value,)) for name, part in scoring.thresholds.items()}
    return thresholds | {name: score_domain(score) for name, score in scoring.scores.items()}


def score_domain(score: Score) -> Domain:
    """Return the values that a score may take.

    Parameters
    ----------
    score : Score
        Of items, of segments, or a formula.

    Returns
    -------
    Domain
        0 to 100 of items, 0 to 1 of segments; a ratio of counts begins at 0 and has no upper end;
        a lookup lies between the ends of its table; a formula has no ends.
    """
    if score.segments is not None:
        return Domain(low=0, high=1)
    if score.aggregate == "count_ratio":
        return Domain(low=0)
    if score.aggregate == "lookup" and score.lookup is not None and score.lookup.table:
        return Domain(low=min(score.lookup.table.values()), high=max(score.lookup.table.values()))
    return Domain(low=0, high=100) if score.items is not None else Domain()


def scale_domain(scale: Scale) -> Domain:
    """Return the values of a scale.

    Parameters
    ----------
    scale : Scale
        Named or an item's own.

    Returns
    -------
    Domain
        Its values, its range, or what its type allows.
    """
    several = scale.type is ItemType.MULTI_LABEL
    if scale.values:
        return Domain(values=scale.values, several=several)
    if scale.type is ItemType.BINARY:
        return Domain(values=(0, 1))
    if scale.type not in {ItemType.INTERVAL, ItemType.COUNT, ItemType.ORDINAL}:
        return Domain(words=True)
    low, high = scale.range or (0, None)
    return Domain(low=low, high=high, whole=scale.type is ItemType.COUNT)


def scale_of_item(file: RubricFile, item: Item) -> Scale | None:
    """Return the scale of an item.

    Parameters
    ----------
    file : RubricFile
        The rubric.
    item : Item
        With a named scale, or with a type of its own.

    Returns
    -------
    Scale or None
        None where it has neither.
    """
    named = file.session_layer.scales.get(item.scale or "") if file.session_layer else None
    return named or own_scale(item)


def item_domain(file: RubricFile, item: Item) -> Domain:
    """Return the values of an item.

    Parameters
    ----------
    file : RubricFile
        The rubric.
    item : Item
        One of its items.

    Returns
    -------
    Domain
        Of its scale, or the codes or families that it chooses from.
    """
    segment = file.segment_layer
    if item.values_from is not None and segment is not None:
        parts = segment.codes if item.values_from == "codes" else segment.families
        several = item.type is ItemType.MULTI_LABEL
        return Domain(values=_ids(part.id for part in parts), several=several)
    scale = scale_of_item(file, item)
    return Domain(words=True) if scale is None else scale_domain(scale)


def _ids(ids: Iterable[str]) -> tuple[Constant, ...]:
    return tuple(ids)


def _of_attribute(part: Attribute) -> Domain:
    if part.type == "text":
        return Domain(words=True)
    return Domain(values=part.values or YES_NO, several=part.multiple)
