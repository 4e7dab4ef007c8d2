"""What a page shows of a review of masking: names included, so it travels by message alone."""

from __future__ import annotations

from collections import Counter

from ipt_fidelity.transcript import Key, MaskingState, Redaction, Transcript
from ipt_fidelity.transcript.masking_finding import DOUBTFUL
from ipt_fidelity.transcript.masking_places import places_of
from ipt_fidelity.widgets.acting import Content

_CHOSEN = frozenset({"person", "place", "organisation", "other"})


def content_of(masked: Transcript, key: Key) -> Content:
    """Return the finds, the places that hold words, and who is who.

    Parameters
    ----------
    masked : Transcript
        Masked or checked.
    key : Key
        That it was masked with.

    Returns
    -------
    mapping
        Finds with the most doubtful first; their order does not change when they are decided.
    """
    some = key.session(masked.session.id).redactions
    texts = places_of(masked)
    order = {place: number for number, place in enumerate(texts)}
    said = Counter(r.original.casefold() for r in some)
    about = masked.session
    return {
        "session": about.id,
        "case": key.case,
        "language": about.language,
        "state": str(about.masking),
        "masked_by": about.masked_by or "",
        "checked_by": (about.checked_by or "") if about.masking is MaskingState.CHECKED else "",
        "doubtful": DOUBTFUL,
        "without_capitals": any(fault.code == "no_capitals" for fault in masked.faults),
        "finds": [
            _find(r, said[r.original.casefold()])
            for r in sorted(
                some,
                key=lambda r: (
                    -r.doubt if r.doubt >= DOUBTFUL else 0.0,
                    order.get(r.place, len(order)),
                    r.start,
                ),
            )
        ],
        "places": _places(masked, {r.place for r in some}, texts),
        "people": _people(key, Counter(r.placeholder for r in some)),
    }


def _find(r: Redaction, same: int) -> list[object]:
    return [
        r.id, r.place, r.start, r.end, r.kind, r.placeholder, r.original, r.found_by, r.doubt,
        r.decided, same,
    ]  # fmt: skip


def _places(masked: Transcript, touched: set[str], texts: dict[str, str]) -> list[list[object]]:
    """Return all turns, and of the other places those in which something was found."""
    speakers = {speaker.id: speaker for speaker in masked.speakers}
    told: list[list[object]] = [
        [
            f"turn:{turn.id}",
            "turn",
            turn.id.lstrip("t0") or turn.id,
            str(speakers[turn.speaker_id].role),
            turn.text,
            turn.start_s,
        ]
        for turn in masked.turns
    ]
    others = [place for place in texts if place in touched and not place.startswith("turn:")]
    return told + [[place, place.split(":")[0], "", "", texts[place], None] for place in others]


def _people(key: Key, count: Counter[str]) -> list[list[object]]:
    """Return who can be chosen: placeholder, spellings, number of places in this session."""
    chosen = [entity for entity in key.entities if entity.kind in _CHOSEN]
    return [
        [entity.placeholder, list(entity.originals), count[entity.placeholder]]
        for entity in sorted(chosen, key=lambda e: -count[e.placeholder])
    ]
