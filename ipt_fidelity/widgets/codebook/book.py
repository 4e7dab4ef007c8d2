"""What travels to a page that shows the codebook, as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from ipt_fidelity.rubric import Rubric, in_order, scale_of, without_wording
from ipt_fidelity.rubric.history import LocalNote
from ipt_fidelity.rubric.instrument import Attribute, Code, Item

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Book = dict[str, Json]


def may_be_shown(rubric: Rubric) -> Rubric:
    """Return what of a rubric may be shown on this machine.

    Parameters
    ----------
    rubric : Rubric
        As read from its file, with the words of its text pack where that is here.

    Returns
    -------
    Rubric
        With its words where they may be handed on, or came from a pack on this machine; else
        with ids in their place.
    """
    return rubric if rubric.pack_sha256 is not None else without_wording(rubric)


def book_of(rubric: Rubric, *, phase: str | None = None) -> Book:
    """Return a codebook as JSON.

    Parameters
    ----------
    rubric : Rubric
        Any; where its words may not be shown here, ids travel.
    phase : str or None
        Phase that the page opens with; None shows all.

    Returns
    -------
    dict
        Families, codes, attributes, rules for choosing, and items, in the order of showing.
    """
    shown = may_be_shown(rubric)
    keys: dict[str, list[Json]] = {}
    for key, code_id in shown.keys().items():
        keys.setdefault(code_id, []).append(key)
    segment = shown.file.segment_layer
    return {
        "id": shown.id,
        "version": shown.version,
        "title": shown.title,
        "language": shown.language,
        "standing": shown.file.rubric.status,
        "kept": not shown.redistribute and shown.pack_sha256 is None,
        "phase": phase,
        "phases": list(shown.phases),
        "unit": None if segment is None else segment.unit.help,
        "rules": [[r.id, r.text] for r in (() if segment is None else segment.tie_rules)],
        "families": [{"id": f.id, "label": f.label, "help": f.help} for f in shown.families],
        "codes": [_code(code, keys.get(code.id, [])) for code in in_order(shown, shown.codes)],
        "attributes": [_attribute(part) for part in shown.attributes],
        "items": [_item(shown, item) for item in in_order(shown, shown.items)],
    }


def _words(words: Iterable[object]) -> list[Json]:
    return [str(word) for word in words]


def _notes(notes: Iterable[LocalNote]) -> list[Json]:
    return [[note.text, ", ".join(fact for fact in (note.by, note.date) if fact)] for note in notes]


def _code(code: Code, keys: list[Json]) -> Json:
    return {
        "id": code.id,
        "label": code.label,
        "keys": keys,
        "family": code.family,
        "status": str(code.status),
        "status_rules": [[str(rule.status), rule.when] for rule in code.status_rules],
        "phases": {
            "expected": _words(code.phases.expected),
            "allowed": _words(code.phases.allowed),
            "odd": _words(code.phases.odd),
        },
        "definition": code.definition,
        "include": _words(code.include),
        "exclude": _words(code.exclude),
        "example": code.example,
        "near_miss": None
        if code.near_miss is None
        else {"text": code.near_miss.text, "code": code.near_miss.code},
        "rule": code.rule,
        "only_in": _words(code.only_in_variants),
        "not_in": _words(code.disabled_in_variants),
        "retired": code.retired,
        "notes": _notes(code.local_notes),
    }


def _attribute(part: Attribute) -> Json:
    return {
        "id": part.id,
        "label": part.label or part.id.replace("_", " "),
        "values": _values(part.values, part.labels) or [part.type],
        "ask_if": part.ask_if,
        "help": part.help,
    }


def _item(rubric: Rubric, item: Item) -> Json:
    scale = scale_of(rubric, item)
    values: list[Json] = [] if item.values_from else _values(scale.values, scale.labels)
    anchors: list[Json] = [[value, text] for value, text in item.anchors.items()]
    if scale.range is not None:
        values = [f"{scale.range[0]:g} to {scale.range[1]:g}"]
    label = item.label or item.text or item.id
    return {
        "id": item.id,
        "label": label,
        "text": None if item.text == label else item.text,
        "construct": str(item.construct_),
        "phases": _words(item.phases),
        "values": values or _words([item.values_from or scale.type]),
        "anchors": anchors,
        "help": item.help,
        "essential": item.essential,
        "reverse": item.reverse,
        "applies_if": item.applies_if,
        "na_if": item.na_if,
        "no_opportunity_if": item.no_opportunity_if,
        "evidence_for": _words(item.evidence_for),
        "perspectives": _words(item.perspectives),
        "only_in": _words(item.only_in_variants),
        "not_in": _words(item.disabled_in_variants),
        "retired": item.retired,
        "notes": _notes(item.local_notes),
    }


def _values(values: tuple[str | int | float, ...], labels: tuple[str, ...]) -> list[Json]:
    if len(labels) == len(values):
        return [f"{value} {label}" for value, label in zip(values, labels, strict=True)]
    return _words(values)
