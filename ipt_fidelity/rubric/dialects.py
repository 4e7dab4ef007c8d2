"""A variant in a file of its own: what it adds, drops, relabels and flips of a rubric.

The rubric's file stays as it is. The file of a variant names it, and the two together are a new
instrument with a version and a hash of its own, in which the variant is declared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints

from ipt_fidelity.errors import Fault, Level, RubricError
from ipt_fidelity.rubric.finding import Finding, Path, dotted, told, unknown
from ipt_fidelity.rubric.instrument import (
    Code,
    CodeOverride,
    Item,
    Override,
    RubricFile,
    StatusRule,
)
from ipt_fidelity.rubric.kinds import Id, Model, Status, Text
from ipt_fidelity.rubric.reading import findings, read
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.yaml_tree import checked, load

Part = TypeVar("Part", Code, Item)


class VariantOf(Model):
    """The rubric that a variant changes."""

    id: Text
    version: Text
    sha256: str | None = None


class Dropped(Model):
    """What is not asked in the variant."""

    codes: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()


class CodeChange(CodeOverride):
    """What the variant changes of a code."""

    status: Status | None = None


class Changed(Model):
    """What the variant says otherwise."""

    codes: Mapping[str, CodeChange] = Field(default_factory=dict)
    items: Mapping[str, Override] = Field(default_factory=dict)


class Added(Model):
    """What is asked in the variant only."""

    codes: tuple[Code, ...] = ()
    items: tuple[Item, ...] = ()


class VariantFile(Model):
    """A whole file of a variant."""

    format: Literal["ipt-rubric-variant/1"]
    of: VariantOf
    variant: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+-[a-z0-9.]+$")]
    title: Text
    drop: Dropped = Field(default_factory=Dropped)
    change: Changed = Field(default_factory=Changed)
    add: Added = Field(default_factory=Added)


def with_variant(rubric: Rubric, text: str, *, where: str) -> Rubric:
    """Return a rubric to which a file adds a variant.

    Parameters
    ----------
    rubric : Rubric
        As read from its own file.
    text : str
        Text of the variant's file, YAML 1.2.
    where : str
        Name of the variant's file, for faults.

    Returns
    -------
    Rubric
        With the variant in its vocabulary, and the version that the variant's file states. In
        sessions that do not declare the variant nothing is changed. Its ``text`` can be read
        again without either file.

    Raises
    ------
    RubricError
        The file is for another rubric, names what is not there, or makes a rubric with faults.
    """
    tree, faults = load(text, where=where)
    if tree is None:
        raise RubricError(faults)
    variant, found = checked(VariantFile, tree, where=where)
    faults += found
    if variant is not None:
        faults += [told(f, tree, where=where) for f in _findings(rubric, variant)]
    if faults or variant is None:
        raise RubricError(faults)
    file = _joined(_structure(rubric), variant)
    faults = [
        Fault(
            level=Level.ERROR,
            code=finding.code,
            problem=finding.problem,
            where=f"{where}, joined to {rubric.id} {rubric.version}, {dotted(finding.path)}",
            mend=finding.mend,
        )
        for finding in findings(file)
    ]
    if faults:
        raise RubricError(faults)
    content = file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return read(json.dumps(content, ensure_ascii=False, indent=1), where=where)


def variant_json_schema() -> dict[str, object]:
    """Return the JSON Schema of the file of a variant.

    Returns
    -------
    dict
        Draft 2020-12, from the same models that read the file.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Variant of a rubric of ipt_fidelity, format ipt-rubric-variant/1",
        **VariantFile.model_json_schema(by_alias=True),
    }


def _structure(rubric: Rubric) -> RubricFile:
    """Return the rubric as written, before words of a pack were put in."""
    tree, faults = load(rubric.text, where=rubric.id)
    file = checked(RubricFile, tree, where=rubric.id)[0] if tree is not None else None
    if file is None:
        raise RubricError(faults)
    return file


def _findings(rubric: Rubric, variant: VariantFile) -> Iterator[Finding]:
    of = variant.of
    if (of.id, of.version) != (rubric.id, rubric.version) or of.sha256 not in {
        None,
        rubric.sha256,
    }:
        yield Finding(
            "variant_of_another",
            ("of",),
            f"the variant is for {of.id} {of.version}, not for this {rubric.id} {rubric.version}.",
            "Take the rubric that it names, or look through the variant and correct 'of:'.",
        )
    if not variant.version.startswith(f"{rubric.version}-"):
        yield Finding(
            "version_of_another",
            ("version",),
            f"version {variant.version} does not begin with that of the rubric.",
            f"Write for example {rubric.version}-{variant.variant.lower().replace('_', '.')}.1.",
        )
    if variant.variant in rubric.variants:
        yield Finding(
            "variant_there",
            ("variant",),
            f"the rubric has a variant '{variant.variant}' already.",
            "Take another name.",
        )
    codes, items = [code.id for code in rubric.codes], [item.id for item in rubric.items]
    for kind, known in (("code", codes), ("item", items)):
        dropped: tuple[str, ...] = getattr(variant.drop, f"{kind}s")
        changed: Mapping[str, object] = getattr(variant.change, f"{kind}s")
        added: tuple[Code | Item, ...] = getattr(variant.add, f"{kind}s")
        for n, name in enumerate(dropped):
            yield from unknown(kind, name, known, ("drop", f"{kind}s", n))
        for name in changed:
            yield from unknown(kind, name, known, ("change", f"{kind}s", name))
        for n, part in enumerate(added):
            if part.id in known:
                path: Path = ("add", f"{kind}s", n, "id")
                problem = f"the rubric has a {kind} '{part.id}' already."
                yield Finding("repeated_id", path, problem, "Take another id, or change that one.")
    if (variant.add.codes and not codes) or (variant.add.items and not items):
        yield Finding(
            "no_such_layer",
            ("add",),
            "the variant adds to a layer that the rubric does not have.",
            "Write a rubric of its own.",
        )


def _joined(file: RubricFile, variant: VariantFile) -> RubricFile:
    name = variant.variant
    identity = file.rubric.model_copy(update={"version": variant.version, "title": variant.title})
    words = file.vocabulary.model_copy(update={"variants": (*file.vocabulary.variants, name)})
    update: dict[str, object] = {"rubric": identity, "vocabulary": words}
    if segment := file.segment_layer:
        codes = [_code(code, variant) for code in segment.codes]
        added = [_only_in(code, name) for code in variant.add.codes]
        update["segment_layer"] = segment.model_copy(update={"codes": (*codes, *added)})
    if session := file.session_layer:
        items = [_item(item, variant) for item in session.items]
        added_items = [_only_in(item, name) for item in variant.add.items]
        update["session_layer"] = session.model_copy(update={"items": (*items, *added_items)})
    return file.model_copy(update=update)


def _code(code: Code, variant: VariantFile) -> Code:
    name, update = variant.variant, dict[str, object]()
    if code.id in variant.drop.codes:
        update["disabled_in_variants"] = (*code.disabled_in_variants, name)
    change = variant.change.codes.get(code.id)
    if change is not None:
        said = CodeOverride.model_validate(change.model_dump(exclude={"status"}))
        update["variant_overrides"] = {**code.variant_overrides, name: said}
        if change.status is not None:
            rule = StatusRule(when=f"'{name}' in variants", status=change.status)
            update["status_rules"] = (*code.status_rules, rule)
    return code.model_copy(update=update) if update else code


def _item(item: Item, variant: VariantFile) -> Item:
    name, update = variant.variant, dict[str, object]()
    if item.id in variant.drop.items:
        update["disabled_in_variants"] = (*item.disabled_in_variants, name)
    change = variant.change.items.get(item.id)
    if change is not None:
        update["variant_overrides"] = {**item.variant_overrides, name: change}
    return item.model_copy(update=update) if update else item


def _only_in(part: Part, name: str) -> Part:
    return part.model_copy(update={"only_in_variants": (name,)})
