"""What page and kernel say to each other about sheets side by side: no Jupyter, no store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ipt_fidelity.widgets.coding_desk import exchange as desk
from ipt_fidelity.widgets.coding_desk.snapshot import Snapshot
from ipt_fidelity.widgets.comparison.compared import Compared, page_of, points_of
from ipt_fidelity.widgets.talking import Answer, Record, not_understood, snapshot

TakeCompared = Callable[[], Compared]


@dataclass(slots=True, kw_only=True)
class Exchange:
    """The kernel's side of sheets side by side.

    Parameters
    ----------
    compared : callable
        Takes the newest Compared.
    record : callable or None
        Makes marks of the deciding sheet durable, as ``talking.Record``; None where the page is
        only read, and then no mark is taken.
    deciding : coding_desk.exchange.Exchange or None
        Takes the marks, and says what is missing, as for any sheet; made by itself.
    """

    compared: TakeCompared
    record: Record | None = None
    deciding: desk.Exchange | None = None

    def __post_init__(self) -> None:
        if self.record is not None:
            self.deciding = desk.Exchange(snapshot=self._own, record=self.record)

    def answer(self, message: Mapping[str, object]) -> list[Answer]:
        """Answer one message of a page.

        Parameters
        ----------
        message : mapping
            As it came; a kind that is not known is refused.

        Returns
        -------
        list of Answer
            In the order in which they are to be sent.
        """
        page = str(message.get("page", ""))
        match message.get("kind"):
            case "hello":
                return [snapshot(page, page_of(self.compared()))]
            case "marks" | "missing" if self.deciding is not None:
                return self.deciding.answer(message)
            case kind:
                return [not_understood(page, kind)]

    def told(self) -> str:
        """Say what a saved notebook may keep: the session and numbers, no word of it.

        Returns
        -------
        str
            Handle and counts.
        """
        seen = self.compared()
        points = points_of(seen)
        differ = sum(1 for point in points if point.differences)
        what = "Side by side" if self.record is None else "Adjudication"
        return (
            f"{what}, session {seen.snapshot.handle}: {len(seen.sheets)} sheets, "
            f"{differ} of {len(points)} points differ."
        )

    def _own(self) -> Snapshot:
        return self.compared().snapshot
