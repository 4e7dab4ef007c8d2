"""Rating without a notebook in sight: a page that lists a rater's sessions, and the desk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, quote

import pandas as pd

from ipt_fidelity import files
from ipt_fidelity.desk.screens import rate_blinded
from ipt_fidelity.errors import FidelityError, StoreError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study, open_study
from ipt_fidelity.widgets import CodingDesk

HEIGHT = "calc(100vh - 3.6rem)"
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Your sessions, {rater}",
        "handle": "Session",
        "phase": "Phase",
        "sheet": "Your sheet",
        "none": "not begun",
        "open": "open: {read} of {all} segments read",
        "handed_in": "handed in",
        "begin": "Begin",
        "resume": "Go on",
        "look": "Look",
        "empty": "There is no session to rate yet. Ask whoever keeps the study.",
        "gone": "There is no session {handle} for you. Choose one of these.",
        "back": "← All sessions",
        "hint": "Each key is saved at once. You can close this page at any time and go on later.",
    },
    "de": {
        "title": "Ihre Sitzungen, {rater}",
        "handle": "Sitzung",
        "phase": "Phase",
        "sheet": "Ihr Bogen",
        "none": "nicht begonnen",
        "open": "offen: {read} von {all} Segmenten gelesen",
        "handed_in": "abgegeben",
        "begin": "Beginnen",
        "resume": "Weiter",
        "look": "Ansehen",
        "empty": "Es gibt noch keine Sitzung. Fragen Sie, wer die Studie führt.",
        "gone": "Es gibt für Sie keine Sitzung {handle}. Wählen Sie eine von diesen.",
        "back": "← Alle Sitzungen",
        "hint": "Jede Taste wird sofort gespeichert. Sie können jederzeit schließen und später "
        "weitermachen.",
    },
}
_DEED = {"none": "begin", "open": "resume", "handed_in": "look"}
_STYLE = """<style>
.iptf-list { font: 15px/1.5 var(--jp-ui-font-family, system-ui, sans-serif); max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; color: var(--jp-content-font-color1, CanvasText); }
.iptf-list h1 { font-size: 22px; }
.iptf-list table { border-collapse: collapse; width: 100%; font-size: 15px; margin: 1rem 0; }
.iptf-list :is(th, td) { text-align: start !important; padding: 10px 14px 10px 0; color: inherit;
  border-bottom: 1px solid var(--jp-border-color2, GrayText); background: none; }
.iptf-list a, .iptf-back { color: var(--jp-content-link-color, LinkText); font-weight: 600; }
.iptf-list td a { display: inline-block; min-height: 28px; line-height: 28px; padding: 0 14px;
  border: 1px solid currentColor; border-radius: 4px; text-decoration: none; }
.iptf-back { font: 13px/1.4 var(--jp-ui-font-family, system-ui, sans-serif); }
</style>"""


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that shows itself; holds handles and numbers, no words of a session.

    Parameters
    ----------
    text : str
        The markup, escaped already.
    """

    text: str

    def _repr_html_(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingPage:
    """What a rater sees in place of a notebook.

    Parameters
    ----------
    head : Html
        The way back, or nothing.
    body : Html or CodingDesk
        The list of sessions, or the desk on one of them.
    """

    head: Html
    body: Html | CodingDesk


def rating_page(
    store: str | Path,
    *,
    rater: str,
    rubric: str | Path | None = None,
    query: str | None = None,
    language: str = "en",
) -> RatingPage:
    """Return the list of a rater's sessions, or the desk on the one that the address names.

    Parameters
    ----------
    store : str or Path
        The study, ``NAME.store.sqlite``.
    rater : str
        Who rates; sees sessions by handle and phase only.
    rubric : str, Path or None
        The instrument; by default the one under which every sheet of the study was opened.
    query : str or None
        ``session=HANDLE``, or nothing for the list; by default what the page was asked with.
    language : str
        ``"en"`` or ``"de"``.

    Returns
    -------
    RatingPage
        Each opening of the page is a kernel of its own; sheets are shared through the store.

    Raises
    ------
    StoreError
        There is no such study.
    FidelityError
        The study does not say which rubric.
    """
    study = study_at(store)
    instrument = rubric_for(study, rubric)
    asked = os.environ.get("QUERY_STRING", "") if query is None else query
    handle = next(iter(parse_qs(asked).get("session", [])), "")
    words = WORDS.get(language.partition("-")[0], WORDS["en"])
    known = [str(one) for one in study.seen_by(rater).sessions()["handle"]]
    if handle not in known:
        note = words["gone"].format(handle=handle) if handle else ""
        return RatingPage(head=Html(""), body=_list(study, rater, words, note))
    desk = rate_blinded(study, instrument, handle, rater=rater, language=language)
    desk.height = HEIGHT
    back = f'{_STYLE}<a class="iptf-back" href="?">{escape(words["back"])}</a>'
    return RatingPage(head=Html(back), body=desk)


def sessions_of(study: Study, rater: str) -> pd.DataFrame:
    """Return a rater's sessions with how far each is.

    Parameters
    ----------
    study : Study
        Any.
    rater : str
        Who rates.

    Returns
    -------
    pandas.DataFrame
        Columns handle, phase, sheet (none, open, handed_in), read and all: segments of the
        rater's own sheet, 0 where it is not begun.
    """
    door = study.seen_by(rater)
    shown = door.sessions()
    read: list[int] = []
    every: list[int] = []
    for handle, state in zip(shown["handle"], shown["sheet"], strict=True):
        begun = str(state) != "none"
        codings = door.sheet(str(handle)).codings.values() if begun else ()
        read.append(sum(str(coding.reading) != "unread" for coding in codings))
        every.append(len(door.session(str(handle))[1].segments) if begun else 0)
    return shown.assign(read=read, all=every)


def study_at(store: str | Path) -> Study:
    """Open a study that is there; a name with a slip never makes an empty one.

    Parameters
    ----------
    store : str or Path
        The study's file.

    Returns
    -------
    Study
        Open.

    Raises
    ------
    StoreError
        There is no such file.
    """
    if not Path(store).is_file():
        raise StoreError(
            "there is no such study.", where=str(store), mend="Name the study's *.store.sqlite."
        )
    return open_study(store)


def rubric_for(study: Study, rubric: str | Path | None) -> Rubric:
    """Return the rubric that a study is rated under.

    Parameters
    ----------
    study : Study
        Any.
    rubric : str, Path or None
        A file; None where the sheets of the study say it.

    Returns
    -------
    Rubric
        The instrument.

    Raises
    ------
    FidelityError
        No sheet says which one, or sheets differ.
    """
    if rubric is not None:
        return files.read_rubric(rubric)
    found = sorted({(head.rubric_id, head.rubric_version) for head in study.kept.heads()})
    if len(found) == 1:
        return study.kept.rubric(*found[0])
    told = ", ".join(" ".join(one) for one in found) or "none"
    raise FidelityError(
        f"the study does not say which rubric to rate under (its sheets: {told}).",
        where="rubric",
        mend="Name its file, for example --rubric rubrics/oif-0.1.0.yaml.",
    )


def _list(study: Study, rater: str, words: Mapping[str, str], note: str) -> Html:
    shown = sessions_of(study, rater)
    rows = [
        f"<tr><th scope='row'>{escape(str(row['handle']))}</th>"
        f"<td>{escape(str(row['phase']))}</td>"
        f"<td>{escape(words[str(row['sheet'])].format(read=row['read'], all=row['all']))}</td>"
        f"<td><a href='?session={quote(str(row['handle']))}'>"
        f"{escape(words[_DEED[str(row['sheet'])]])}</a></td></tr>"
        for _, row in shown.iterrows()
    ]
    heads = "".join(
        f"<th scope='col'>{escape(words[k])}</th>" for k in ("handle", "phase", "sheet")
    )
    table = (
        f"<table><thead><tr>{heads}<td></td></tr></thead><tbody>{''.join(rows)}</tbody></table>"
        if rows
        else f"<p>{escape(words['empty'])}</p>"
    )
    title = escape(words["title"].format(rater=rater))
    told = f"<p role='status'><b>{escape(note)}</b></p>" if note else ""
    return Html(
        f"{_STYLE}<main class='iptf-list'><h1>{title}</h1>{told}{table}"
        f"<p>{escape(words['hint'])}</p></main>"
    )
