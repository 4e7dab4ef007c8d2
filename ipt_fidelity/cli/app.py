"""``ipt-fidelity``: one command a verb; exit status 0, or 1 with problem, place and mend."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown

from ipt_fidelity import files
from ipt_fidelity import rubric as rubric_room
from ipt_fidelity.cli.flag import flag
from ipt_fidelity.cli.lab import run_lab
from ipt_fidelity.cli.mask import mask, unmask
from ipt_fidelity.cli.model import model
from ipt_fidelity.cli.rate import rate
from ipt_fidelity.cli.read import read
from ipt_fidelity.cli.showing import OUT, show_error
from ipt_fidelity.cli.spreadsheet import show_ratings_agreement
from ipt_fidelity.errors import FidelityError, Level
from ipt_fidelity.store import open_study

app = typer.Typer(
    name="ipt-fidelity",
    help="Treatment fidelity of interpersonal psychotherapy: rate, measure, look again.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
rubric_app = typer.Typer(help="Check, show and compare rubrics.", no_args_is_help=True)
app.add_typer(rubric_app, name="rubric")
app.command()(read)
app.command()(mask)
app.command()(unmask)
app.command()(flag)
app.command()(model)
app.command()(rate)

RubricPath = Annotated[Path, typer.Argument(help="A rubric file.")]
Into = Annotated[Path, typer.Option("--into", help="Folder of the tour.")]
TOUR = Path("fidelity-tour")


@app.command()
def tour(into: Into = TOUR) -> None:
    """Do the whole job once on the invented sample sessions."""
    from ipt_fidelity.cli.tour import run_tour  # noqa: PLC0415 - brings scikit-learn, over a second

    run_tour(into)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(context: typer.Context, into: Into = TOUR) -> None:
    """Open JupyterLab on the notebooks of the tour; further options go to JupyterLab."""
    raise typer.Exit(run_lab(into, *context.args))


@app.command()
def agreement(
    path: Annotated[Path, typer.Argument(help="CSV: a row a unit, a column a rater.")],
    level: Annotated[str, typer.Option(help="nominal, ordinal, interval or ratio.")] = "nominal",
    categories: Annotated[str | None, typer.Option(help="Words in order, by commas.")] = None,
    seed: Annotated[int, typer.Option(help="For the bootstrap.")] = 1,
    into: Annotated[
        Path | None, typer.Option("--out", "--into", help="FILE.csv, .md, .tex, .xlsx, .html, .svg")
    ] = None,
) -> None:
    """Tell how far raters agree in a table of ratings, with intervals; needs no study."""
    words = None if categories is None else [word.strip() for word in categories.split(",")]
    show_ratings_agreement(path, level=level, categories=words, seed=seed, into=into)


@app.command()
def verify(store: Annotated[Path, typer.Argument(help="A study: NAME.store.sqlite.")]) -> None:
    """Walk every chain of marks and check the files of a study."""
    if not store.exists():
        raise FidelityError(
            "there is no such file.", where=str(store), mend="Name the study's *.store.sqlite."
        )
    with open_study(store) as study:
        faults = study.kept.verify()
    for fault in faults:
        OUT.print(str(fault), markup=False)
    OUT.print("Nothing is wrong." if not faults else f"{len(faults)} faults.")
    raise typer.Exit(1 if faults else 0)


@rubric_app.command("check")
def rubric_check(path: RubricPath) -> None:
    """Tell every fault of a rubric file, and what is doubtful in it, with line, path and mend."""
    text = files.read_rubric_text(path)
    faults = rubric_room.check_report(text, where=path.name)
    for fault in faults:
        OUT.print(f"{fault.level}: {fault}", markup=False, soft_wrap=True)
    wrong = sum(fault.level is Level.ERROR for fault in faults)
    OUT.print(f"{path.name}: {wrong} faults, {len(faults) - wrong} doubts.", markup=False)
    raise typer.Exit(1 if wrong else 0)


@rubric_app.command("show")
def rubric_show(
    path: RubricPath,
    into: Annotated[Path | None, typer.Option("--into", help="Write a page to print.")] = None,
) -> None:
    """Show the codebook in the terminal, or write it as a page."""
    rubric = files.read_rubric(path)
    if into is None:
        OUT.print(Markdown(rubric_room.codebook_markdown(rubric)))
        return
    files.write_text(into, rubric_room.codebook(rubric))
    OUT.print(f"Codebook: {into}", markup=False)


@rubric_app.command("diff")
def rubric_diff(old: RubricPath, new: RubricPath) -> None:
    """Say what changed between two versions, and what it does to old ratings."""
    differences = rubric_room.diff(files.read_rubric(old), files.read_rubric(new))
    for difference in differences:
        OUT.print(str(difference), markup=False, soft_wrap=True)
    if not differences:
        OUT.print("Nothing changed.")


@rubric_app.command("schema")
def rubric_schema() -> None:
    """Print the JSON Schema of a rubric file, for editors."""
    OUT.print_json(data=rubric_room.json_schema())


def main() -> None:
    """Run the command line; a refusal is printed, never a traceback with words in it."""
    try:
        app()
    except FidelityError as error:
        show_error(error)
        sys.exit(1)
