"""``ipt-fidelity read``: how each file was read, and one table of all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from ipt_fidelity import files
from ipt_fidelity.cli.gathering import transcripts_in
from ipt_fidelity.cli.showing import OUT, show_error, show_frame, tracker
from ipt_fidelity.errors import FidelityError
from ipt_fidelity.transcript import Transcript, explain

FEW = 3


def read(
    paths: Annotated[list[Path], typer.Argument(help="Transcripts, or folders of them.")],
    *,
    explained: Annotated[
        bool, typer.Option("--explain", help="Tell all that is known of each reading.")
    ] = False,
    unnamed: Annotated[
        str, typer.Option(help="refuse or keep files in which nobody is named.")
    ] = "refuse",
) -> None:
    """Read transcripts and tell how: as what, what was repaired, left out and left open.

    Words of the sessions are not printed. The status is 1 where a file could not be read.
    """
    found, passed_over = transcripts_in(paths)
    read_as: list[tuple[Path, Transcript | FidelityError]] = []
    for path in tracker("Reading transcripts")(found):
        try:
            read_as.append((path, files.read_transcript(path, unnamed=unnamed)))
        except FidelityError as error:
            read_as.append((path, error))
    for path, told in read_as:
        if isinstance(told, FidelityError):
            show_error(told)
        elif explained:
            show_frame(explain(told), title=str(path))
        else:
            for fault in told.faults:
                OUT.print(str(fault), markup=False, soft_wrap=True)
    refused = sum(isinstance(told, FidelityError) for _, told in read_as)
    rows = [_row(path, told) for path, told in read_as]
    note = f"{passed_over} files that are no transcripts were passed over." if passed_over else ""
    title = f"{len(found)} files, {len(found) - refused} read, {refused} not read"
    show_frame(pd.DataFrame(rows), title=title, note=note)
    raise typer.Exit(1 if refused else 0)


def _row(path: Path, told: Transcript | FidelityError) -> dict[str, str]:
    if isinstance(told, FidelityError):
        return {
            "file": path.name,
            "read as": "not read",
            "encoding": "",
            "turns": "",
            "timed": "",
            "notes": "",
            "to look at": "",
            "speakers": told.problem,
        }
    turns = told.turns
    timed = sum(turn.start_s is not None for turn in turns) / len(turns) if turns else 0.0
    speakers = [f"{one.display} ({one.role})" for one in told.speakers]
    more = f" and {len(speakers) - FEW} more" if len(speakers) > FEW else ""
    return {
        "file": path.name,
        "read as": told.source.format,
        "encoding": told.source.encoding,
        "turns": str(len(turns)),
        "timed": f"{timed:.0%}",
        "notes": str(len(told.notes)) if told.notes else "",
        "to look at": str(len(told.faults)) if told.faults else "",
        "speakers": ", ".join(speakers[:FEW]) + more,
    }
