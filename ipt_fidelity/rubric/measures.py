"""Whether scales, anchors and items fit one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ipt_fidelity.rubric.finding import Finding, Path
from ipt_fidelity.rubric.instrument import Attribute, Item, RubricFile, Scale, SessionLayer
from ipt_fidelity.rubric.kinds import ItemType, Scalar

_LISTED = frozenset({ItemType.NOMINAL, ItemType.ORDINAL, ItemType.MULTI_LABEL})


def measures(file: RubricFile) -> Iterator[Finding]:
    """Find scales without values, anchors off their scale, and the like.

    Parameters
    ----------
    file : RubricFile
        A file that the models take.

    Yields
    ------
    Finding
        Each with its path.
    """
    if segment := file.segment_layer:
        for kind in ("primary", "secondary"):
            limits = getattr(segment.assign, kind)
            if limits.least > limits.most:
                yield Finding(
                    "limits_crossed",
                    ("segment_layer", "assign", kind),
                    f"at least {limits.least} and at most {limits.most} {kind} codes are asked.",
                    "Let 'least' be no more than 'most'.",
                )
        for place, part in enumerate(segment.attributes):
            yield from _attribute(part, ("segment_layer", "attributes", place))
    if session := file.session_layer:
        for name, scale in session.scales.items():
            yield from _scale(scale, f"scale '{name}'", ("session_layer", "scales", name))
        for place, item in enumerate(session.items):
            yield from _item(session, item, ("session_layer", "items", place))


def own_scale(item: Item) -> Scale | None:
    """Return the scale that an item states itself.

    Parameters
    ----------
    item : Item
        With or without a type of its own.

    Returns
    -------
    Scale or None
        None where the item names a scale of the rubric, or has none.
    """
    if item.scale is not None or item.type is None:
        return None
    return Scale(type=item.type, values=item.values, labels=item.labels, range=item.range)


def _attribute(part: Attribute, here: Path) -> Iterator[Finding]:
    name = f"attribute '{part.id}'"
    yield from _labels(part.values, part.labels, here)
    yield from _repeated(part.values, here)
    if part.type in {"nominal", "ordinal"} and not part.values:
        yield _no_values(name, here)


def _scale(scale: Scale, name: str, here: Path) -> Iterator[Finding]:
    yield from _labels(scale.values, scale.labels, here)
    yield from _repeated(scale.values, here)
    if scale.type in _LISTED and not scale.values:
        yield _no_values(name, here)
    if scale.type is ItemType.INTERVAL and scale.range is None and not scale.values:
        yield Finding(
            "no_range",
            here,
            f"{name} is an interval without ends.",
            "Add 'range: [lowest, highest]'.",
        )
    if scale.range is not None and scale.range[0] >= scale.range[1]:
        yield Finding(
            "range_crossed",
            (*here, "range"),
            f"the range of {name} runs from {scale.range[0]:g} to {scale.range[1]:g}.",
            "Write the lowest value first.",
        )
    numbers = [value for value in scale.values if not isinstance(value, str)]
    if scale.type is ItemType.ORDINAL and any(a > b for a, b in pairwise(numbers)):
        yield Finding(
            "values_not_ascending",
            (*here, "values"),
            f"the values of {name} do not ascend.",
            "Write them from lowest to highest; turn an item round with 'reverse: true'.",
        )
    known = [str(value) for value in scale.values]
    at = [("start_at", scale.start_at)] if scale.start_at is not None else []
    at += [("anchored_at", value) for value in scale.anchored_at or ()]
    for key, value in at if known else ():
        if str(value) not in known:
            yield Finding(
                "point_off_scale",
                (*here, key),
                f"{value} is no value of {name}.",
                f"Write one of: {', '.join(known)}.",
            )


def _item(session: SessionLayer, item: Item, here: Path) -> Iterator[Finding]:
    if item.scale is None and item.type is None:
        yield Finding(
            "no_scale",
            here,
            f"item '{item.id}' has neither a scale nor a type.",
            "Add 'scale:' with the name of a scale, or 'type:'.",
        )
    if item.scale is not None and (item.type is not None or item.values or item.range is not None):
        yield Finding(
            "two_scales",
            (*here, "scale"),
            f"item '{item.id}' names a scale and states one of its own.",
            "Keep 'scale:', or keep 'type:' with 'values:' or 'range:'.",
        )
    own = own_scale(item)
    if own is not None and item.values_from is None:
        yield from _scale(own, f"item '{item.id}'", here)
    scale = session.scales.get(item.scale or "") or own
    yield from _on_scale(item, scale, item.anchors, item.evidence_for, here)
    for variant, change in item.variant_overrides.items():
        there: Path = (*here, "variant_overrides", variant)
        changed = session.scales.get(change.scale or "") or scale
        yield from _on_scale(item, changed, change.anchors or {}, change.evidence_for or (), there)


def _on_scale(
    item: Item,
    scale: Scale | None,
    anchors: Mapping[str, str],
    evidence: Sequence[Scalar],
    here: Path,
) -> Iterator[Finding]:
    if scale is None or item.values_from is not None:
        return
    choices = _choices(scale)
    for anchor in anchors:
        if not _lies_on(scale, anchor):
            yield Finding(
                "anchor_off_scale",
                (*here, "anchors", anchor),
                f"anchor {anchor} lies outside the scale of '{item.id}'.",
                choices,
            )
    for n, value in enumerate(evidence):
        if not _lies_on(scale, str(value)):
            yield Finding(
                "evidence_off_scale",
                (*here, "evidence_for", n),
                f"evidence is asked for {value}, which is no value of '{item.id}'.",
                choices,
            )


def _lies_on(scale: Scale, value: str) -> bool:
    if scale.values:
        return value in [str(known) for known in scale.values]
    if scale.range is None:
        return True
    try:
        return scale.range[0] <= float(value) <= scale.range[1]
    except ValueError:
        return False


def _choices(scale: Scale) -> str:
    if scale.values:
        return f"Write one of: {', '.join(map(str, scale.values))}."
    low, high = scale.range or (0, 0)
    return f"Write {low:g} to {high:g}."


def _labels(values: Sequence[Scalar], labels: Sequence[str], here: Path) -> Iterator[Finding]:
    if labels and len(labels) != len(values):
        yield Finding(
            "labels_not_values",
            (*here, "labels"),
            f"{len(labels)} labels stand beside {len(values)} values.",
            "Give each value one label, in order.",
        )


def _repeated(values: Sequence[Scalar], here: Path) -> Iterator[Finding]:
    for place, value in enumerate(values):
        if value in values[:place]:
            yield Finding(
                "repeated_value",
                (*here, "values", place),
                f"value {value} stands twice.",
                "Let each value stand once.",
            )


def _no_values(name: str, here: Path) -> Finding:
    return Finding(
        "no_values", here, f"{name} has no values to choose from.", "Add 'values: [...]'."
    )
