"""Count the sample sessions, and ask whether length alone tells off-model segments.

    python sample_transcripts/counts.py

prints one line a session, the totals, and the area under the ROC curve of baselines that see
lengths only (0.5: length tells nothing; the two directions are folded, so 0.5 is the least).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ipt_fidelity import files
from ipt_fidelity import sheet as sheet_room
from ipt_fidelity.rubric import Circumstances
from ipt_fidelity.sheet import SheetHead, fold
from ipt_fidelity.transcript import segments_frame
from ipt_fidelity.transcript.session import THERAPIST_ROLES

HERE = Path(__file__).resolve().parent
RUBRIC = HERE.parent / "rubrics" / "oif-0.1.0.yaml"


def transcripts() -> list[Path]:
    """Return the transcript of every sample session, in order."""
    stems = sorted(path.name.partition(".")[0] for path in HERE.glob("*.session.yaml"))
    return [
        next(p for e in (".vtt", ".txt", ".csv") if (p := HERE / f"{s}{e}").exists()) for s in stems
    ]


def every_segment() -> pd.DataFrame:
    """Return one row a segment: session facts, resolved status by gold, and lengths in words."""
    rubric = files.read_rubric(RUBRIC)
    frames: list[pd.DataFrame] = []
    for path in transcripts():
        transcript = files.read_transcript(path)
        session = transcript.session
        cut = files.read_segments(HERE / f"{session.id}.segments.csv", transcript)
        written = files.read_sheet(HERE / "sheets" / f"{session.id}.gold.sheet.yaml", rubric)
        head = SheetHead(
            session_id=session.id,
            rater_id="gold",
            rubric_id=rubric.id,
            rubric_version=rubric.version,
            rubric_sha256=rubric.sha256,
            segmentation_id=cut.id,
        )
        about = Circumstances(
            phase=session.phase, phase_position=session.phase_position, variants=session.variants
        )
        codings = fold(head, written.marks).codings
        roles = {speaker.id: speaker.role for speaker in transcript.speakers}
        places = {turn.id: n for n, turn in enumerate(transcript.turns)}
        frame = segments_frame(transcript, cut)
        inside = [
            transcript.turns[places[s.first_turn] : places[s.last_turn] + 1] for s in cut.segments
        ]
        spoken = [
            [t.words for t in turns if roles[t.speaker_id] in THERAPIST_ROLES] for turns in inside
        ]
        frames.append(
            frame.assign(
                therapist=session.therapist,
                phase=session.phase,
                source_format=path.suffix[1:],
                turns=[len(turns) for turns in inside],
                words=[sum(turn.words for turn in turns) for turns in inside],
                therapist_turn=[sum(w) / len(w) if w else 0.0 for w in spoken],
                longest_turn=[max(w, default=0) for w in spoken],
                status=[
                    str(sheet_room.resolve_status(rubric, codings[s.id], about))
                    for s in cut.segments
                ],
            )
        )
    return pd.concat(frames, ignore_index=True)


def folded_auc(score: pd.Series, positive: pd.Series) -> float:
    """Return the area under the ROC curve, folded at 0.5 (Mann and Whitney, 1947)."""
    ranks = score.rank()
    n_pos, n_neg = int(positive.sum()), int((~positive).sum())
    u = float(ranks[positive].sum()) - n_pos * (n_pos + 1) / 2
    auc = u / (n_pos * n_neg)
    return max(auc, 1 - auc)


def main() -> None:
    """Print the counts and the length-only baselines."""
    segments = every_segment()
    off = segments["status"] == "off_model"
    table = (
        segments.assign(off=off)
        .groupby("session_id")
        .agg(
            therapist=("therapist", "first"),
            phase=("phase", "first"),
            format=("source_format", "first"),
            turns=("turns", "sum"),
            segments=("segment", "count"),
            off_model=("off", "sum"),
            share=("off", "mean"),
        )
    )
    print(table.to_string(formatters={"share": "{:.2f}".format}))
    print(
        f"\n{len(table)} sessions, {table['therapist'].nunique()} therapists, "
        f"{table['turns'].sum()} turns, {len(segments)} segments, "
        f"{off.sum()} of them off the model ({off.mean():.1%})"
    )
    print(table.groupby("phase").size().to_string(header=False))
    print("\nAUC of baselines that see lengths only:")
    for name, label in (
        ("therapist_turn", "mean length of the therapist's turns"),
        ("longest_turn", "longest turn of the therapist"),
        ("therapist_words", "words of the therapist in the segment"),
        ("turns", "turns in the segment"),
        ("words", "words in the segment"),
    ):
        print(f"  {label:40s} {folded_auc(segments[name], off):.3f}")


if __name__ == "__main__":
    main()
