"""``ipt-fidelity model``: a classifier of a study and its card, as files that may leave it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ipt_fidelity import files
from ipt_fidelity.cli.showing import OUT, tracker
from ipt_fidelity.errors import FidelityError
from ipt_fidelity.store import open_study


def model(
    study: Annotated[Path, typer.Argument(help="NAME.store.sqlite, with coded sessions.")],
    *,
    rubric: Annotated[Path, typer.Option(help="The rubric file in use.")],
    into: Annotated[Path, typer.Option(help="The model file.")] = Path("off-model.iptmodel"),
    purpose: Annotated[str, typer.Option(help="What clients agreed to.")] = "research",
    seed: Annotated[int, typer.Option(help="For folds and resamples.")] = 11,
) -> None:
    """Train on a study, judge on therapists not seen, and write model file and card."""
    from ipt_fidelity.desk.travelling import (  # noqa: PLC0415 - brings scikit-learn
        pack_flagger,
    )

    card_file = into.with_name(f"{into.stem}.card.txt")
    for place in (into, card_file):
        if place.exists():
            raise FidelityError(
                "there is such a file already.",
                where=str(place),
                mend="Name another with --into, or take it away first.",
            )
    if not study.is_file():
        raise FidelityError(
            "there is no such study.", where=str(study), mend="Name a study's *.store.sqlite."
        )
    held = files.read_rubric(rubric)
    with open_study(study) as opened:
        content, card = pack_flagger(
            opened,
            held,
            seed=seed,
            purpose=purpose,
            track=tracker("Judging flags, unseen therapists"),
        )
    files.write_bytes(into, content)
    files.write_text(card_file, f"{card}\n")
    OUT.print(f"Model: {into} ({len(content) / 1e6:.1f} MB)\nCard: {card_file}", markup=False)
