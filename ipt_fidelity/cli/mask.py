"""``ipt-fidelity mask`` and ``unmask``: the options; the work stands in ``mask_run``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

KeyPath = Annotated[Path, typer.Option("--key", help="The case's key file, NAME.key.json.")]
Plain = Annotated[
    bool, typer.Option("--plain-key", help="Keep the key readable, without a passphrase.")
]
Passphrase = Annotated[
    str | None,
    typer.Option(
        envvar="IPT_FIDELITY_PASSPHRASE", help="Of the key; asked for where it is needed."
    ),
]


def mask(  # noqa: PLR0913 - each is an option of the command
    paths: Annotated[list[Path], typer.Argument(help="Transcripts of one case, or folders.")],
    *,
    key: KeyPath,
    by: Annotated[str, typer.Option(help="Who masks, by initials.")],
    case: Annotated[str | None, typer.Option(help="The case, where no record states it.")] = None,
    cast: Annotated[
        Path | None, typer.Option(help="CSV with the columns name, who: Ray,husband.")
    ] = None,
    into: Annotated[Path, typer.Option(help="Folder for the masked transcripts.")] = Path("masked"),
    table: Annotated[bool, typer.Option("--table", help="Write a CSV of each as well.")] = False,
    dates: Annotated[str, typer.Option(help="shift, year or placeholder.")] = "shift",
    day_first: Annotated[bool, typer.Option(help="3/4 is the third of April.")] = False,
    no_capitals: Annotated[
        str, typer.Option(help="refuse or accept talk that is written without capitals.")
    ] = "refuse",
    passphrase: Passphrase = None,
    plain_key: Plain = False,
) -> None:
    """Replace names, places, dates and numbers; the way back lies in the key file alone.

    The originals stay as they are, and nothing is overwritten. No name is printed.
    """
    from ipt_fidelity.cli.key_wish import KeyWish  # noqa: PLC0415 - brings name lists
    from ipt_fidelity.cli.mask_run import MaskWish, run_mask  # noqa: PLC0415 - brings name lists

    wish = MaskWish(
        by=by,
        case=case,
        cast=cast,
        into=into,
        table=table,
        dates=dates,
        day_first=day_first,
        no_capitals=no_capitals,
    )
    refused = run_mask(paths, KeyWish(key, passphrase, plain=plain_key), wish)
    raise typer.Exit(1 if refused else 0)


def unmask(
    paths: Annotated[list[Path], typer.Argument(help="Masked transcripts: *.masked.json.")],
    *,
    key: KeyPath,
    into: Annotated[Path, typer.Option(help="Folder for the originals.")],
    passphrase: Passphrase = None,
) -> None:
    """Put the original words back, exactly, with the key that masked them."""
    from ipt_fidelity.cli.key_wish import KeyWish  # noqa: PLC0415 - brings name lists
    from ipt_fidelity.cli.mask_run import run_unmask  # noqa: PLC0415 - brings name lists

    refused = run_unmask(paths, KeyWish(key, passphrase, plain=True), into=into)
    raise typer.Exit(1 if refused else 0)
