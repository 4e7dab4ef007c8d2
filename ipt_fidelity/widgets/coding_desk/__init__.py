"""The coding desk: one session, one rater, by keyboard."""

from ipt_fidelity.widgets.coding_desk.cutting import Cutting
from ipt_fidelity.widgets.coding_desk.snapshot import (
    SeenSegment,
    SeenTurn,
    Snapshot,
    take_snapshot,
)
from ipt_fidelity.widgets.coding_desk.sound import Sound
from ipt_fidelity.widgets.coding_desk.widget import CodingDesk

__all__ = ["CodingDesk", "Cutting", "SeenSegment", "SeenTurn", "Snapshot", "Sound", "take_snapshot"]
