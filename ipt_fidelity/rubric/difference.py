"""What changed between two versions of a rubric, and what it does to old ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ipt_fidelity.rubric.history import Change
from ipt_fidelity.rubric.instrument import Attribute, Code, Family, Item
from ipt_fidelity.rubric.migration import change_of
from ipt_fidelity.rubric.past import version_order
from ipt_fidelity.rubric.rubric import Rubric, scale_of


class Effect(StrEnum):
    """What a change does to marks that were made under the older version."""

    NONE = "none"
    REWORDED = "reworded"
    ROLLED_UP = "rolled_up"
    RESOLVED_ANEW = "resolved_anew"
    SCORED_ANEW = "scored_anew"
    AGREED_ANEW = "agreed_anew"
    ASKED_OTHERWISE = "asked_otherwise"
    ADDED = "added"
    CARRIED = "carried"
    SPLIT = "split"
    RETIRED = "retired"
    LOST = "lost"
    RATE_AGAIN = "rate_again"
    OTHER = "other"


SAID: Mapping[Effect, str] = MappingProxyType(
    {
        Effect.NONE: "Old marks stay as they are.",
        Effect.REWORDED: "Old marks stay readable; they answered another wording.",
        Effect.ROLLED_UP: "Old codings keep their code and count to another family.",
        Effect.RESOLVED_ANEW: "Old codings keep their code and may resolve to another status.",
        Effect.SCORED_ANEW: "Old ratings stay; scores and verdicts come out anew.",
        Effect.AGREED_ANEW: "Old marks stay; agreement is computed otherwise.",
        Effect.ASKED_OTHERWISE: "Old sheets may lack it, or answer what is no longer asked.",
        Effect.ADDED: "Old sheets lack it.",
        Effect.CARRIED: "Old marks are read under the new id.",
        Effect.SPLIT: "Old marks cannot be told apart: a person codes or rates again.",
        Effect.RETIRED: "Old marks stay readable; nothing new is entered.",
        Effect.LOST: "Old marks lose their meaning: say under 'migration:' what became of it, "
        "or keep it with 'retired: true'.",
        Effect.RATE_AGAIN: "Old ratings lie on another scale: rate again, or keep the old version.",
        Effect.OTHER: "Old sheets name another instrument.",
    }
)  # fmt: skip

_STATED: Mapping[str, Effect] = MappingProxyType(
    {"renamed": Effect.CARRIED, "merged": Effect.CARRIED, "split": Effect.SPLIT,
     "retired": Effect.RETIRED}
)  # fmt: skip
_WORDS = frozenset(
    {"label", "text", "help", "anchors", "definition", "include", "exclude", "example",
     "near_miss", "rule"}
)  # fmt: skip
_CODE: Mapping[str, Effect] = MappingProxyType(
    {"family": Effect.ROLLED_UP, "status": Effect.RESOLVED_ANEW,
     "status_rules": Effect.RESOLVED_ANEW, "phases": Effect.NONE, "specificity": Effect.NONE,
     "key": Effect.NONE, "cues": Effect.NONE, "only_in_variants": Effect.ASKED_OTHERWISE,
     "disabled_in_variants": Effect.ASKED_OTHERWISE, "variant_overrides": Effect.REWORDED}
)  # fmt: skip
_ITEM: Mapping[str, Effect] = MappingProxyType(
    {"construct_": Effect.SCORED_ANEW, "subscale": Effect.SCORED_ANEW,
     "reverse": Effect.SCORED_ANEW, "essential": Effect.SCORED_ANEW,
     "discriminating": Effect.NONE, "adaptable": Effect.NONE, "pair_of": Effect.NONE,
     "parallel_to": Effect.NONE, "unit": Effect.RATE_AGAIN, "phases": Effect.ASKED_OTHERWISE,
     "applies_if": Effect.ASKED_OTHERWISE, "na_if": Effect.ASKED_OTHERWISE,
     "no_opportunity_if": Effect.ASKED_OTHERWISE, "evidence_for": Effect.ASKED_OTHERWISE,
     "perspectives": Effect.ASKED_OTHERWISE, "only_in_variants": Effect.ASKED_OTHERWISE,
     "disabled_in_variants": Effect.ASKED_OTHERWISE, "max": Effect.ASKED_OTHERWISE,
     "variant_overrides": Effect.SCORED_ANEW, "agreement": Effect.AGREED_ANEW}
)  # fmt: skip
_ATTRIBUTE: Mapping[str, Effect] = MappingProxyType(
    {"type": Effect.RATE_AGAIN, "values": Effect.RATE_AGAIN, "multiple": Effect.RATE_AGAIN,
     "labels": Effect.REWORDED, "ask_if": Effect.ASKED_OTHERWISE, "optional": Effect.NONE,
     "variant_values": Effect.ASKED_OTHERWISE}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that changed.

    Parameters
    ----------
    what : str
        The part and what changed of it, for example ``"item A2: anchors"``; never a wording.
    effect : Effect
        What it does to marks made under the older version.
    """

    what: str
    effect: Effect

    def __str__(self) -> str:
        return f"{self.what}. {SAID[self.effect]}"


def diff(old: Rubric, new: Rubric) -> tuple[Difference, ...]:
    """Compare two versions of a rubric.

    Parameters
    ----------
    old, new : Rubric
        The older and the newer version; both with, or both without the wording of a pack.

    Returns
    -------
    tuple of Difference
        In the order of the file; empty where both say the same. A change without an effect on
        old marks is told, too.
    """
    return tuple(_differences(old, new))


def _differences(old: Rubric, new: Rubric) -> Iterator[Difference]:
    if old.sha256 == new.sha256:
        return
    if old.id != new.id:
        yield Difference(what=f"rubric {old.id} became {new.id}", effect=Effect.OTHER)
    elif version_order(new.version) <= version_order(old.version):
        said = f"version {new.version} does not lie after {old.version}, and the content differs"
        yield Difference(what=said, effect=Effect.OTHER)
    yield from _vocabulary(old, new)
    yield from _parts("family", _families(old), _families(new), {}, old, new)
    yield from _parts("attribute", _attributes(old), _attributes(new), _ATTRIBUTE, old, new)
    yield from _parts("code", _codes(old), _codes(new), _CODE, old, new)
    yield from _scales(old, new)
    yield from _parts("item", _items(old), _items(new), _ITEM, old, new)
    yield from _rest(old, new)


def _codes(rubric: Rubric) -> dict[str, Code]:
    return {code.id: code for code in rubric.codes}


def _items(rubric: Rubric) -> dict[str, Item]:
    return {item.id: item for item in rubric.items}


def _families(rubric: Rubric) -> dict[str, Family]:
    return {family.id: family for family in rubric.families}


def _attributes(rubric: Rubric) -> dict[str, Attribute]:
    return {part.id: part for part in rubric.attributes}


def _vocabulary(old: Rubric, new: Rubric) -> Iterator[Difference]:
    before, after = old.file.vocabulary, new.file.vocabulary
    for name in ("phases", "phase_positions", "problem_areas", "variants", "modalities"):
        was: tuple[str, ...] = getattr(before, name)
        now: tuple[str, ...] = getattr(after, name)
        said = name.replace("_", " ")
        for word in was:
            if word not in now:
                yield Difference(what=f"vocabulary: {said} lose '{word}'", effect=Effect.LOST)
        for word in now:
            if word not in was:
                yield Difference(what=f"vocabulary: {said} gain '{word}'", effect=Effect.NONE)
        if was != now and {*was} == {*now}:
            yield Difference(what=f"vocabulary: order of {said}", effect=Effect.NONE)
    if old.assign != new.assign:
        effect = Effect.ASKED_OTHERWISE
        yield Difference(what="segment layer: what a segment is assigned", effect=effect)


def _parts(
    kind: str,
    before: Mapping[str, Code | Item | Family | Attribute],
    after: Mapping[str, Code | Item | Family | Attribute],
    effects: Mapping[str, Effect],
    old: Rubric,
    new: Rubric,
) -> Iterator[Difference]:
    brought = {
        name
        for migration in new.file.migration
        for change in migration.changes
        for name in change.became
        if migration.since == old.version
    }
    for name, part in before.items():
        told = _fate(kind, name, part, after.get(name), old, new)
        if told is not None:
            yield told
        elif name in after:
            yield from _fields(kind, part, after[name], effects, old, new)
    for name in after.keys() - before.keys() - brought:
        yield Difference(what=f"{kind} {name}: new", effect=Effect.ADDED)


def _fate(
    kind: str,
    name: str,
    was: Code | Item | Family | Attribute,
    now: Code | Item | Family | Attribute | None,
    old: Rubric,
    new: Rubric,
) -> Difference | None:
    """Return what became of a part as a whole; None where it goes on under its id."""
    change = _change(kind, name, old, new)
    if change is not None and change.kind in _STATED:
        named = f", now {' and '.join(change.became)}" if change.became else ""
        return Difference(what=f"{kind} {name}: {change.kind}{named}", effect=_STATED[change.kind])
    if now is None:
        return Difference(what=f"{kind} {name}: gone", effect=Effect.LOST)
    if getattr(now, "retired", False) and not getattr(was, "retired", False):
        return Difference(what=f"{kind} {name}: retired", effect=Effect.RETIRED)
    if getattr(was, "retired", False) and not getattr(now, "retired", False):
        return Difference(what=f"{kind} {name}: in use again", effect=Effect.ADDED)
    return None


def _change(kind: str, name: str, old: Rubric, new: Rubric) -> Change | None:
    if kind == "code":
        return change_of(new, "code", name, since=old.version)
    return change_of(new, "item", name, since=old.version) if kind == "item" else None


def _fields(
    kind: str,
    was: Code | Item | Family | Attribute,
    now: Code | Item | Family | Attribute,
    effects: Mapping[str, Effect],
    old: Rubric,
    new: Rubric,
) -> Iterator[Difference]:
    change = _change(kind, was.id, old, new)
    same_meaning = change is not None and (change.rescore or change.kind == "unchanged")
    reworded = Effect.NONE if same_meaning else Effect.REWORDED
    changed = [f for f in type(was).model_fields if getattr(was, f) != getattr(now, f)]
    words = [field for field in changed if field in _WORDS]
    if words:
        yield Difference(what=f"{kind} {was.id}: {', '.join(words)}", effect=reworded)
    for field in changed:
        if field in effects:
            said = f"{kind} {was.id}: {field.rstrip('_').replace('_', ' ')}"
            yield Difference(what=said, effect=effects[field])
    if isinstance(was, Item) and isinstance(now, Item):
        before, after = scale_of(old, was), scale_of(new, now)
        if (before.type, before.values, before.range) != (after.type, after.values, after.range):
            yield Difference(what=f"item {was.id}: values", effect=Effect.RATE_AGAIN)


def _scales(old: Rubric, new: Rubric) -> Iterator[Difference]:
    for name, scale in old.scales.items():
        if name in new.scales and scale.labels != new.scales[name].labels:
            yield Difference(what=f"scale {name}: labels", effect=Effect.REWORDED)


def _rest(old: Rubric, new: Rubric) -> Iterator[Difference]:
    before, after = old.scoring, new.scoring
    named: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("threshold", before.thresholds, after.thresholds),
        ("score", before.scores, after.scores),
        ("gate", {gate.id: gate for gate in before.gates}, {gate.id: gate for gate in after.gates}),
        ("verdicts", before.verdicts, after.verdicts),
    )
    for kind, was, now in named:
        for name in [*was, *(name for name in now if name not in was)]:
            if was.get(name) != now.get(name):
                how = "new" if name not in was else "changed" if name in now else "gone"
                yield Difference(what=f"{kind} {name}: {how}", effect=Effect.SCORED_ANEW)
    if before.round != after.round:
        yield Difference(what="rounding of scores", effect=Effect.SCORED_ANEW)
    if before.levels != after.levels:
        yield Difference(what="levels of aggregation", effect=Effect.SCORED_ANEW)
    if old.agreement != new.agreement:
        yield Difference(what="declared statistics", effect=Effect.AGREED_ANEW)
    for name in ("display", "blinding", "translations"):
        if getattr(old.file, name) != getattr(new.file, name):
            yield Difference(what=name, effect=Effect.NONE)
