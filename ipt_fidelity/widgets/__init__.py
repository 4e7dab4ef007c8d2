"""What a rater sees and presses."""

from ipt_fidelity.widgets.codebook import CodebookView
from ipt_fidelity.widgets.coding_desk import (
    CodingDesk,
    SeenSegment,
    SeenTurn,
    Snapshot,
    take_snapshot,
)

__all__ = ["CodebookView", "CodingDesk", "SeenSegment", "SeenTurn", "Snapshot", "take_snapshot"]
