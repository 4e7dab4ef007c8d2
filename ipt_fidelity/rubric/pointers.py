"""Whether every id stands once, and every name in a rubric names something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ipt_fidelity.rubric.finding import Finding, Path, unknown
from ipt_fidelity.rubric.instrument import Code, Item, RubricFile, SegmentLayer, SessionLayer
from ipt_fidelity.rubric.kinds import ItemType

HIDABLE = (
    "arm", "case", "client_group", "flags", "masking", "number", "other_raters", "outcome",
    "problem_area", "site", "source", "therapist",
)  # fmt: skip
HELD_BACK = ("flags", "scores")
_POINTER = re.compile(r"\(([A-Z][A-Z0-9]{1,7}(?:(?:, | or )[A-Z][A-Z0-9]{1,7})*)\)")
_BETWEEN = re.compile(r", | or ")


def identities(file: RubricFile) -> Iterator[Finding]:
    """Find ids that stand twice, and a rubric without content.

    Parameters
    ----------
    file : RubricFile
        A file that the models take.

    Yields
    ------
    Finding
        Each with its path.
    """
    if file.segment_layer is None and file.session_layer is None:
        yield Finding(
            "no_layer",
            (),
            "the rubric has neither codes nor items.",
            "Add 'segment_layer:' or 'session_layer:'.",
        )
    if segment := file.segment_layer:
        base: Path = ("segment_layer",)
        yield from _twice([code.id for code in segment.codes], (*base, "codes"))
        yield from _twice([family.id for family in segment.families], (*base, "families"))
        yield from _twice([part.id for part in segment.attributes], (*base, "attributes"))
        yield from _twice([rule.id for rule in segment.tie_rules], (*base, "tie_rules"))
    if session := file.session_layer:
        yield from _twice([item.id for item in session.items], ("session_layer", "items"))
    yield from _twice([gate.id for gate in file.scoring.gates], ("scoring", "gates"))
    for group, verdicts in file.scoring.verdicts.items():
        yield from _twice([v.id for v in verdicts], ("scoring", "verdicts", group))


def pointers(file: RubricFile) -> Iterator[Finding]:
    """Find names of families, codes, items, phases, variants and scales that name nothing.

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
        yield from _in_codes(file, segment)
        yield from _in_attributes(file, segment)
    if session := file.session_layer:
        for place, item in enumerate(session.items):
            yield from _in_item(file, session, item, ("session_layer", "items", place))
    yield from _around(file)


def _twice(ids: Sequence[str], path: Path) -> Iterator[Finding]:
    for place, name in enumerate(ids):
        if name in ids[:place]:
            yield Finding(
                "repeated_id",
                (*path, place, "id"),
                f"id '{name}' stands twice.",
                "Give each its own.",
            )


def _each(kind: str, names: Iterable[str], known: Sequence[str], path: Path) -> Iterator[Finding]:
    for place, name in enumerate(names):
        yield from unknown(kind, name, known, (*path, place))


def _in_variants(file: RubricFile, part: Code | Item, here: Path) -> Iterator[Finding]:
    variants = file.vocabulary.variants
    only, never = part.only_in_variants, part.disabled_in_variants
    yield from _each("variant", only, variants, (*here, "only_in_variants"))
    yield from _each("variant", never, variants, (*here, "disabled_in_variants"))
    for variant in part.variant_overrides:
        yield from unknown("variant", variant, variants, (*here, "variant_overrides", variant))
    for variant in sorted({*only} & {*never}):
        yield Finding(
            "variant_both",
            (*here, "disabled_in_variants"),
            f"'{part.id}' is added and dropped by variant '{variant}'.",
            "Name the variant in one of 'only_in_variants' and 'disabled_in_variants'.",
        )


def _in_codes(file: RubricFile, segment: SegmentLayer) -> Iterator[Finding]:
    families = [family.id for family in segment.families]
    codes = [code.id for code in segment.codes]
    for place, code in enumerate(segment.codes):
        here: Path = ("segment_layer", "codes", place)
        yield from unknown("family", code.family, families, (*here, "family"))
        yield from _phases_of(file, code, here)
        yield from _in_variants(file, code, here)
        if code.near_miss is not None:
            yield from unknown("code", code.near_miss.code, codes, (*here, "near_miss", "code"))
        for n, text in enumerate(code.exclude):
            for pointer in _POINTER.findall(text):
                for name in _BETWEEN.split(pointer):
                    yield from unknown("code", name, codes, (*here, "exclude", n))
    for n, pair in enumerate(segment.confusable):
        yield from _each("code", pair, codes, ("segment_layer", "confusable", n))


def _phases_of(file: RubricFile, code: Code, here: Path) -> Iterator[Finding]:
    seen: set[str] = set()
    for kind in ("expected", "allowed", "odd"):
        named: tuple[str, ...] = getattr(code.phases, kind)
        yield from _each("phase", named, file.vocabulary.phases, (*here, "phases", kind))
        for n, phase in enumerate(named):
            if phase in seen:
                yield Finding(
                    "phase_twice",
                    (*here, "phases", kind, n),
                    f"phase '{phase}' of code '{code.id}' stands twice.",
                    "Let it stand once: expected, allowed or odd.",
                )
            seen.add(phase)


def _in_attributes(file: RubricFile, segment: SegmentLayer) -> Iterator[Finding]:
    for place, part in enumerate(segment.attributes):
        here: Path = ("segment_layer", "attributes", place, "variant_values")
        for value, variants in part.variant_values.items():
            yield from unknown("value", value, [str(v) for v in part.values], (*here, value))
            yield from _each("variant", variants, file.vocabulary.variants, (*here, value))


def _in_item(file: RubricFile, session: SessionLayer, item: Item, here: Path) -> Iterator[Finding]:
    others = [other.id for other in session.items if other.id != item.id]
    phases = file.vocabulary.phases
    yield from _each("phase", item.phases, phases, (*here, "phases"))
    yield from _in_variants(file, item, here)
    if item.scale is not None:
        yield from unknown("scale", item.scale, list(session.scales), (*here, "scale"))
    if item.pair_of is not None:
        yield from unknown("item", item.pair_of, others, (*here, "pair_of"))
    if item.parallel_to is not None:
        yield from unknown("item", item.parallel_to, others, (*here, "parallel_to"))
    for variant, change in item.variant_overrides.items():
        there: Path = (*here, "variant_overrides", variant)
        yield from _each("phase", change.phases or (), phases, (*there, "phases"))
        if change.scale is not None:
            yield from unknown("scale", change.scale, list(session.scales), (*there, "scale"))


def _around(file: RubricFile) -> Iterator[Finding]:
    items = [item.id for item in file.session_layer.items] if file.session_layer else []
    codes = [code.id for code in file.segment_layer.codes] if file.segment_layer else []
    display, blinding = file.display, file.blinding
    yield from _in_order("code", display.order.codes, codes)
    yield from _in_order("item", display.order.items, items)
    yield from _each("item", display.ask_before_scores, items, ("display", "ask_before_scores"))
    held: Path = ("display", "hide_until_done")
    yield from _each("thing to hold back", display.hide_until_done, HELD_BACK, held)
    yield from _each("item", blinding.guess, items, ("blinding", "guess"))
    yield from _each("field to hide", blinding.hide, HIDABLE, ("blinding", "hide"))
    rated = ("codes", "families", *ItemType)
    for kind in file.agreement:
        yield from unknown("kind of rating", kind, rated, ("agreement", kind))
    wanted = file.scoring.levels.case.least_in_phase
    for phase in wanted:
        path: Path = ("scoring", "levels", "case", "least_in_phase", phase)
        yield from unknown("phase", phase, file.vocabulary.phases, path)


def _in_order(kind: str, names: Sequence[str], known: Sequence[str]) -> Iterator[Finding]:
    path: Path = ("display", "order", f"{kind}s")
    yield from _each(kind, names, known, path)
    for place, name in enumerate(names):
        if name in names[:place]:
            yield Finding(
                "shown_twice",
                (*path, place),
                f"{kind} '{name}' stands twice in the order.",
                "Let it stand once.",
            )
