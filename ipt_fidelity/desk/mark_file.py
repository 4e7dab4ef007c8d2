"""Marks in a file that the caller names, a line each, for screens without a study."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Mark
from ipt_fidelity.sheet.mark import Value

FORMAT = "ipt-marks/1"


class MarkFile:
    """Marks of one learner on one set of passages; a line is on the disk before it counts.

    Parameters
    ----------
    path : Path
        Where; made by the first mark.
    practice : str
        Name of the set.
    rubric : Rubric
        What the answers are codes of.
    learner : str
        Whose marks.

    Raises
    ------
    FidelityError
        The file holds marks of another learner, set or rubric, or is no file of marks.
    """

    def __init__(self, path: Path, *, practice: str, rubric: Rubric, learner: str) -> None:
        self._path = path
        self._head = {
            "format": FORMAT,
            "practice": practice,
            "rubric": f"{rubric.id} {rubric.version}",
            "learner": learner,
        }
        self.marks()

    def marks(self) -> Sequence[Mark]:
        """Return every mark in the order of recording.

        Returns
        -------
        sequence of Mark
            Each once. A last line that was cut off, by a crash or a full disk, was never
            acknowledged and is passed over.
        """
        found: dict[str, Mark] = {}
        lines = self._whole_lines()
        if lines:
            self._check_head(lines[0])
        for number, line in enumerate(lines[1:], 2):
            try:
                entry = cast("list[object]", json.loads(line))
                client, seq, target, field, value, at = entry
                mark = Mark(
                    client=str(client),
                    seq=int(str(seq)),
                    target=str(target),
                    field=str(field),
                    value=_value(value),
                    at=datetime.fromisoformat(str(at)),
                )
            except (ValueError, TypeError):
                raise self._odd(f"line {number} is no mark", "Put the line right") from None
            found.setdefault(mark.key, mark)
        return list(found.values())

    def record(self, marks: Sequence[Mark]) -> int:
        """Make marks durable, each once.

        Parameters
        ----------
        marks : sequence of Mark
            Of one client.

        Returns
        -------
        int
            Highest number of the client that is on the disk.

        Raises
        ------
        FidelityError
            The file cannot be written; then the page keeps the marks and tries again.
        """
        known = {mark.key for mark in self.marks()}
        at = datetime.now(UTC).isoformat()
        entries = [
            [mark.client, mark.seq, mark.target, mark.field, mark.value, at]
            for mark in marks
            if mark.key not in known
        ]
        lines: list[object] = [*([] if self._whole_lines() else [self._head]), *entries]
        try:
            with self._path.open("ab") as file:
                file.truncate(self._end())
                text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as refusal:
            raise self._refused(refusal) from None
        client = marks[0].client
        return max(mark.seq for mark in self.marks() if mark.client == client)

    def _content(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as refusal:
            raise self._refused(refusal) from None

    def _end(self) -> int:
        """Return where the last whole line ends."""
        return self._content().rfind(b"\n") + 1

    def _whole_lines(self) -> list[str]:
        content = self._content()[: self._end()]
        try:
            return content.decode("utf-8").splitlines()
        except UnicodeDecodeError:
            raise self._odd("it is not UTF-8 text", "Name another file") from None

    def _check_head(self, line: str) -> None:
        try:
            head = cast("object", json.loads(line))
        except ValueError:
            head = None
        if not isinstance(head, dict) or cast("dict[str, object]", head).get("format") != FORMAT:
            raise self._odd("it is no file of marks", "Name another file")
        told = cast("dict[str, object]", head)
        for name, wanted in self._head.items():
            if told.get(name) != wanted:
                raise self._odd(
                    f"its {name} is '{told.get(name)}', not '{wanted}'", "Name another file"
                )

    def _odd(self, problem: str, mend: str) -> FidelityError:
        return FidelityError(
            f"{problem}.",
            where=str(self._path),
            mend=f"{mend}, for example marks='my.marks.jsonl'.",
        )

    def _refused(self, refusal: OSError) -> FidelityError:
        return FidelityError(
            f"the marks cannot be written ({refusal.strerror}).",
            where=str(self._path),
            mend="Check that the folder exists, may be written and has space.",
        )


def _value(held: object) -> Value:
    if isinstance(held, list):
        return tuple(str(one) for one in cast("list[object]", held))
    return cast("Value", held)
