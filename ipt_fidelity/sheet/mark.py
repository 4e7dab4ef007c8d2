"""A mark: what one rater entered, at one time, never changed.

A mark names its target (``segment:g004``, ``turn:t0012``, ``item:A1``, ``code:COM`` or ``sheet``),
one field of it, and the value that the field has from then on. Undo is a mark, too: it names the
mark it takes back; a redo takes back the undo. Nothing is ever removed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ipt_fidelity.errors import MarkError
from ipt_fidelity.sheet.span import check_span

Scalar = str | int | float | bool | None
Value = Scalar | tuple[str, ...]


class Stage(StrEnum):
    """How a sheet came about."""

    INDEPENDENT = "independent"
    CONSENSUS = "consensus"
    ADJUDICATED = "adjudicated"
    GOLD = "gold"
    PRACTICE = "practice"
    CALIBRATION = "calibration"


class Perspective(StrEnum):
    """From where a rater looks."""

    OBSERVER = "observer"
    SUPERVISOR = "supervisor"
    SELF = "self"


class Layer(StrEnum):
    """What a mark can be about; the word before the colon of its target."""

    SEGMENT = "segment"
    TURN = "turn"
    ITEM = "item"
    CODE = "code"
    SHEET = "sheet"


FIELDS: dict[Layer, frozenset[str]] = {
    Layer.SEGMENT: frozenset(
        {"reading", "primary", "secondary", "span", "uncertain", "memo", "flag_decision"}
    ),
    Layer.TURN: frozenset({"reading", "memo"}),
    Layer.ITEM: frozenset(
        {
            "value",
            "absence",
            "evidence_for",
            "evidence_against",
            "uncertain",
            "memo",
            "omission",
        }
    ),
    Layer.CODE: frozenset({"omission", "memo"}),
    Layer.SHEET: frozenset({"place", "hand_in", "reopen", "undo", "memo", "guess"}),
}

ATTRIBUTE_PREFIX = "attr_"
LONGEST_CLIENT = 64
LISTS = frozenset({"secondary", "evidence_for", "evidence_against"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One entry of one rater.

    Parameters
    ----------
    client : str
        Page or file that made the mark; opaque, 1 to 64 characters without '#'.
    seq : int
        Number given by the client, from 1, each once.
    target : str
        ``"segment:g004"``, ``"turn:t0012"``, ``"item:A1"``, ``"code:COM"`` or ``"sheet"``.
    field : str
        One of ``FIELDS`` for the layer, or ``attr_`` and the id of an attribute on a segment.
    value : str, int, float, bool, tuple of str or None
        What the field holds from now on; None takes it away. For ``undo`` it is
        ``"<client>#<seq>"`` of the mark that is taken back.
    at : datetime or None
        UTC; stamped by the store at its commit, None before.
    """

    client: str
    seq: int
    target: str
    field: str
    value: Value = None
    at: datetime | None = None

    @property
    def key(self) -> str:
        """``"<client>#<seq>"``: names the mark within its sheet."""
        return f"{self.client}#{self.seq}"

    @property
    def layer(self) -> Layer:
        """What the mark is about."""
        return Layer(self.target.partition(":")[0])

    @property
    def target_id(self) -> str:
        """Id after the colon; empty for the sheet itself."""
        return self.target.partition(":")[2]


def check_mark(mark: Mark) -> Mark:
    """Give the mark back if it is well formed.

    Parameters
    ----------
    mark : Mark
        Any mark; its rubric is not consulted.

    Returns
    -------
    Mark
        The same mark.

    Raises
    ------
    MarkError
        Unknown layer or field, a number below 1, or a value of the wrong kind.
    """
    where = f"mark {mark.key}"
    if mark.seq < 1 or not 1 <= len(mark.client) <= LONGEST_CLIENT or "#" in mark.client:
        raise MarkError(
            f"'{mark.key}' does not name a mark.",
            where=where,
            mend="Number the marks of a client from 1, and leave '#' out of its name.",
        )
    word, _, target_id = mark.target.partition(":")
    if word not in set(Layer) or bool(target_id) == (word == Layer.SHEET):
        raise MarkError(
            f"there is no target '{mark.target}'.",
            where=where,
            mend="Write segment:g001, turn:t0001, item:A1, code:COM or sheet.",
        )
    layer = Layer(word)
    attribute = layer is Layer.SEGMENT and mark.field.startswith(ATTRIBUTE_PREFIX)
    if mark.field not in FIELDS[layer] and not attribute:
        raise MarkError(
            f"a {layer} has no field '{mark.field}'.",
            where=where,
            mend=f"Write one of: {', '.join(sorted(FIELDS[layer]))}.",
        )
    if mark.field in LISTS and not isinstance(mark.value, (tuple, type(None))):
        raise MarkError(
            f"field '{mark.field}' holds a list of ids.", where=where, mend="Give a tuple of ids."
        )
    if mark.field == "span":
        check_span(mark.value, where=where)
    if mark.field == "undo" and not (isinstance(mark.value, str) and "#" in mark.value):
        raise MarkError(
            "an undo names the mark that it takes back.",
            where=where,
            mend="Write its client, '#' and its number.",
        )
    return mark


def mark_hash(mark: Mark, before: str) -> str:
    """Return the link of the chain of a sheet that this mark makes.

    Parameters
    ----------
    mark : Mark
        A mark that carries its time.
    before : str
        Hash of the mark before; empty for the first.

    Returns
    -------
    str
        SHA-256 over the hash before and the mark in canonical JSON.
    """
    at = None if mark.at is None else mark.at.isoformat()
    value = list(mark.value) if isinstance(mark.value, tuple) else mark.value
    body = [mark.client, mark.seq, mark.target, mark.field, value, at]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()
