"""ELAN: the top tiers with times; the participant of a tier is the speaker."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from ipt_fidelity.transcript.archive import RefusedFileError, parse_xml
from ipt_fidelity.transcript.finding import warning
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.pieces import Opened, Parsed, Piece
from ipt_fidelity.transcript.tiers import read_tiers


def parse(opened: Opened) -> Parsed:
    """Read an ELAN file.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each annotation of the top tiers; times without a value stay unknown. Paths
        in the head of the file are not taken over.
    """
    try:
        root = parse_xml(
            opened.text.partition("?>")[2] or opened.text, name=opened.name, limits=opened.limits
        )
    except RefusedFileError as refusal:
        return Parsed(format="elan", pieces=[], faults=[refusal.fault])
    slots = {
        slot.get("TIME_SLOT_ID", ""): int(value) / 1000
        for slot in root.iter("TIME_SLOT")
        if (value := slot.get("TIME_VALUE", "")).isdigit()
    }
    tiers: dict[str, list[Piece]] = {}
    below: list[str] = []
    number = 0
    for tier in root.iter("TIER"):
        name = tier.get("PARTICIPANT") or tier.get("TIER_ID") or ""
        if tier.get("PARENT_REF"):
            below.append(tier.get("TIER_ID") or name)
            continue
        for annotation in tier.iter("ALIGNABLE_ANNOTATION"):
            number += 1
            tiers.setdefault(name, []).append(_piece(annotation, name, slots, number))
    faults = [
        warning("tiers_left_out", f"{len(below)} tiers below other tiers were left out.",
                where=opened.name, mend="Nothing needs to be done where they hold analyses.")
    ] if below else []  # fmt: skip
    return read_tiers(tiers, opened, kind="elan", faults=faults)


def _piece(annotation: ET.Element, name: str, slots: dict[str, float], number: int) -> Piece:
    return Piece(
        name or None,
        annotation.findtext("ANNOTATION_VALUE") or "",
        slots.get(annotation.get("TIME_SLOT_REF1", "")),
        slots.get(annotation.get("TIME_SLOT_REF2", "")),
        number,
        number,
    )


def _likeness(opened: Opened) -> float:
    return float("<ANNOTATION_DOCUMENT" in opened.text[:2000])


ELAN = Format(name="elan", title="ELAN", suffixes=(".eaf",), likeness=_likeness, parse=parse)
