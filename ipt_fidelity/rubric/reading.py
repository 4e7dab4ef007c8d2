"""From the text of a rubric file to a rubric, or to every fault at once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence

from ipt_fidelity.errors import Fault, Level, RubricError, choose_from
from ipt_fidelity.rubric.expressions import ExpressionError, names_in, parse
from ipt_fidelity.rubric.instrument import RubricFile, Select
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.yaml_tree import YamlTree, checked, load

DESK_KEYS = frozenset("egjkmnru")
SESSION_NAMES = frozenset({"phase", "phase_position", "variants", "session_index", "perspective"})
CODING_NAMES = frozenset({"status", "code", "family", "has_secondary_off"})
_POINTER = re.compile(r"\(([A-Z][A-Z0-9]{1,7}(?:, [A-Z][A-Z0-9]{1,7})*)\)")

Path = tuple[str | int, ...]
Finding = tuple[str, Path, str, str]


def read(text: str, *, where: str) -> Rubric:
    """Read a rubric.

    Parameters
    ----------
    text : str
        Text of the file, YAML 1.2.
    where : str
        Name of the file, for faults.

    Returns
    -------
    Rubric
        Checked as a whole.

    Raises
    ------
    RubricError
        Carries every fault of the file, each with line and path.
    """
    tree, faults = load(text, where=where)
    if tree is None:
        raise RubricError(faults)
    file, found = checked(RubricFile, tree, where=where)
    faults += found
    if file is not None:
        faults += [_fault(finding, tree, where) for finding in _findings(file)]
    if faults or file is None:
        raise RubricError(faults)
    return Rubric(file=file, text=text, sha256=content_hash(file))


def content_hash(file: RubricFile) -> str:
    """Return the hash of what a rubric says, whatever its layout and comments.

    Parameters
    ----------
    file : RubricFile
        A checked file.

    Returns
    -------
    str
        SHA-256 of the content in canonical JSON.
    """
    content = file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of a rubric file, for completion in editors.

    Returns
    -------
    dict
        Draft 2020-12, from the same models that read the file.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rubric file of ipt_fidelity, format ipt-rubric/1",
        **RubricFile.model_json_schema(by_alias=True),
    }


def _fault(finding: Finding, tree: YamlTree, where: str) -> Fault:
    code, path, problem, mend = finding
    dotted = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return Fault(
        level=Level.ERROR,
        code=code,
        problem=problem,
        where=f"{where}, line {tree.line_of(path)}, {dotted.lstrip('.')}",
        mend=mend,
    )


def _findings(file: RubricFile) -> Iterator[Finding]:
    yield from _identities(file)
    yield from _pointers(file)
    yield from _code_keys(file)
    yield from _scales(file)
    yield from _expressions(file)
    yield from _scoring(file)


def _twice(ids: Sequence[str], path: Path) -> Iterator[Finding]:
    for place, name in enumerate(ids):
        if name in ids[:place]:
            yield (
                "repeated_id",
                (*path, place, "id"),
                f"id '{name}' stands twice.",
                "Give each its own.",
            )


def _identities(file: RubricFile) -> Iterator[Finding]:
    if file.segment_layer is None and file.session_layer is None:
        yield (
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
    if session := file.session_layer:
        yield from _twice([item.id for item in session.items], ("session_layer", "items"))
    yield from _twice([gate.id for gate in file.scoring.gates], ("scoring", "gates"))


def _unknown(kind: str, name: str, known: Sequence[str], path: Path) -> Iterator[Finding]:
    if name not in known:
        yield (
            f"unknown_{kind.replace(' ', '_')}",
            path,
            f"there is no {kind} '{name}'.",
            choose_from(name, sorted(known), at_most=30),
        )


def _pointers(file: RubricFile) -> Iterator[Finding]:
    phases, variants = file.vocabulary.phases, file.vocabulary.variants
    if segment := file.segment_layer:
        families = [family.id for family in segment.families]
        codes = [code.id for code in segment.codes]
        for place, code in enumerate(segment.codes):
            here: Path = ("segment_layer", "codes", place)
            yield from _unknown("family", code.family, families, (*here, "family"))
            for kind, named in code.phases:
                for n, phase in enumerate(named):
                    yield from _unknown("phase", phase, phases, (*here, "phases", kind, n))
            for n, variant in enumerate(code.disabled_in_variants):
                yield from _unknown(
                    "variant", variant, variants, (*here, "disabled_in_variants", n)
                )
            if code.near_miss is not None:
                yield from _unknown(
                    "code", code.near_miss.code, codes, (*here, "near_miss", "code")
                )
            for n, text in enumerate(code.exclude):
                for pointer in _POINTER.findall(text):
                    for name in pointer.split(", "):
                        yield from _unknown("code", name, codes, (*here, "exclude", n))
        for n, pair in enumerate(segment.confusable):
            for m, name in enumerate(pair):
                yield from _unknown("code", name, codes, ("segment_layer", "confusable", n, m))
    if session := file.session_layer:
        items = [item.id for item in session.items]
        for place, item in enumerate(session.items):
            here = ("session_layer", "items", place)
            for n, phase in enumerate(item.phases):
                yield from _unknown("phase", phase, phases, (*here, "phases", n))
            for n, variant in enumerate(item.disabled_in_variants):
                yield from _unknown(
                    "variant", variant, variants, (*here, "disabled_in_variants", n)
                )
            for variant in item.variant_overrides:
                yield from _unknown(
                    "variant", variant, variants, (*here, "variant_overrides", variant)
                )
            if item.pair_of is not None:
                yield from _unknown("item", item.pair_of, items, (*here, "pair_of"))


def _code_keys(file: RubricFile) -> Iterator[Finding]:
    if file.segment_layer is None:
        return
    taken: dict[str, str] = {}
    named = [("families", n, f.id, f.key) for n, f in enumerate(file.segment_layer.families)]
    named += [("codes", n, c.id, c.key) for n, c in enumerate(file.segment_layer.codes)]
    for kind, place, name, key in named:
        if key is None:
            continue
        path: Path = ("segment_layer", kind, place, "key")
        free = "".join(c for c in "abcdfhilopqstvwxyz" if c not in taken)
        if key in DESK_KEYS:
            yield (
                "desk_key",
                path,
                f"key '{key}' is the desk's own.",
                f"Take one of: {', '.join(free)}.",
            )
        elif key in taken:
            yield (
                "repeated_key_letter",
                path,
                f"key '{key}' is that of {taken[key]} already.",
                f"Take one of: {', '.join(free)}." if free else "Leave the key out.",
            )
        taken.setdefault(key, name)


def _scales(file: RubricFile) -> Iterator[Finding]:
    if file.session_layer is None:
        return
    scales = file.session_layer.scales
    for name, scale in scales.items():
        if scale.labels and len(scale.labels) != len(scale.values):
            yield (
                "labels_not_values",
                ("session_layer", "scales", name, "labels"),
                f"{len(scale.labels)} labels stand beside {len(scale.values)} values.",
                "Give each value one label, in order.",
            )
    for place, item in enumerate(file.session_layer.items):
        here: Path = ("session_layer", "items", place)
        if item.scale is not None:
            yield from _unknown("scale", item.scale, list(scales), (*here, "scale"))
        elif item.type is None:
            yield (
                "no_scale",
                here,
                f"item '{item.id}' has neither a scale nor a type.",
                "Add 'scale:' with the name of a scale, or 'type:'.",
            )
        scale = scales.get(item.scale or "")
        values = [str(v) for v in (scale.values if scale else item.values)]
        for anchor in item.anchors if values else ():
            if anchor not in values:
                yield (
                    "anchor_off_scale",
                    (*here, "anchors", anchor),
                    f"anchor {anchor} lies outside the scale of '{item.id}'.",
                    f"Write one of: {', '.join(values)}.",
                )
        for n, value in enumerate(item.evidence_for if values else ()):
            if str(value) not in values:
                yield (
                    "evidence_off_scale",
                    (*here, "evidence_for", n),
                    f"evidence is asked for {value}, which is no value of '{item.id}'.",
                    f"Write one of: {', '.join(values)}.",
                )


def _condition(text: str | None, known: frozenset[str], path: Path) -> Iterator[Finding]:
    if text is None:
        return
    try:
        unknown = sorted(names_in(parse(text)) - known)
    except ExpressionError as error:
        yield (
            "bad_expression",
            path,
            f"the condition cannot be read: {error.where}, {error.problem}",
            error.mend,
        )
        return
    for name in unknown:
        yield (
            "unknown_name",
            path,
            f"the condition names '{name}', which is not known here.",
            choose_from(name, sorted(known), at_most=30),
        )


def _expressions(file: RubricFile) -> Iterator[Finding]:
    if segment := file.segment_layer:
        attributes = frozenset(part.id for part in segment.attributes)
        known = SESSION_NAMES | CODING_NAMES | attributes
        for place, part in enumerate(segment.attributes):
            yield from _condition(
                part.ask_if, known, ("segment_layer", "attributes", place, "ask_if")
            )
        for place, code in enumerate(segment.codes):
            for n, rule in enumerate(code.status_rules):
                path = ("segment_layer", "codes", place, "status_rules", n, "when")
                yield from _condition(rule.when, known, path)
    if session := file.session_layer:
        known = SESSION_NAMES | {item.id for item in session.items}
        for place, item in enumerate(session.items):
            for name in ("applies_if", "na_if", "no_opportunity_if"):
                path = ("session_layer", "items", place, name)
                yield from _condition(getattr(item, name), known, path)


def _scoring(file: RubricFile) -> Iterator[Finding]:
    scoring = file.scoring
    scores = frozenset(scoring.scores)
    thresholds = frozenset(scoring.thresholds)
    gates = frozenset(gate.id for gate in scoring.gates)
    known = SESSION_NAMES | scores | thresholds | gates | {f"{name}_scorable" for name in scores}
    for name in sorted(scores & thresholds | scores & gates | thresholds & gates):
        yield (
            "ambiguous_name",
            ("scoring",),
            f"'{name}' names two of score, threshold and gate.",
            "Rename one of them.",
        )
    for name, score in scoring.scores.items():
        here: Path = ("scoring", "scores", name)
        yield from _selected(file, score.items, (*here, "items"))
        yield from _condition(score.formula, scores | thresholds, (*here, "formula"))
    for place, gate in enumerate(scoring.gates):
        here = ("scoring", "gates", place)
        yield from _selected(file, gate.every, (*here, "every"))
        if isinstance(gate.at_least, str):
            yield from _unknown("threshold", gate.at_least, sorted(thresholds), (*here, "at_least"))
        if gate.score is not None:
            yield from _unknown("score", gate.score, sorted(scores), (*here, "score"))
    for group, verdicts in scoring.verdicts.items():
        for place, verdict in enumerate(verdicts):
            path = ("scoring", "verdicts", group, place, "when")
            yield from _condition(verdict.when, known, path)


def _selected(file: RubricFile, select: Select | None, path: Path) -> Iterator[Finding]:
    if select is None:
        return
    items = file.session_layer.items if file.session_layer else ()
    for n, name in enumerate(select.ids):
        yield from _unknown("item", name, [item.id for item in items], (*path, "ids", n))
    if not any(selects(select, item.construct_, item.subscale, item.id) for item in items):
        yield (
            "empty_selection",
            path,
            "no item is selected.",
            "Name a construct, a subscale or ids that the items have.",
        )


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
