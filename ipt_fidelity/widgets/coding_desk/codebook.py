"""What travels to a page: the codebook, the form and the sheet, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from ipt_fidelity.rubric.expressions import (
    Both,
    Comparison,
    Literal,
    Name,
    Not,
    Sum,
    Tree,
    parse,
)
from ipt_fidelity.rubric.instrument import Attribute, Code, Item
from ipt_fidelity.rubric.rubric import Circumstances, Rubric, codes_for, items_for, scale_of
from ipt_fidelity.rubric.showing import in_order
from ipt_fidelity.widgets.coding_desk import sound
from ipt_fidelity.widgets.coding_desk.snapshot import Snapshot
from ipt_fidelity.widgets.talking import Json

Page = dict[str, Json]


def page_of(snapshot: Snapshot) -> Page:
    """Return what travels to the page, as JSON.

    Parameters
    ----------
    snapshot : Snapshot
        What the page shows. Ids of session and rater stay behind.

    Returns
    -------
    dict
        Turns and segments as short lists, the codebook, the form, and every mark in order.
    """
    late = datetime.max.replace(tzinfo=UTC)
    ordered = sorted(snapshot.marks, key=lambda m: (m.at or late, m.client, m.seq))
    return {
        "handle": snapshot.handle,
        "sheet": snapshot.sheet_id,
        "stage": str(snapshot.head.stage),
        "names": _names(snapshot.circumstances),
        "turns": [[t.id, t.role, t.speaker, t.text, t.start_s] for t in snapshot.turns],
        "segments": [[s.id, s.first, s.last] for s in snapshot.segments],
        "locked": snapshot.is_locked,
        "sound": sound.page_of(snapshot.sound),
        "rubric": codebook_of(snapshot.rubric, snapshot.circumstances),
        "marks": [
            [
                mark.client,
                mark.seq,
                mark.target,
                mark.field,
                list(mark.value) if isinstance(mark.value, tuple) else mark.value,
            ]
            for mark in ordered
        ],
    }


def codebook_of(rubric: Rubric, circumstances: Circumstances) -> Page:
    """Return the codes, attributes and items that a session is coded and rated with.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    circumstances : Circumstances
        Phase, variants, perspective; what does not belong here is left out.

    Returns
    -------
    dict
        Conditions stand as trees, so that the page evaluates and never parses.
    """
    keys: dict[str, list[Json]] = {}
    for key, code_id in rubric.keys().items():
        keys.setdefault(code_id, []).append(key)
    return {
        "id": rubric.id,
        "version": rubric.version,
        "title": rubric.title,
        "language": rubric.file.rubric.language,
        "primary_least": rubric.assign.primary.least,
        "secondary_most": rubric.assign.secondary.most,
        "span": rubric.assign.span == "allowed",
        "families": [{"id": f.id, "label": f.label, "key": f.key} for f in rubric.families],
        "codes": [
            _code(code, circumstances, keys.get(code.id, []))
            for code in in_order(rubric, codes_for(rubric, circumstances))
        ],
        "attributes": [_attribute(part, circumstances) for part in rubric.attributes],
        "items": [
            _item(rubric, item) for item in in_order(rubric, items_for(rubric, circumstances))
        ],
    }


def tree_of(tree: Tree) -> Json:
    """Return a parsed condition as JSON.

    Parameters
    ----------
    tree : Tree
        Of ``rubric.expressions.parse``.

    Returns
    -------
    list
        The kind first: ``["value", x]``, ``["name", n]``, ``["not", t]``, ``["and", ...]``,
        ``["or", ...]``, or a comparison or sum with its two terms.
    """
    match tree:
        case Literal(value):
            return ["value", list(value) if isinstance(value, tuple) else value]
        case Name(name):
            return ["name", name]
        case Not(part):
            return ["not", tree_of(part)]
        case Both(sign, parts):
            return [sign, *(tree_of(part) for part in parts)]
        case Comparison(sign, left, right) | Sum(sign, left, right):
            return [sign, tree_of(left), tree_of(right)]


def _condition(text: str | None) -> Json:
    return None if text is None else tree_of(parse(text))


def _names(circumstances: Circumstances) -> Json:
    names: Mapping[str, object] = circumstances.names()
    return {
        name: list(value) if isinstance(value, tuple) else value  # type: ignore[reportReturnType]
        for name, value in names.items()
    }


def _code(code: Code, circumstances: Circumstances, keys: list[Json]) -> Json:
    return {
        "id": code.id,
        "label": code.label,
        "keys": keys,
        "family": code.family,
        "status": str(code.status),
        "status_rules": [[_condition(r.when), str(r.status)] for r in code.status_rules],
        "expected": circumstances.phase in code.phases.expected,
        "definition": code.definition,
        "include": list(code.include),
        "exclude": list(code.exclude),
        "example": code.example,
        "near_miss": code.near_miss and {"text": code.near_miss.text, "code": code.near_miss.code},
        "rule": code.rule,
    }


def _attribute(attribute: Attribute, circumstances: Circumstances) -> Json:
    declared = set(circumstances.variants)
    values: list[Json] = [
        value
        for value in attribute.values
        if not (wanted := attribute.variant_values.get(str(value), ())) or declared & set(wanted)
    ]
    return {
        "id": attribute.id,
        "label": attribute.label or attribute.id.replace("_", " "),
        "type": attribute.type,
        "values": values,
        "labels": list(attribute.labels),
        "multiple": attribute.multiple,
        "help": attribute.help,
        "ask_if": _condition(attribute.ask_if),
        "optional": attribute.optional,
    }


def _item(rubric: Rubric, item: Item) -> Json:
    scale = scale_of(rubric, item)
    return {
        "id": item.id,
        "label": item.label or item.text or item.id,
        "text": item.text,
        "construct": str(item.construct_),
        "type": str(scale.type),
        "values": list(scale.values),
        "labels": list(scale.labels),
        "range": list(scale.range) if scale.range else None,
        "max": item.max,
        "essential": item.essential,
        "help": item.help,
        "anchors": dict(item.anchors),
        "evidence_for": list(item.evidence_for),
        "applies_if": _condition(item.applies_if),
        "na_if": _condition(item.na_if),
        "no_opportunity_if": _condition(item.no_opportunity_if),
    }
