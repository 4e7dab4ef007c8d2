"""Off-model flags of a folder or a study, however large: kept session by session."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ipt_fidelity import files, flagging
from ipt_fidelity.cli.corpus import Corpus, Results, open_corpus
from ipt_fidelity.cli.showing import ERR, OUT, show_frame, working
from ipt_fidelity.desk.flags import fit_flagger, unpacked
from ipt_fidelity.errors import Fault, FidelityError, Level
from ipt_fidelity.flagging import CrossFitted, SessionFlags
from ipt_fidelity.frames import FLAGS
from ipt_fidelity.store import open_study

SHOWN = 15
HEAD = ("session_id", "mean_logit", "expected_off_model", "n_segments", "unsure", "unlike")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a run was asked to do.

    Parameters
    ----------
    look_at : int
        Segments of each session.
    workers : int
        Processes of this machine.
    cluster : str
        Address of a Dask scheduler, or ``local``; empty for none.
    words : bool
        True writes the words of flagged segments into the CSV.
    """

    look_at: int
    workers: int
    cluster: str
    words: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """By what sessions are flagged.

    Parameters
    ----------
    rubric : Path
        The rubric file in use.
    model : Path or None
        A model file.
    train : Path or None
        A study to train from; a study that is flagged trains itself where neither is given.
    seed : int
        For training.
    purpose : str
        What clients agreed to.
    """

    rubric: Path
    model: Path | None
    train: Path | None
    seed: int
    purpose: str


def run_flag(what: Path, source: Source, wish: Wish, *, into: Path, turns: int) -> int:
    """Flag a folder or a study, and tell what was found.

    Parameters
    ----------
    what : Path
        A folder of transcripts, or a study.
    source : Source
        A model file or a study to train from.
    wish : Wish
        Budget, workers, words.
    into : Path
        Folder of the results; what is done there already is not done again.
    turns : int
        Turns in a segment at most, where no cut lies beside a transcript.

    Returns
    -------
    int
        How many sessions were refused.

    Raises
    ------
    FidelityError
        Nothing to flag, nothing to flag it by, or a model of another rubric version.
    """
    trained_from = _trained_from(what, source)
    with open_corpus(what, purpose=source.purpose, turns=turns) as corpus:
        names = corpus.names()
        flagger = _flagger(trained_from, source)
        results = Results(folder=into)
        results.prepare()
        done = work(corpus, names, flagger, results, wish)
        refused = _finish(corpus, names, results, wish)
    OUT.print(
        f"{len(names)} sessions: {len(names) - done} flagged now, {done} done before, "
        f"{refused} refused.\nFlags: {into / 'flags.csv'}\nSessions: {into / 'sessions.csv'}",
        markup=False,
    )
    return refused


def work(
    corpus: Corpus,
    names: tuple[str, ...],
    flagger: CrossFitted,
    results: Results,
    wish: Wish,
) -> int:
    """Flag what is not done yet, and keep each session as soon as it is found.

    Parameters
    ----------
    corpus : Corpus
        Where the words are.
    names : tuple of str
        What is wanted.
    flagger : CrossFitted
        Says which classifier may speak of which session.
    results : Results
        Where findings are kept.
    wish : Wish
        Budget and workers.

    Returns
    -------
    int
        How many were done before.
    """
    made_of = {
        name: f"{flagger.of(name).classifier_id_} {wish.look_at} {corpus.digest(name)}"
        for name in names
    }
    todo = [name for name in names if not results.is_done(name, made_of=made_of[name])]
    by_classifier: dict[str, list[str]] = {}
    for name in todo:
        by_classifier.setdefault(flagger.of(name).classifier_id_, []).append(name)
    columns = (
        TextColumn(f"{'Flagging sessions':<34}"),
        BarColumn(bar_width=28),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with (
        _workers(wish),
        Progress(*columns, console=ERR, transient=not ERR.is_terminal) as progress,
    ):
        step = progress.add_task("", total=len(names), completed=len(names) - len(todo))
        for part in by_classifier.values():
            reading = _Reading(corpus=corpus, waiting={}, refused={})
            found = flagging.flag_corpus(
                flagger.of(part[0]), reading.sessions(part), look_at=wish.look_at
            )
            for one in found:
                name = reading.waiting.pop(one.session_id)
                results.keep(name, one, made_of=made_of[name])
                progress.advance(step)
            for name, fault in reading.refused.items():
                results.keep(name, _not_read(name, fault), made_of=made_of[name])
                progress.advance(step)
    return len(names) - len(todo)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """Sessions read one by one; what cannot be read is noted and stops none of the others."""

    corpus: Corpus
    waiting: dict[str, str]
    refused: dict[str, Fault]

    def sessions(self, names: list[str]) -> Iterator[pd.DataFrame]:
        for name in names:
            try:
                segments = self.corpus.segments(name)
            except FidelityError as error:
                self.refused[name] = Fault(
                    level=Level.ERROR,
                    code="not_read",
                    problem=error.problem,
                    where=error.where,
                    mend=error.mend,
                )
                continue
            self.waiting[str(segments["session_id"].iloc[0])] = name
            yield segments


def _not_read(name: str, fault: Fault) -> SessionFlags:
    nothing = pd.DataFrame()
    return SessionFlags(session_id=name, flags=nothing, means=nothing, refusal=fault)


def _trained_from(what: Path, source: Source) -> Path | None:
    """Return the study to train from; None where a model file is given."""
    if source.model is not None and source.train is not None:
        raise FidelityError(
            "a model file and a study to train from are both given.",
            where="ipt-fidelity flag",
            mend="Give --model or --train.",
        )
    if source.model is not None:
        return None
    if source.train is None and what.is_dir():
        raise FidelityError(
            "it is not said by what the folder is to be flagged.",
            where="ipt-fidelity flag",
            mend="Give --model FILE, or --train NAME.store.sqlite.",
        )
    return source.train or what


def _flagger(trained_from: Path | None, source: Source) -> CrossFitted:
    rubric = files.read_rubric(source.rubric)
    if trained_from is None:
        return unpacked(_content(source.model), rubric)
    if not trained_from.is_file():
        raise FidelityError(
            "there is no such study.",
            where=str(trained_from),
            mend="Name a study's *.store.sqlite.",
        )
    with working("Training"), open_study(trained_from) as study:
        return fit_flagger(study, rubric, seed=source.seed, purpose=source.purpose)


def _content(model: Path | None) -> bytes:
    try:
        return b"" if model is None else model.read_bytes()
    except OSError as error:
        raise FidelityError(
            f"the model file cannot be read ({error.strerror}).",
            where=str(model),
            mend="Name a file that a classifier was packed into.",
        ) from None


def _workers(wish: Wish) -> AbstractContextManager[None]:
    if wish.cluster:
        return flagging.on_cluster(wish.cluster, count=wish.workers if wish.workers > 1 else None)
    return flagging.on_workers(wish.workers) if wish.workers > 1 else nullcontext()


def _finish(corpus: Corpus, names: tuple[str, ...], results: Results, wish: Wish) -> int:
    """Write both tables, session by session, and show the first rows."""
    means = [results.means(name).assign(name=name) for name in names]
    table = pd.concat(means, ignore_index=True)
    table = table.sort_values(
        ["mean_logit", "session_id"], ascending=[False, True], ignore_index=True
    )
    refusals = [(name, told) for name in names if (told := results.refusal(name))]
    files.write_text(
        results.folder / "sessions.csv", table[list(HEAD)].to_csv(index=False, lineterminator="\n")
    )
    _write_flags(corpus, [str(name) for name in table["name"]], results, words=wish.words)
    for _, told in refusals:
        ERR.print(told, markup=False)
    shown = table.head(SHOWN)[list(HEAD)].round(2).astype(str)
    show_frame(
        shown.rename(columns=lambda name: str(name).replace("_", " ")),
        title=f"Sessions by mean logit, the first {len(shown)} of {len(table)}",
        note="A segment says little, a session's mean more. A flag is a question to a person: "
        "it rates nobody.",
    )
    return len(refusals)


def _write_flags(corpus: Corpus, names: list[str], results: Results, *, words: bool) -> None:
    """Write the flags in the order of the sessions' means; only one session is held at a time."""
    columns = [*FLAGS.names, *(["text"] if words else [])]
    target = results.folder / "flags.csv"
    part = target.with_name(".flags.csv.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            out.write(_line(columns))
            for name in names:
                flags = results.flags(name)
                if words:
                    said = corpus.segments(name).set_index("segment")["text"]
                    flags = flags.assign(text=flags["segment"].map(said))
                out.writelines(_line(row) for row in flags.itertuples(index=False, name=None))
        part.replace(target)
    except OSError as error:
        raise FidelityError(
            f"it cannot be written ({error.strerror}).",
            where=str(target),
            mend="Check that the folder has space, then run it again.",
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _line(row: list[str] | tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    return text.getvalue()
