"""The coding desk: one session, one rater, by keyboard."""

from ipt_fidelity.widgets.coding_desk.snapshot import (
    SeenSegment,
    SeenTurn,
    Snapshot,
    take_snapshot,
)
from ipt_fidelity.widgets.coding_desk.widget import CodingDesk

__all__ = ["CodingDesk", "SeenSegment", "SeenTurn", "Snapshot", "take_snapshot"]
