"""The main job in small, on the sample sessions: from transcripts to one report."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipt_fidelity import desk, files, flagging
from ipt_fidelity.cli.showing import OUT, interval, show_frame, tracker, working
from ipt_fidelity.errors import FidelityError
from ipt_fidelity.report import Design
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study, open_study

HOUSE = Path(__file__).resolve().parents[2]
STORE = "tour.store.sqlite"
REPORT = "report.html"
CARD = "flagging_card.txt"
SEED = 11
ENDINGS = (".vtt", ".txt", ".csv")
SHOWN_STATISTICS = {
    "pr_auc": "PR-AUC",
    "roc_auc": "ROC-AUC",
    "recall_at_budget": "found within budget",
    "precision_at_budget": "right within budget",
    "ece": "calibration error",
}
DESIGN = Design(
    unit="by hand, at changes of the therapist's task, locked before coding",
    blinding="the second reader saw neither the first coding nor its reasons",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The folder of a tour: a study, the rubrics, the samples and the notebooks.

    Parameters
    ----------
    path : Path
        Where it lies.
    """

    path: Path

    @property
    def store(self) -> Path:
        """The study's store."""
        return self.path / STORE

    @property
    def report(self) -> Path:
        """The report page."""
        return self.path / REPORT

    @property
    def card(self) -> Path:
        """The classifier's card."""
        return self.path / CARD

    @property
    def samples(self) -> Path:
        """The sample sessions."""
        return self.path / "sample_transcripts"

    def transcripts(self) -> list[Path]:
        """Return the transcript of each sample session, in order."""
        stems = sorted(path.name.partition(".")[0] for path in self.samples.glob("*.session.yaml"))
        return [
            next(path for ending in ENDINGS if (path := self.samples / f"{stem}{ending}").exists())
            for stem in stems
        ]

    def sheets(self) -> list[Path]:
        """Return the sheet files, in order: those of readers, then simulated ones."""
        folder = self.samples / "sheets"
        simulated = sorted((folder / "simulated").glob("*.sheet.yaml"))
        return sorted(folder.glob("*.sheet.yaml")) + simulated


def furnish(into: Path) -> Folder:
    """Put rubrics, samples and notebooks into a folder; what a person changed there stays.

    Parameters
    ----------
    into : Path
        Is made where it is not there.

    Returns
    -------
    Folder
        Ready for a study.

    Raises
    ------
    FidelityError
        The samples are not beside the package, or the folder cannot be written.
    """
    for name in ("rubrics", "sample_transcripts", "notebooks"):
        if not (HOUSE / name).is_dir():
            raise FidelityError(
                f"the folder '{name}' is not beside the package.",
                where=HOUSE.name,
                mend="Run the tour from a clone of the project, installed with pip install -e .",
            )
    try:
        into.mkdir(parents=True, exist_ok=True)
        left_out = shutil.ignore_patterns("__pycache__", "*.py")
        for name in ("rubrics", "sample_transcripts"):
            if not (into / name).exists():
                shutil.copytree(HOUSE / name, into / name, ignore=left_out)
        for book in sorted((HOUSE / "notebooks").glob("*.ipynb")):
            if not (into / book.name).exists():
                shutil.copy(book, into / book.name)
    except OSError as error:
        raise FidelityError(
            f"the folder cannot be written ({error.strerror}).",
            where=str(into),
            mend="Name another folder: ipt-fidelity tour --into FOLDER.",
        ) from None
    return Folder(path=into)


def fill(folder: Folder, study: Study, rubric: Rubric) -> None:
    """Admit the sample sessions and take in the sample sheets; repeats change nothing.

    Parameters
    ----------
    folder : Folder
        With the samples.
    study : Study
        New, or of a tour before.
    rubric : Rubric
        The rubric that the sheets name.
    """
    for path in tracker("Admitting sessions")(folder.transcripts()):
        transcript = files.read_transcript(path)
        cut = folder.samples / f"{transcript.session.id}.segments.csv"
        study.admit(transcript, files.read_segments(cut, transcript))
    for path in tracker("Taking in sheets")(folder.sheets()):
        study.take_in(files.read_sheet(path, rubric), rubric)


def show_agreement(frame: pd.DataFrame, rubric: Rubric) -> None:
    """Print agreement on families of codes at both levels, and on the session items.

    Parameters
    ----------
    frame : pandas.DataFrame
        AGREEMENT.
    rubric : Rubric
        The instrument.
    """
    families = [family.id for family in rubric.families]
    rows = [_family_row(frame, what) for what in ["all", *families]]
    show_frame(
        pd.DataFrame(rows),
        title="Agreement on families of codes: one reader, four simulated raters",
        note="95 % intervals by bootstrap over sessions. Every coefficient is in the report.",
    )
    items = frame[frame["what"].isin([item.id for item in rubric.items])]
    leading = items.drop_duplicates(subset=["what", "level"])
    undefined = leading["value"].isna()
    told = pd.DataFrame(
        {
            "item": leading["what"],
            "statistic": [
                _words(s, f) for s, f in zip(leading["statistic"], leading["form"], strict=True)
            ],
            "value": _intervals(leading),
            "sessions": leading["n_units"],
            "why undefined": leading["undefined"].where(undefined, "").fillna(""),
        }
    )
    show_frame(told, title="Agreement on session items, by the statistic each declares")


def _family_row(frame: pd.DataFrame, what: str) -> dict[str, object]:
    own = frame[frame["what"] == what]
    unit, session = own[own["level"] == "unit"], own[own["level"] == "session"]
    positive = unit["n_positive"].dropna()
    return {
        "family": what,
        "alpha, segments": _first(unit, "krippendorff_alpha"),
        "AC1, segments": _first(unit, "gwet_ac1"),
        "ICC of counts, sessions": _first(session, "icc"),
        "codings": "" if positive.empty else str(int(positive.iloc[0])),
    }


def _first(rows: pd.DataFrame, statistic: str) -> str:
    own = rows[rows["statistic"] == statistic]
    return _intervals(own.head(1))[0] if len(own) else ""


def _intervals(rows: pd.DataFrame) -> list[str]:
    return [
        interval(value, low, high)
        for value, low, high in zip(rows["value"], rows["low"], rows["high"], strict=True)
    ]


def _words(statistic: str, form: object) -> str:
    return f"{statistic.replace('_', ' ')} {form if isinstance(form, str) else ''}".strip()


def show_verdicts(scores: pd.DataFrame) -> None:
    """Print one line a session: scores and verdicts.

    Parameters
    ----------
    scores : pandas.DataFrame
        SCORES of one sheet a session.
    """
    rows: list[dict[str, object]] = []
    for session_id, group in scores.groupby("session_id", sort=True):
        by_score = group.set_index("score_id")
        row: dict[str, object] = {"session": session_id, "stage": group["stage"].iloc[0]}
        for score_id, digits in (
            ("adherence", 1),
            ("avoidance", 1),
            ("competence", 1),
            ("purity", 2),
        ):
            value = by_score["value"].get(score_id)
            row[score_id] = interval(value, None, None, digits=digits)
        row["verdict"] = str(by_score["verdict"].get("fidelity", "")).replace("_", " ")
        rows.append(row)
    show_frame(
        pd.DataFrame(rows),
        title="Sessions (adjudicated sheets)",
        note="Every threshold of this rubric is provisional.",
    )


def show_evaluation(card: flagging.Card) -> None:
    """Print how the flagger does on therapists it has not seen, beside its baselines.

    Parameters
    ----------
    card : Card
        Of ``flagging.cross_validate``.
    """
    frame = card.evaluation
    told = dict(
        zip(
            zip(frame["model"].astype(str), frame["statistic"].astype(str), strict=True),
            _intervals(frame),
            strict=True,
        )
    )
    rows: list[dict[str, object]] = []
    for model in dict.fromkeys(frame["model"].astype(str)):
        cells = {label: told.get((model, name), "") for name, label in SHOWN_STATISTICS.items()}
        if any(cells.values()):
            rows.append({"model": model.replace("_", " "), **cells})
    show_frame(
        pd.DataFrame(rows),
        title="Off-model flags on held-out therapists, beside baselines",
        note="95 % intervals over therapists. Budget: the fifth of the segments ranked first.",
    )


def run_tour(into: Path) -> Folder:
    """Do the main job on the sample sessions and print what comes out.

    Parameters
    ----------
    into : Path
        Folder for study, report and notebooks.

    Returns
    -------
    Folder
        With the study filled and the report written.
    """
    OUT.print("All sessions of this tour are invented; raters sim-1 to sim-4 are simulated.\n")
    folder = furnish(into)
    rubric = files.read_rubric(folder.path / "rubrics" / "oif-0.1.0.yaml")
    with open_study(folder.store) as study:
        fill(folder, study, rubric)
        with working("Comparing raters"):
            agreed = desk.study_agreement(study, rubric, seed=SEED, level="family")
        show_agreement(agreed, rubric)
        with working("Scoring sessions"):
            scores = desk.score_study(study, rubric)
        show_verdicts(scores)
        card = flagging.cross_validate(
            study.labelled_segments(rubric, purpose="training"),
            group="therapist_id",
            seed=SEED,
            rubric=rubric,
            beside=(),
            track=tracker("Judging flags, unseen therapists"),
        )
        show_evaluation(card)
        files.write_text(folder.card, str(card))
        with working("Drawing the report"):
            page = desk.report_study(
                study,
                rubric,
                title="Tour of the sample sessions",
                seed=SEED,
                evaluation=card.evaluation,
                design=DESIGN,
            )
        desk.write_page(page, folder.report)
    OUT.print(f"\nReport: {folder.report}\nCard of the classifier: {folder.card}", markup=False)
    where = "" if into == Path("fidelity-tour") else f" --into {into}"
    OUT.print(
        f"To rate a session by keyboard, type: ipt-fidelity lab{where}\n"
        "It opens JupyterLab on notebook 1 with this study; run its cells with Shift+Enter.",
        markup=False,
    )
    return folder
