"""Everything that a page with several sheets of one session needs, and what of it travels."""

from __future__ import annotations

from dataclasses import dataclass

from ipt_fidelity.sheet.completeness import ResolvedRating, resolve_ratings
from ipt_fidelity.sheet.mark import Value
from ipt_fidelity.sheet.sheet import Coding, Sheet
from ipt_fidelity.sheet.status import resolve_status
from ipt_fidelity.widgets.coding_desk.codebook import page_of as desk_page_of
from ipt_fidelity.widgets.coding_desk.snapshot import Snapshot
from ipt_fidelity.widgets.comparison.differing import (
    Difference,
    item_differences,
    segment_differences,
)
from ipt_fidelity.widgets.talking import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Several sheets of one session before one reader.

    Parameters
    ----------
    snapshot : Snapshot
        Words, cut and rubric; where decisions are taken also the sheet that holds them.
    sheets : tuple of Sheet
        The sheets that are compared, two or more, each handed in.
    waiting : tuple of str
        Raters whose sheet is not handed in, and so is not shown.
    """

    snapshot: Snapshot
    sheets: tuple[Sheet, ...]
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that raters agree or differ on.

    Parameters
    ----------
    kind : str
        ``"segment"``, ``"item"`` or ``"omission"``.
    target : str
        What a mark on it names.
    differences : tuple of Difference
        Empty where all agree.
    """

    kind: str
    target: str
    differences: tuple[Difference, ...]


def points_of(compared: Compared) -> tuple[Point, ...]:
    """List everything that raters can differ on, as it stands in the session.

    Parameters
    ----------
    compared : Compared
        The sheets.

    Returns
    -------
    tuple of Point
        Segments, items, and omissions that at least one rater marked.
    """
    seen, sheets = compared.snapshot, compared.sheets
    points = [
        Point(
            kind="segment",
            target=f"segment:{segment.id}",
            differences=segment_differences(
                seen.rubric, seen.circumstances, [_coding(sheet, segment.id) for sheet in sheets]
            ),
        )
        for segment in seen.segments
    ]
    rated = [resolve_ratings(seen.rubric, sheet, seen.circumstances) for sheet in sheets]
    for ratings in zip(*rated, strict=True):
        target = f"item:{ratings[0].item.id}"
        points.append(Point(kind="item", target=target, differences=item_differences(ratings)))
    codes = {code.id for code in seen.rubric.codes}
    for what in sorted({name for sheet in sheets for name in sheet.omissions}):
        agreed = all(what in sheet.omissions for sheet in sheets)
        layer = "code" if what in codes else "item"
        differences = () if agreed else (Difference.OMISSION,)
        points.append(Point(kind="omission", target=f"{layer}:{what}", differences=differences))
    return tuple(points)


def page_of(compared: Compared) -> dict[str, Json]:
    """Return what travels to the page, as JSON.

    Parameters
    ----------
    compared : Compared
        What the page shows.

    Returns
    -------
    dict
        As for the coding desk, and the sheets with what they differ on.
    """
    return {
        **desk_page_of(compared.snapshot),
        "sheets": [_sheet(compared.snapshot, sheet) for sheet in compared.sheets],
        "waiting": list(compared.waiting),
        "points": [
            [point.kind, point.target, [str(one) for one in point.differences]]
            for point in points_of(compared)
        ],
    }


def _coding(sheet: Sheet, segment: str) -> Coding:
    return sheet.codings.get(segment, Coding(segment=segment))


def _sheet(seen: Snapshot, sheet: Sheet) -> Json:
    ratings = resolve_ratings(seen.rubric, sheet, seen.circumstances)
    return {
        "rater": sheet.head.rater_id,
        "stage": str(sheet.head.stage),
        "simulated": bool(sheet.head.simulated),
        "codings": {
            segment.id: _coded(seen, _coding(sheet, segment.id)) for segment in seen.segments
        },
        "ratings": {rating.item.id: _rated(rating) for rating in ratings},
        "omissions": {what: one.place or True for what, one in sheet.omissions.items()},
    }


def _coded(seen: Snapshot, coding: Coding) -> Json:
    return {
        "reading": str(coding.reading),
        "primary": coding.primary,
        "secondary": list(coding.secondary),
        "status": resolve_status(seen.rubric, coding, seen.circumstances),
        "uncertain": coding.uncertain,
        "memo": coding.memo,
        "attributes": {name: _plain(value) for name, value in coding.attributes.items()},
    }


def _rated(rating: ResolvedRating) -> Json:
    own = rating.rating
    return {
        "value": _plain(rating.value),
        "absence": rating.absence and str(rating.absence),
        "resolved": rating.absence is not None and own.absence != rating.absence,
        "uncertain": own.uncertain,
        "memo": own.memo,
        "evidence_for": list(own.evidence_for),
        "evidence_against": list(own.evidence_against),
    }


def _plain(value: Value) -> Json:
    return list(value) if isinstance(value, tuple) else value
