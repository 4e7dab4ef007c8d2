"""From a path to what the file holds; the file itself is opened for reading only."""

from __future__ import annotations

from pathlib import Path

from ipt_fidelity.errors import FileFormatError, RubricError, SheetError, TranscriptError
from ipt_fidelity.rubric.reading import read
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.sheet.sheet_file import WrittenSheet, parse_sheet
from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.pieces import LIMITS, Limits
from ipt_fidelity.transcript.reading import Unnamed, Wish, parse, too_large
from ipt_fidelity.transcript.segment_table import parse_segments
from ipt_fidelity.transcript.segmenting import Segmentation
from ipt_fidelity.transcript.session_file import SUFFIX, SessionRecord, parse_session
from ipt_fidelity.transcript.transcript import Transcript

_MOST_YAML = 4_000_000


def read_transcript(
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word that people use for it
    encoding: str | None = None,
    part: str | None = None,
    unnamed: str = "refuse",
    limits: Limits = LIMITS,
) -> Transcript:
    """Read a transcript, with the session record beside it.

    Parameters
    ----------
    path : str or Path
        A file of any format that is known; its content decides which.
    format : str or None
        Name of the format, where the content should not decide.
    encoding : str or None
        Encoding of a text file, where the content should not decide.
    part : str or None
        Which session or sheet, where a file holds several.
    unnamed : str
        ``"refuse"`` a file that names no speaker, or ``"keep"`` it with every piece as a turn of
        one unnamed speaker, to be written as a table and filled in.
    limits : Limits
        How much is taken on.

    Returns
    -------
    Transcript
        Roles as the record ``<stem>.session.yaml`` states them; without it they are unknown.

    Raises
    ------
    TranscriptError
        Carries every fault of the transcript, or of its record.
    """
    place = Path(path)
    wish = Wish(
        format=format,
        encoding=encoding,
        part=part,
        unnamed=_unnamed(unnamed),
        limits=limits,
    )
    content = _content(place, TranscriptError, most=limits.container_bytes)
    record = read_session(beside) if (beside := record_beside(place)) else None
    return parse(content, name=place.name, record=record, wish=wish)


def record_beside(path: str | Path) -> Path | None:
    """Find the session record of a transcript.

    Parameters
    ----------
    path : str or Path
        Of the transcript.

    Returns
    -------
    Path or None
        ``<stem>.session.yaml`` in the same folder, where there is one.
    """
    place = Path(path)
    beside = place.with_name(f"{place.stem}{SUFFIX}")
    return beside if beside.is_file() else None


def read_session(path: str | Path) -> SessionRecord:
    """Read a session record.

    Parameters
    ----------
    path : str or Path
        A file of the format ipt-session/1.

    Returns
    -------
    SessionRecord
        Facts about the session, roles by label.

    Raises
    ------
    TranscriptError
        Carries every fault.
    """
    place = Path(path)
    return parse_session(_text(place, TranscriptError), where=place.name)


def read_segments(path: str | Path, transcript: Transcript) -> Segmentation:
    """Read a cut that was made by hand.

    Parameters
    ----------
    path : str or Path
        CSV with the head segment, first_turn, last_turn.
    transcript : Transcript
        The session that is cut.

    Returns
    -------
    Segmentation
        Covers every turn once.

    Raises
    ------
    TranscriptError
        Carries every fault.
    """
    place = Path(path)
    return parse_segments(_text(place, TranscriptError), transcript, where=place.name)


def read_rubric(path: str | Path) -> Rubric:
    """Read a rubric, with the wording that it keeps in a text pack, where that is there.

    Parameters
    ----------
    path : str or Path
        A file of the format ipt-rubric/1.

    Returns
    -------
    Rubric
        Checked as a whole. A pack that is missing leaves ids in place of wording.

    Raises
    ------
    RubricError
        Carries every fault.
    """
    place = Path(path)
    rubric = read(_text(place, RubricError), where=place.name)
    named = rubric.file.rubric.text_pack
    if named is None or not (place.parent / named.path).is_file():
        return rubric
    pack = _text(place.parent / named.path, RubricError)
    return read(rubric.text, where=place.name, pack=pack)


def read_rubric_text(path: str | Path) -> str:
    """Read the text of a rubric file without checking it.

    Parameters
    ----------
    path : str or Path
        A text file.

    Returns
    -------
    str
        Its text.

    Raises
    ------
    RubricError
        The file is not there or is no text.
    """
    return _text(Path(path), RubricError)


def read_sheet(path: str | Path, rubric: Rubric) -> WrittenSheet:
    """Read a sheet that was filled in elsewhere.

    Parameters
    ----------
    path : str or Path
        A file of the format ipt-sheet/1.
    rubric : Rubric
        The rubric that it names.

    Returns
    -------
    WrittenSheet
        Who rated what, and the marks.

    Raises
    ------
    SheetError
        Carries every fault.
    """
    place = Path(path)
    return parse_sheet(_text(place, SheetError), where=place.name, rubric=rubric)


def read_text(path: str | Path) -> str:
    """Read a small text file that belongs to transcripts: a key, a list of names.

    Parameters
    ----------
    path : str or Path
        UTF-8.

    Returns
    -------
    str
        Its text.

    Raises
    ------
    TranscriptError
        The file is not there, is too large or is no text.
    """
    return _text(Path(path), TranscriptError)


def _unnamed(written: str) -> Unnamed:
    try:
        return Unnamed(written)
    except ValueError:
        raise TranscriptError(
            [
                error(
                    "unknown_wish",
                    f"there is no unnamed='{written}'.",
                    where="read_transcript",
                    mend="Write 'refuse' or 'keep'.",
                )
            ]
        ) from None


def _text(path: Path, kind: type[FileFormatError]) -> str:
    content = _content(path, kind, most=_MOST_YAML)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as refusal:
        line = content[: refusal.start].count(b"\n") + 1
        raise kind(
            [
                error(
                    "wrong_encoding",
                    "the file is not UTF-8.",
                    where=f"{path.name}, line {line}",
                    mend="Save it as UTF-8 text.",
                )
            ]
        ) from None


def _content(path: Path, kind: type[FileFormatError], *, most: int) -> bytes:
    try:
        if path.is_dir():
            raise kind(
                [
                    error(
                        "is_folder",
                        "this is a folder, not a file.",
                        where=str(path),
                        mend="Name one file in it.",
                    )
                ]
            )
        size = path.stat().st_size
        if size > most:
            raise kind([too_large(size, most, path.name)])
        return path.read_bytes()
    except OSError as refusal:
        missing = isinstance(refusal, FileNotFoundError)
        problem = (
            "there is no such file." if missing else f"it cannot be opened ({refusal.strerror})."
        )
        mend = "Check the path." if missing else "Check who may read it, then try again."
        raise kind([error("no_file", problem, where=str(path), mend=mend)]) from None
