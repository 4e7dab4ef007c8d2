"""What is hardly meant in codes, items, scales and their conditions."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_fidelity.rubric.conditions import BRANCHES, Condition, conditions
from ipt_fidelity.rubric.domains import scale_of_item
from ipt_fidelity.rubric.expressions import names_in, parse
from ipt_fidelity.rubric.finding import Finding, Path
from ipt_fidelity.rubric.instrument import Code, Item, RubricFile
from ipt_fidelity.rubric.kinds import Construct, ItemType
from ipt_fidelity.rubric.reach import holds_always, holds_never
from ipt_fidelity.rubric.wording import OUTSIDE

MOST_BY_NUMBER = 9


def form_doubts(file: RubricFile) -> Iterator[Finding]:
    """Find what is hardly meant in the form.

    Parameters
    ----------
    file : RubricFile
        A file without errors, as written.

    Yields
    ------
    Finding
        Each with its path.
    """
    yield from _codes(file)
    yield from _items(file)
    yield from _conditions(file)
    yield from _phases(file)
    yield from _scales(file)


def _codes(file: RubricFile) -> Iterator[Finding]:
    if file.segment_layer is None:
        return
    codes = [code for code in file.segment_layer.codes if not code.retired]
    for n, family in enumerate(file.segment_layer.families):
        members = [code for code in codes if code.family == family.id]
        here: Path = ("segment_layer", "families", n)
        if not members:
            yield Finding(
                "empty_family",
                here,
                f"family '{family.id}' has no code.",
                "Take it away, or give it a code.",
            )
        if any(code.key is None for code in members[MOST_BY_NUMBER:]):
            yield Finding(
                "no_key",
                here,
                f"family '{family.id}' has codes that no key reaches.",
                f"Give the codes after the {MOST_BY_NUMBER}th a 'key:' of their own.",
            )
    keyed = {family.id for family in file.segment_layer.families if family.key}
    retired = {code.id for code in file.segment_layer.codes if code.retired}
    for n, code in enumerate(file.segment_layer.codes):
        if not code.retired:
            yield from _code(code, keyed, retired, ("segment_layer", "codes", n))


def _code(code: Code, keyed: set[str], retired: set[str], here: Path) -> Iterator[Finding]:
    if code.key is None and code.family not in keyed:
        yield Finding(
            "no_key",
            here,
            f"no key reaches code '{code.id}'.",
            "Give the code, or its family, a 'key:'.",
        )
    if not (code.phases.expected or code.phases.allowed or code.phases.odd):
        yield Finding(
            "no_phase",
            (*here, "phases"),
            f"code '{code.id}' belongs to no phase.",
            "Name the phases where it is expected, allowed or odd.",
        )
    if code.near_miss is not None and code.near_miss.code in retired:
        yield Finding(
            "points_to_retired",
            (*here, "near_miss", "code"),
            f"the near miss of '{code.id}' points to a retired code.",
            "Point to the code that took its place.",
        )
    for field in ("example", "rule"):
        if getattr(code, field) is None:
            yield Finding(
                f"no_{field}",
                here,
                f"code '{code.id}' has no {field}.",
                f"Add '{field}:'; raters learn from it.",
            )


def _items(file: RubricFile) -> Iterator[Finding]:
    if file.session_layer is None:
        return
    used = {name for c in conditions(file) for name in names_in(parse(c.text))}
    for n, item in enumerate(file.session_layer.items):
        here: Path = ("session_layer", "items", n)
        if item.retired:
            continue
        if item.label is None and item.text is None:
            yield Finding(
                "no_wording",
                here,
                f"item '{item.id}' has neither a label nor a text.",
                f"Add 'label:' or 'text:', or 'text: \"{OUTSIDE}\"' where a pack brings it.",
            )
        if not item.phases:
            yield Finding(
                "unreachable_item",
                (*here, "phases"),
                f"item '{item.id}' is asked in no phase.",
                "Name its phases.",
            )
        if item.construct_ is Construct.PROSCRIBED and not item.reverse:
            yield Finding(
                "not_reversed",
                here,
                f"item '{item.id}' is proscribed, and a high value would count as good.",
                "Add 'reverse: true'.",
            )
        if item.construct_ is Construct.GATE and item.id not in used:
            yield Finding(
                "idle_gate_item",
                here,
                f"nothing depends on the gate question '{item.id}'.",
                "Name it in 'no_opportunity_if:' of an item, or take it away.",
            )
        yield from _anchors(file, item, here)


def _anchors(file: RubricFile, item: Item, here: Path) -> Iterator[Finding]:
    scale = scale_of_item(file, item)
    if scale is None or scale.type is not ItemType.ORDINAL or item.text == OUTSIDE:
        return
    wanted = scale.values if scale.anchored_at is None else scale.anchored_at
    lacking = [str(value) for value in wanted if str(value) not in item.anchors]
    if lacking:
        yield Finding(
            "missing_anchor",
            (*here, "anchors"),
            f"item '{item.id}' has no anchor at {', '.join(lacking)}.",
            "Add a sentence under 'anchors:', or name the points that need one under "
            "'anchored_at:' of the scale.",
        )


def _conditions(file: RubricFile) -> Iterator[Finding]:
    phases_of = {i.id: i.phases for i in file.session_layer.items} if file.session_layer else {}
    for condition in conditions(file):
        if condition.path[0] == "scoring":
            continue
        tree = parse(condition.text)
        if holds_never(tree, condition.domains):
            yield _never(condition)
        elif holds_always(tree, condition.domains) and condition.text != "true":
            yield _always(condition)
        if condition.kind in BRANCHES:
            yield from _elsewhere(condition, phases_of)


def _never(condition: Condition) -> Finding:
    if condition.kind == "applies_if":
        return Finding(
            "unreachable_item",
            condition.path,
            f"item '{condition.owner}' can never be asked: its condition never holds.",
            "Correct the condition, or retire the item.",
        )
    return Finding(
        "never_holds",
        condition.path,
        f"the condition of '{condition.owner}' can never hold.",
        "Correct it, or take it away.",
    )


def _always(condition: Condition) -> Finding:
    if condition.kind in {"na_if", "no_opportunity_if"}:
        return Finding(
            "unreachable_item",
            condition.path,
            f"item '{condition.owner}' can never be rated: its condition always holds.",
            "Correct the condition, or retire the item.",
        )
    return Finding(
        "always_holds",
        condition.path,
        f"the condition of '{condition.owner}' always holds.",
        "Correct it, or take it away.",
    )


def _elsewhere(condition: Condition, phases_of: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    mine = phases_of.get(condition.owner, ())
    for name in sorted(names_in(parse(condition.text)) & phases_of.keys()):
        apart = [phase for phase in mine if phase not in phases_of[name]]
        if apart:
            yield Finding(
                "branch_elsewhere",
                condition.path,
                f"'{condition.owner}' waits for '{name}', which is not asked in {apart[0]}.",
                f"Ask '{name}' in the same phases.",
            )


def _phases(file: RubricFile) -> Iterator[Finding]:
    codes = file.segment_layer.codes if file.segment_layer else ()
    items = file.session_layer.items if file.session_layer else ()
    for n, phase in enumerate(file.vocabulary.phases):
        here: Path = ("vocabulary", "phases", n)
        if items and not any(phase in item.phases for item in items if not item.retired):
            yield Finding(
                "phase_without_items",
                here,
                f"no item is asked in phase '{phase}'.",
                "Add the phase to the items that belong to it, or take it away.",
            )
        if codes and not any(phase in code.phases.expected for code in codes if not code.retired):
            yield Finding(
                "phase_without_codes",
                here,
                f"no code is expected in phase '{phase}', so no omission can be marked.",
                "Add the phase under 'expected:' of the codes that belong to it.",
            )


def _scales(file: RubricFile) -> Iterator[Finding]:
    if file.session_layer is None:
        return
    used = {item.scale for item in file.session_layer.items}
    used |= {o.scale for i in file.session_layer.items for o in i.variant_overrides.values()}
    for name, scale in file.session_layer.scales.items():
        here: Path = ("session_layer", "scales", name)
        if name not in used:
            yield Finding(
                "unused_scale", here, f"no item uses scale '{name}'.", "Use it, or take it away."
            )
        if scale.type is ItemType.ORDINAL and len(scale.values) == 1:
            yield Finding(
                "one_value",
                here,
                f"scale '{name}' has one value, and nothing can vary on it.",
                "Add values.",
            )
