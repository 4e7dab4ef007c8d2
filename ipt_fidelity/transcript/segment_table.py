"""A cut made by hand, in a table: segment, first turn, last turn."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from ipt_fidelity.errors import Fault, TranscriptError
from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.segmenting import Segmentation, by_hand
from ipt_fidelity.transcript.transcript import Transcript

HEAD = ("segment", "first_turn", "last_turn")
_TURN = re.compile(r"t?0*([1-9]\d{0,5})")


def parse_segments(text: str, transcript: Transcript, *, where: str) -> Segmentation:
    """Read a cut.

    Parameters
    ----------
    text : str
        CSV with the head segment, first_turn, last_turn; turns by number from 1, or by id.
    transcript : Transcript
        The session that is cut.
    where : str
        Name of the file, for faults.

    Returns
    -------
    Segmentation
        As cut by hand.

    Raises
    ------
    TranscriptError
        Carries every fault: another head, turns that are left out, covered twice or do not exist,
        segments that are not g001, g002, ... in order.
    """
    rows = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))) if any(row)]
    head = tuple(cell.strip() for cell in rows[0]) if rows else ()
    if head != HEAD or len(rows) == 1:
        raise TranscriptError(
            [
                error(
                    "no_head",
                    "this is no table of segments.",
                    where=f"{where}, line 1",
                    mend=f"Begin with {','.join(HEAD)}, then a row for each segment.",
                )
            ]
        )
    cuts: list[int] = []
    faults = list(_findings(rows[1:], len(transcript.turns), where, cuts))
    if faults:
        raise TranscriptError(faults)
    return by_hand(transcript, [transcript.turns[first - 1].id for first in cuts])


def _findings(rows: list[list[str]], turns: int, where: str, cuts: list[int]) -> Iterator[Fault]:
    wanted = 1
    for number, row in enumerate(rows, 1):
        place = f"{where}, line {number + 1}"
        cells = [cell.strip() for cell in row]
        if len(cells) != len(HEAD):
            yield error(
                "ragged",
                f"the row has {len(cells)} cells.",
                where=place,
                mend=f"Write three: {', '.join(HEAD)}.",
            )
            continue
        if cells[0] != f"g{number:03d}":
            yield error(
                "segment_id",
                f"segment '{cells[0][:12]}' stands where g{number:03d} is due.",
                where=place,
                mend="Number the segments g001, g002, ... in order.",
            )
        first, last = (_TURN.fullmatch(cell) for cell in cells[1:])
        if first is None or last is None:
            yield error(
                "bad_turn",
                "a turn is not a number from 1.",
                where=place,
                mend="Count the turns from 1.",
            )
            continue
        begin, end = int(first[1]), int(last[1])
        if end < begin or end > turns:
            yield error(
                "bad_turn",
                f"turns {begin} to {end} are not in a session of {turns} turns.",
                where=place,
                mend=f"Write turns from {wanted} to {turns}.",
            )
        elif begin != wanted:
            yield error(
                "turns_not_covered",
                f"the segment begins with turn {begin}, not {wanted}.",
                where=place,
                mend="Cover every turn once, in order.",
            )
        cuts.append(begin)
        wanted = end + 1
    if rows and wanted <= turns:
        yield error(
            "turns_not_covered",
            f"turns {wanted} to {turns} are in no segment.",
            where=f"{where}, line {len(rows) + 1}",
            mend="Add a segment for them, or set the last turn later.",
        )
