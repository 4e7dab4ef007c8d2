"""The tables of a study, as queries name them; their rules stand in ``migrations``.

Two files: the store holds ids, numbers and hashes; the schema ``words`` lies in the file beside it
and holds whatever somebody said or wrote.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, MetaData, String, Table

METADATA = MetaData()


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, String) for name in names]


def _whole(*names: str) -> list[Column[int]]:
    return [Column(name, Integer) for name in names]


ABOUT = Table(
    "about", METADATA, *_whole("one"), *_text("study_uid", "handle_key"), *_whole("at_us")
)
SESSION = Table(
    "session",
    METADATA,
    *_text("session_id", "case_id", "therapist_id"),
    *_whole("number"),
    *_text("phase", "phase_position", "variants", "problem_area", "site", "client_group"),
    *_text("language", "masking", "masked_by", "checked_by", "transcript_sha256"),
    *_whole("admitted_us"),
)
CONSENT = Table("consent", METADATA, *_text("session_id", "purpose"))
RECORDING = Table(
    "recording",
    METADATA,
    *_text("session_id", "sha256"),
    Column("seconds", Float),
    Column("offset_s", Float),
)
SETTING = Table("setting", METADATA, *_text("name", "value"), *_whole("at_us"))
TURN = Table(
    "turn",
    METADATA,
    *_text("session_id"),
    *_whole("position"),
    *_text("turn", "role"),
    Column("start_s", Float),
    Column("end_s", Float),
    *_whole("words"),
)
SEGMENTATION = Table(
    "segmentation",
    METADATA,
    *_text("session_id", "segmentation_id", "method"),
    *_whole("locked_us"),
)
SEGMENT = Table(
    "segment",
    METADATA,
    *_text("session_id"),
    *_whole("position"),
    *_text("segment", "first_turn", "last_turn"),
    *_whole("therapist_words"),
)
RUBRIC = Table("rubric", METADATA, *_text("rubric_id", "version", "sha256", "text"))
RATER = Table("rater", METADATA, *_text("rater_id"), *_whole("first_us"))
SHEET = Table(
    "sheet",
    METADATA,
    Column("sheet_id", Integer, primary_key=True),
    *_text("session_id", "rater_id", "stage", "perspective"),
    *_text("rubric_id", "rubric_version", "segmentation_id", "simulated"),
    *_whole("opened_us"),
)
MARK = Table(
    "mark",
    METADATA,
    Column("mark_id", Integer, primary_key=True),
    *_whole("sheet_id", "place"),
    *_text("client"),
    *_whole("seq", "at_us"),
    *_text("target", "field", "value"),
    *_whole("worded"),
    *_text("before", "hash"),
)
EXPOSURE = Table(
    "exposure",
    METADATA,
    Column("exposure_id", Integer, primary_key=True),
    *_text("rater_id", "session_id", "what"),
    *_whole("at_us"),
)
FORGOTTEN = Table(
    "forgotten",
    METADATA,
    Column("forgotten_id", Integer, primary_key=True),
    *_whole("at_us", "sheets", "marks"),
)

WORDS_ABOUT = Table("words_about", METADATA, *_whole("one"), *_text("study_uid"), schema="words")
SPOKEN = Table("spoken", METADATA, *_text("session_id", "body"), schema="words")
RECORDED = Table("recorded", METADATA, *_text("session_id", "path"), schema="words")
WRITTEN = Table("written", METADATA, *_text("token", "session_id", "salt", "text"), schema="words")
