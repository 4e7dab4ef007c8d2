"""Agreement of a table of ratings, for a person with a spreadsheet and no study."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ipt_fidelity import files, report
from ipt_fidelity.agreement import Interval, from_long, ratings_agreement
from ipt_fidelity.cli.showing import OUT, interval, show_frame
from ipt_fidelity.errors import FrameError, UnknownNameError

LONG = ("unit", "rater", "value")
ENDS = (".csv", ".html", ".md", ".svg", ".tex", ".xlsx")
MEND = "Write one row a unit and one column a rater, or the columns unit, rater, value."


def read_ratings(path: Path) -> pd.DataFrame:
    """Read a table of ratings.

    Parameters
    ----------
    path : Path
        CSV; one row a unit with its name in the first column and a rater in each other, or one
        row a rating with the columns unit, rater, value. An empty cell is a missing rating.

    Returns
    -------
    pandas.DataFrame
        Units by raters.

    Raises
    ------
    FrameError
        The file is not there, is no table, or has no two raters.
    """
    try:
        table = pd.read_csv(path)
        names = pd.read_csv(path, header=None, nrows=1, dtype=str).iloc[0].dropna()
    except (OSError, ValueError) as error:
        problem = str(error).splitlines()[0].rstrip(".")
        raise FrameError(f"{problem}.", where=path.name, mend=MEND) from None
    if names.duplicated().any():
        twice = names[names.duplicated()].iloc[0]
        raise FrameError(f"two columns are called '{twice}'.", where=path.name, mend=MEND)
    if set(LONG) <= set(table.columns):
        return from_long(table, unit=LONG[0], rater=LONG[1], value=LONG[2])
    if len(table.columns) < len(LONG):
        raise FrameError("there are no two raters.", where=path.name, mend=MEND)
    named = table.set_index(table.columns[0])
    if named.index.has_duplicates:
        again = named.index[named.index.duplicated()][0]
        raise FrameError(f"unit '{again}' stands twice.", where=path.name, mend=MEND)
    return named


def check_numbers(ratings: pd.DataFrame, *, where: str) -> pd.DataFrame:
    """Give ratings back as numbers.

    Parameters
    ----------
    ratings : pandas.DataFrame
        Units by raters.
    where : str
        Name of the file.

    Returns
    -------
    pandas.DataFrame
        The same ratings; an empty cell stays missing.

    Raises
    ------
    FrameError
        A cell is no number; names unit and rater.
    """
    numbers = ratings.apply(pd.to_numeric, errors="coerce")
    odd = numbers.isna() & ratings.notna()
    for rater in odd.columns[odd.any()]:
        unit = odd.index[odd[rater]][0]
        raise FrameError(
            f"'{ratings.loc[unit, rater]}' is no number.",
            where=f"{where}, unit {unit}, rater {rater}",
            mend="Write numbers, name the words in order with --categories, or take nominal.",
        )
    return numbers


def show_ratings_agreement(
    path: Path, *, level: str, categories: list[str] | None, seed: int, into: Path | None
) -> None:
    """Print the coefficients that fit a table, with intervals; write them where that is asked.

    Parameters
    ----------
    path : Path
        The table.
    level : str
        nominal, ordinal, interval or ratio.
    categories : list of str or None
        Words in order, for an ordinal scale of words.
    seed : int
        For the bootstrap.
    into : Path or None
        Where the result is written; the end of the name says how (see ``write_agreement``).
    """
    if into is not None:
        check_end(into)
        if into.resolve() == path.resolve():
            raise FrameError(
                "the result would replace the ratings.",
                where="--out",
                mend="Name another file for the result.",
            )
    ratings = read_ratings(path)
    if level != "nominal" and categories is None:
        ratings = check_numbers(ratings, where=path.name)
    found = ratings_agreement(
        ratings, level=level, categories=categories, interval=Interval(seed=seed)
    )
    remarks = zip(found["undefined"], found["note"], strict=True)
    told = pd.DataFrame(
        {
            "what": found["what"],
            "statistic": found["statistic"].str.replace("_", " "),
            "form": found["form"].fillna(""),
            "value [95 %]": [
                interval(value, low, high, digits=3)
                for value, low, high in zip(
                    found["value"], found["low"], found["high"], strict=True
                )
            ],
            "interval by": found["method"].fillna(""),
            "units": found["n_units"],
            "remark": [
                " ".join(str(p) for p in pair if isinstance(p, str) and p) for pair in remarks
            ],
        }
    )
    show_frame(
        told,
        title=f"{path.name}: {len(ratings)} units, {len(ratings.columns)} raters, {level}",
        note=f"Intervals over units; seed {seed} where they are drawn.",
    )
    if into is not None:
        write_agreement(found, into, title=path.name)
        OUT.print(f"Written: {into}", markup=False)


def check_end(into: Path) -> None:
    """Refuse the name of a file whose end names no form.

    Parameters
    ----------
    into : Path
        Where a result should be written.

    Raises
    ------
    UnknownNameError
        The end of the name is none of ``ENDS``.
    """
    if into.suffix.lower() not in ENDS:
        raise UnknownNameError.of("form", into.suffix or into.name, ENDS, where="--out")


def write_agreement(found: pd.DataFrame, into: Path, *, title: str) -> Path:
    """Write a table of agreement in the form that the end of the name asks for.

    Parameters
    ----------
    found : pandas.DataFrame
        AGREEMENT.
    into : Path
        ``.csv`` every column, unrounded; ``.md`` and ``.tex`` a table with its notes for a paper;
        ``.xlsx`` both; ``.html`` a page with the forest plot; ``.svg`` the forest plot alone.
    title : str
        Of the page.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UnknownNameError
        The end names no form.
    FidelityError
        The file cannot be written.
    """
    check_end(into)
    end = into.suffix.lower()
    if end == ".xlsx":
        return files.write_bytes(into, report.agreement_workbook(found))
    if end == ".html":
        return files.write_text(into, report.forest(found, title=f"Agreement, {title}").html)
    if end == ".svg":
        return files.write_text(into, report.forest_svg(found))
    form = {".csv": "csv", ".md": "markdown", ".tex": "latex"}[end]
    return files.write_text(into, report.agreement_text(found, form=form))
