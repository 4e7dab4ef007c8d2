"""Sheets as files: ratings made elsewhere, by hand or by a script, read and written.

A sheet file is YAML 1.2. It names session, rater, stage and rubric, and holds codings, ratings
and omissions; segments are named by their ids. What it holds becomes marks, so a sheet that was
taken in is audited like one that was rated on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict, Field

from ipt_fidelity.errors import Fault, Level, MarkError, SheetError, choose_from
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.sheet.completeness import check_value
from ipt_fidelity.sheet.mark import ATTRIBUTE_PREFIX, Mark, Perspective, Stage, Value
from ipt_fidelity.sheet.sheet import Absence
from ipt_fidelity.sheet.span import check_span
from ipt_fidelity.yaml_tree import YamlTree, checked, load

Scalar = str | int | float | bool
Finding = tuple[str, tuple[str | int, ...], str, str]
Entry = tuple[str, str, Value, tuple[str | int, ...]]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True)


class SheetIdentity(_Model):
    """What a written sheet is about.

    ``made_by`` is *person* or *author* for a sheet that somebody filled in, and *simulated* for
    one that a script made; ``simulation`` then says how.
    """

    session: str
    rater: str
    perspective: Perspective = Perspective.OBSERVER
    stage: Stage = Stage.INDEPENDENT
    rubric: str
    version: str
    made_by: Literal["person", "author", "simulated"] = "person"
    simulation: str = ""
    at: str | None = None


class _WrittenCoding(_Model):
    model_config = ConfigDict(strict=True, frozen=True, extra="allow", hide_input_in_errors=True)
    segment: str
    primary: str | None = None
    secondary: tuple[str, ...] = ()
    span: str | None = None
    uncertain: bool = False
    memo: str = ""


class _WrittenRating(_Model):
    item: str
    value: Scalar | tuple[str, ...] | None = None
    absence: Absence | None = None
    evidence_for: tuple[str, ...] = ()
    evidence_against: tuple[str, ...] = ()
    uncertain: bool = False
    memo: str = ""


class _WrittenOmission(_Model):
    code: str | None = None
    item: str | None = None
    place: str | None = None
    memo: str = ""


class _SheetFile(_Model):
    format: Literal["ipt-sheet/1"]
    sheet: SheetIdentity
    codings: tuple[_WrittenCoding, ...] = ()
    ratings: tuple[_WrittenRating, ...] = ()
    omissions: tuple[_WrittenOmission, ...] = Field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSheet:
    """A sheet as a file holds it, before a store knows it.

    Parameters
    ----------
    identity : SheetIdentity
        Session, rater, stage, rubric.
    marks : tuple of Mark
        What was entered, in the order of the file, as from client ``"file"``; a hand-in last.
    where : str
        Name of the file.
    lines : tuple of int
        Line of each mark in the file.
    """

    identity: SheetIdentity
    marks: tuple[Mark, ...]
    where: str
    lines: tuple[int, ...]


def parse_sheet(text: str, *, where: str, rubric: Rubric) -> WrittenSheet:
    """Read a sheet file and hold it against its rubric.

    Parameters
    ----------
    text : str
        Text of the file.
    where : str
        Name of the file, for faults.
    rubric : Rubric
        The rubric that the file names.

    Returns
    -------
    WrittenSheet
        Marks in the order of the file.

    Raises
    ------
    SheetError
        Carries every fault: another rubric or version, unknown codes, items, attributes or
        values, a segment or item twice, too many codes.
    """
    tree, faults = load(text, where=where)
    if tree is None:
        raise SheetError(faults)
    file, found = checked(_SheetFile, tree, where=where)
    faults += found
    if file is not None:
        faults += [_fault(finding, tree, where) for finding in _findings(file, rubric)]
    if faults or file is None:
        raise SheetError(faults)
    entries = list(_entries(file))
    at = None if file.sheet.at is None else datetime.fromisoformat(file.sheet.at).astimezone(UTC)
    return WrittenSheet(
        identity=file.sheet,
        where=where,
        marks=tuple(
            Mark(client="file", seq=number, target=target, field=field, value=value, at=at)
            for number, (target, field, value, _) in enumerate(entries, 1)
        ),
        lines=tuple(tree.line_of(path) for _, _, _, path in entries),
    )


def _fault(finding: Finding, tree: YamlTree, where: str) -> Fault:
    code, path, problem, mend = finding
    return Fault(
        level=Level.ERROR,
        code=code,
        problem=problem,
        where=f"{where}, line {tree.line_of(path)}",
        mend=mend,
    )


def _findings(file: _SheetFile, rubric: Rubric) -> Iterator[Finding]:
    named = (file.sheet.rubric, file.sheet.version)
    if named != (rubric.id, rubric.version):
        yield (
            "other_rubric",
            ("sheet", "rubric"),
            f"the sheet follows {named[0]} {named[1]}, not {rubric.id} {rubric.version}.",
            "Read it with the rubric that it names.",
        )
        return
    yield from _coding_findings(file, rubric)
    yield from _rating_findings(file, rubric)
    codes, items = [c.id for c in rubric.codes], [i.id for i in rubric.items]
    for place, omission in enumerate(file.omissions):
        path = ("omissions", place)
        if (omission.code is None) == (omission.item is None):
            yield ("odd_omission", path, "an omission names one code or one item.", "Name it.")
        yield from _unknown("code", omission.code, codes, path)
        yield from _unknown("item", omission.item, items, path)


def _coding_findings(file: _SheetFile, rubric: Rubric) -> Iterator[Finding]:
    codes = [code.id for code in rubric.codes]
    attributes = {part.id: part for part in rubric.attributes}
    seen: set[str] = set()
    for place, coding in enumerate(file.codings):
        path = ("codings", place)
        yield from _once(coding.segment, seen, path)
        yield from _unknown("code", coding.primary, codes, (*path, "primary"))
        for name in coding.secondary:
            yield from _unknown("code", name, codes, (*path, "secondary"))
        if len(coding.secondary) > rubric.assign.secondary.most:
            yield (
                "too_many_codes",
                path,
                f"{len(coding.secondary)} secondary codes are too many.",
                f"Keep {rubric.assign.secondary.most} at most.",
            )
        yield from _span_findings(coding, rubric, (*path, "span"))
        for name, value in (coding.model_extra or {}).items():
            if name not in attributes:
                yield from _unknown("attribute", name, list(attributes), (*path, name))
                continue
            allowed = attributes[name].values
            for one in _several(value) if allowed else ():
                if one not in allowed:
                    yield (
                        "off_scale",
                        (*path, name),
                        f"attribute '{name}' has no value {one!r}.",
                        f"Write one of: {', '.join(map(str, allowed))}.",
                    )


def _span_findings(
    coding: _WrittenCoding, rubric: Rubric, path: tuple[str | int, ...]
) -> Iterator[Finding]:
    if coding.span is not None and rubric.assign.span == "none":
        yield ("no_span", path, "the rubric marks no words.", "Leave 'span' out.")
    try:
        check_span(coding.span, where="")
    except MarkError as error:
        yield ("odd_span", path, error.problem, error.mend)


def _rating_findings(file: _SheetFile, rubric: Rubric) -> Iterator[Finding]:
    items = [item.id for item in rubric.items]
    seen: set[str] = set()
    for place, rating in enumerate(file.ratings):
        path = ("ratings", place)
        yield from _once(rating.item, seen, path)
        yield from _unknown("item", rating.item, items, (*path, "item"))
        yield from _off_scale(rubric, rating, items, path)
        if (rating.value is None) == (rating.absence is None):
            yield (
                "value_or_absence",
                path,
                f"item '{rating.item}' needs a value or an absence, and not both.",
                "Write 'value:' or 'absence:'.",
            )


def _off_scale(
    rubric: Rubric, rating: _WrittenRating, items: list[str], path: tuple[str | int, ...]
) -> Iterator[Finding]:
    if rating.item not in items:
        return
    try:
        check_value(rubric, rubric.item(rating.item), rating.value, where="")
    except MarkError as error:
        yield ("off_scale", path, error.problem, error.mend)


def _once(name: str, seen: set[str], path: tuple[str | int, ...]) -> Iterator[Finding]:
    if name in seen:
        yield ("twice", path, f"'{name}' stands twice.", "Keep one of the two.")
    seen.add(name)


def _unknown(
    kind: str, name: str | None, known: list[str], path: tuple[str | int, ...]
) -> Iterator[Finding]:
    if name is not None and name not in known:
        yield (
            f"unknown_{kind}",
            path,
            f"there is no {kind} '{name}' in the rubric.",
            choose_from(name, sorted(known), at_most=30),
        )


def _entries(file: _SheetFile) -> Iterator[Entry]:
    for place, coding in enumerate(file.codings):
        for field, value in _coding_fields(coding):
            yield f"segment:{coding.segment}", field, value, ("codings", place)
    for place, rating in enumerate(file.ratings):
        for field, value in _rating_fields(rating):
            yield f"item:{rating.item}", field, value, ("ratings", place)
    for place, omission in enumerate(file.omissions):
        target = f"code:{omission.code}" if omission.code else f"item:{omission.item}"
        yield target, "omission", omission.place or True, ("omissions", place)
    yield "sheet", "hand_in", True, ("sheet",)


def _coding_fields(coding: _WrittenCoding) -> Iterator[tuple[str, Value]]:
    yield "reading", "read"
    if coding.primary is not None:
        yield "primary", coding.primary
    if coding.secondary:
        yield "secondary", coding.secondary
    if coding.span is not None:
        yield "span", coding.span
    for name, value in (coding.model_extra or {}).items():
        yield ATTRIBUTE_PREFIX + name, _value(value)
    yield from _signs(coding)


def _rating_fields(rating: _WrittenRating) -> Iterator[tuple[str, Value]]:
    if rating.absence is not None:
        yield "absence", str(rating.absence)
    else:
        yield "value", rating.value
    if rating.evidence_for:
        yield "evidence_for", rating.evidence_for
    if rating.evidence_against:
        yield "evidence_against", rating.evidence_against
    yield from _signs(rating)


def _signs(written: _WrittenCoding | _WrittenRating) -> Iterator[tuple[str, Value]]:
    if written.uncertain:
        yield "uncertain", True
    if written.memo:
        yield "memo", written.memo


def _several(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else [value]


def _value(value: object) -> Value:
    if isinstance(value, (str, int, float, bool)):
        return value
    return tuple(str(part) for part in _several(value))
