"""Wording by id and field: put into a rubric from a pack or a translation, or taken out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Protocol, TypeVar, cast

from ipt_fidelity.errors import choose_from
from ipt_fidelity.rubric.domains import scale_domain
from ipt_fidelity.rubric.finding import MOST_CHOICES, Finding, Path
from ipt_fidelity.rubric.instrument import (
    Attribute,
    Code,
    Family,
    Item,
    NearMiss,
    RubricFile,
    Scale,
    TieRule,
)
from ipt_fidelity.rubric.measures import own_scale
from ipt_fidelity.rubric.scoring_form import Gate, Score, Verdict

Texts = Mapping[str, Mapping[str, str]]
Worded = Code | Family | Attribute | TieRule | Item | Scale | Gate | Score | Verdict
Part = TypeVar("Part", Code, Family, Attribute, TieRule, Item, Scale, Gate, Score, Verdict)

OUTSIDE = "@pack"
KEPT_OUTSIDE = "The wording is kept outside."


class _Put(Protocol):
    """A change of one part."""

    def __call__(self, kind: str, name: str, part: Part, /) -> Part: ...


LISTS = frozenset({"include", "exclude", "cues", "labels"})
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "code": ("label", "definition", "include", "exclude", "example", "near_miss", "rule",
                 "cues"),
        "family": ("label", "help"),
        "attribute": ("label", "help", "labels"),
        "tie_rule": ("text",),
        "item": ("label", "text", "help", "anchors", "labels"),
        "scale": ("labels",),
        "gate": ("label",),
        "score": ("label",),
        "verdict": ("label",),
    }
)  # fmt: skip


def parts_of(file: RubricFile) -> Iterator[tuple[str, str, Worded]]:
    """Return everything in a rubric that has words.

    Parameters
    ----------
    file : RubricFile
        A checked file.

    Yields
    ------
    tuple of str, str and part
        Kind (code, family, attribute, tie_rule, item, scale, gate, score, verdict), id, part.
    """
    if segment := file.segment_layer:
        yield from (("code", part.id, part) for part in segment.codes)
        yield from (("family", part.id, part) for part in segment.families)
        yield from (("attribute", part.id, part) for part in segment.attributes)
        yield from (("tie_rule", part.id, part) for part in segment.tie_rules)
    if session := file.session_layer:
        yield from (("item", part.id, part) for part in session.items)
        yield from (("scale", name, part) for name, part in session.scales.items())
    yield from (("gate", part.id, part) for part in file.scoring.gates)
    yield from (("score", name, part) for name, part in file.scoring.scores.items())
    for verdicts in file.scoring.verdicts.values():
        yield from (("verdict", part.id, part) for part in verdicts)


def check_texts(file: RubricFile, texts: Texts, path: Path) -> Iterator[Finding]:
    """Find texts whose id or field is not in the rubric.

    Parameters
    ----------
    file : RubricFile
        The rubric that the texts are for.
    texts : mapping of str to mapping of str to str
        By id (or ``kind:id``) and field.
    path : tuple
        Where the texts stand.

    Yields
    ------
    Finding
        Never with a text.
    """
    parts = list(parts_of(file))
    for key, fields in texts.items():
        kinds = sorted({kind for kind, name, _ in parts if key in {name, f"{kind}:{name}"}})
        if len(kinds) != 1:
            yield _no_part(key, kinds, [name for _, name, _ in parts], (*path, key))
            continue
        found = next(p for kind, name, p in parts if key in {name, f"{kind}:{name}"})
        for field in fields:
            yield from _check_field(kinds[0], found, field, (*path, key, field), file)


def worded(file: RubricFile, texts: Texts) -> RubricFile:
    """Return a rubric with its words replaced.

    Parameters
    ----------
    file : RubricFile
        A checked file.
    texts : mapping of str to mapping of str to str
        As ``check_texts`` accepts them; what they do not name stays.

    Returns
    -------
    RubricFile
        Ids, values and rules as before.
    """

    def put(kind: str, name: str, part: Part) -> Part:
        return _with(part, {**texts.get(name, {}), **texts.get(f"{kind}:{name}", {})})

    return _mapped(file, put)


def without_words(file: RubricFile) -> RubricFile:
    """Return a rubric that shows ids only.

    Parameters
    ----------
    file : RubricFile
        A checked file.

    Returns
    -------
    RubricFile
        No definition, anchor, label of an item or a code, example or local note; translations
        taken out.
    """
    return _mapped(file, _stripped).model_copy(update={"translations": ()})


def with_ids_for_gaps(file: RubricFile) -> RubricFile:
    """Return a rubric in which an id stands wherever the wording is kept outside.

    Parameters
    ----------
    file : RubricFile
        A checked file, with or without texts from its pack.

    Returns
    -------
    RubricFile
        Without ``@pack``.
    """
    return _mapped(file, _filled)


def gaps(file: RubricFile) -> tuple[str, ...]:
    """Return the texts that a pack should bring and that are not there.

    Parameters
    ----------
    file : RubricFile
        A checked file.

    Returns
    -------
    tuple of str
        As ``id.field``.
    """
    return tuple(
        f"{name}.{field}"
        for kind, name, part in parts_of(file)
        for field in FIELDS[kind]
        if OUTSIDE in _texts(getattr(part, field)).values()
    )


def _no_part(key: str, kinds: list[str], names: list[str], path: Path) -> Finding:
    if kinds:
        choices = ", ".join(f"{kind}:{key}" for kind in kinds)
        return Finding(
            "ambiguous_part", path, f"'{key}' names more than one thing.", f"Write {choices}."
        )
    return Finding(
        "unknown_part",
        path,
        f"nothing in the rubric is called '{key}'.",
        choose_from(key, sorted(set(names)), at_most=MOST_CHOICES),
    )


def _check_field(
    kind: str, part: Worded, field: str, path: Path, file: RubricFile
) -> Iterator[Finding]:
    name, _, place = field.partition(".")
    fields = [f"{f}.0" if f in LISTS or f == "anchors" else f for f in FIELDS[kind]]
    listed = name in LISTS or name == "anchors"
    if name not in FIELDS[kind] or listed != bool(place):
        mend = choose_from(field, fields)
        yield Finding("unknown_field", path, f"a {kind} has no text '{field}'.", mend)
    elif name in LISTS and not place.isdigit():
        yield Finding(
            "unknown_field", path, f"'{place}' is no place in '{name}'.", f"Write {name}.0 onward."
        )
    elif isinstance(part, Item) and name == "anchors":
        named = file.session_layer.scales.get(part.scale or "") if file.session_layer else None
        scale = named or own_scale(part)
        values = [str(value) for value in scale_domain(scale).values] if scale else []
        if values and place not in values:
            yield Finding(
                "anchor_off_scale",
                path,
                f"anchor {place} lies outside the scale of '{part.id}'.",
                f"Write one of: {', '.join(values)}.",
            )


def _mapped(file: RubricFile, put: _Put) -> RubricFile:
    update: dict[str, object] = {}
    if segment := file.segment_layer:
        parts = {
            "codes": tuple(put("code", part.id, part) for part in segment.codes),
            "families": tuple(put("family", part.id, part) for part in segment.families),
            "attributes": tuple(put("attribute", part.id, part) for part in segment.attributes),
            "tie_rules": tuple(put("tie_rule", part.id, part) for part in segment.tie_rules),
        }
        update["segment_layer"] = segment.model_copy(update=parts)
    if session := file.session_layer:
        items = tuple(put("item", part.id, part) for part in session.items)
        scales = {name: put("scale", name, part) for name, part in session.scales.items()}
        update["session_layer"] = session.model_copy(update={"items": items, "scales": scales})
    scoring = {
        "gates": tuple(put("gate", part.id, part) for part in file.scoring.gates),
        "scores": {n: put("score", n, part) for n, part in file.scoring.scores.items()},
        "verdicts": {
            group: tuple(put("verdict", part.id, part) for part in verdicts)
            for group, verdicts in file.scoring.verdicts.items()
        },
    }
    update["scoring"] = file.scoring.model_copy(update=scoring)
    return file.model_copy(update=update)


def _with(part: Part, texts: Mapping[str, str]) -> Part:
    update: dict[str, object] = {}
    for field in sorted(texts, key=_order):
        name, _, place = field.partition(".")
        held = update.get(name, getattr(part, name))
        text = texts[field]
        if isinstance(held, NearMiss):
            update[name] = held.model_copy(update={"text": text})
        elif isinstance(held, tuple):
            n = int(place)
            update[name] = (*held[:n], text, *held[n + 1 :])
        elif isinstance(held, Mapping):
            update[name] = {**held, place: text}
        elif name != "near_miss":
            update[name] = text
    return part.model_copy(update=update) if update else part


def _order(field: str) -> tuple[str, int]:
    name, _, place = field.partition(".")
    return name, int(place) if place.isdigit() else 0


def _stripped(kind: str, name: str, part: Part) -> Part:
    bare = _emptied(kind, name, part, lambda _: True)
    if not isinstance(bare, (Code, Item)):
        return bare
    overrides = {
        variant: change.model_copy(
            update={f: None for f in FIELDS[kind] if f in type(change).model_fields}
        )
        for variant, change in bare.variant_overrides.items()
    }
    return bare.model_copy(update={"variant_overrides": overrides, "local_notes": ()})


def _filled(kind: str, name: str, part: Part) -> Part:
    return _emptied(kind, name, part, lambda text: text == OUTSIDE)


def _emptied(kind: str, name: str, part: Part, gone: Callable[[str], bool]) -> Part:
    """Return a part without the texts that are gone; a label gives way to the id."""
    update: dict[str, object] = {}
    for field in FIELDS[kind]:
        held = _texts(getattr(part, field))
        if not any(gone(text) for text in held.values()) and field != "label":
            continue
        left = {at: text for at, text in held.items() if not gone(text)}
        if field == "label":
            update[field] = left.get("") or (name if held else None)
        elif field == "definition" or (kind == "tie_rule" and field == "text"):
            update[field] = KEPT_OUTSIDE
        elif field == "anchors":
            update[field] = left
        else:
            update[field] = tuple(left.values()) if field in LISTS else None
    return part.model_copy(update=update) if update else part


def _texts(held: object) -> dict[str, str]:
    """Return the texts of a field by their place; a single text has the place ``""``."""
    if isinstance(held, NearMiss):
        return {"": held.text}
    if isinstance(held, Mapping):
        return dict(cast("Mapping[str, str]", held))
    if isinstance(held, tuple):
        return {str(n): text for n, text in enumerate(cast("tuple[str, ...]", held))}
    return {"": held} if isinstance(held, str) else {}
