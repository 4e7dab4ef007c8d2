"""``ipt-fidelity flag``: the options; the work stands in ``flag_run``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def flag(  # noqa: PLR0913 - each is an option of the command
    what: Annotated[Path, typer.Argument(help="A folder of transcripts, or NAME.store.sqlite.")],
    *,
    rubric: Annotated[Path, typer.Option(help="The rubric file in use.")],
    model: Annotated[Path | None, typer.Option(help="A model file.")] = None,
    train: Annotated[Path | None, typer.Option(help="Train from this study instead.")] = None,
    into: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("flags"),
    look_at: Annotated[int, typer.Option(min=1, help="Segments of each session.")] = 5,
    purpose: Annotated[str, typer.Option(help="What clients agreed to.")] = "supervision",
    turns: Annotated[int, typer.Option(min=1, help="Turns a segment, without a cut.")] = 10,
    seed: Annotated[int, typer.Option(help="For training.")] = 11,
    workers: Annotated[int, typer.Option(min=1, help="Processes of this machine.")] = 1,
    cluster: Annotated[str, typer.Option(help="Dask scheduler, or 'local'.")] = "",
    words: Annotated[bool, typer.Option(help="Write the flagged words into the CSV.")] = False,
) -> None:
    """Choose the segments of each session to look at first; a broken-off run goes on."""
    from ipt_fidelity.cli.flag_run import (  # noqa: PLC0415 - brings scikit-learn, over a second
        Source,
        Wish,
        run_flag,
    )

    source = Source(rubric=rubric, model=model, train=train, seed=seed, purpose=purpose)
    wish = Wish(look_at=look_at, workers=workers, cluster=cluster, words=words)
    refused = run_flag(what, source, wish, into=into, turns=turns)
    raise typer.Exit(1 if refused else 0)
