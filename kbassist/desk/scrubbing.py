"""Secrets that a note tells late leave what came of its call before: hand-overs, promises and the like."""

from collections.abc import Mapping
from typing import Any

from peewee import Field, Model

from kbassist.desk.tables import ComplaintRow, FavourRow, FeedbackRow, FollowUpRow, ReportRow, WrapUpRow
from kbassist.text import privacy

_WORDS: Mapping[type[Model], tuple[Field, ...]] = {
    WrapUpRow: (WrapUpRow.reason, WrapUpRow.product, WrapUpRow.summary, WrapUpRow.draft),
    FollowUpRow: (FollowUpRow.name, FollowUpRow.promise),
    ComplaintRow: (ComplaintRow.name, ComplaintRow.reason, ComplaintRow.words, ComplaintRow.handover),
    FeedbackRow: (FeedbackRow.words,),
    FavourRow: (FavourRow.gesture,),
    ReportRow: (ReportRow.words, ReportRow.wording),
}


def scrub(call: str, note: str) -> None:
    """Take the secrets of a call's note out of all that was written in it."""
    secrets = privacy.secrets(note)
    for model, fields in _WORDS.items():
        for row in model.select().where(model.call == call):  # type: ignore[attr-defined]
            for field in fields:
                setattr(row, field.name, _without(getattr(row, field.name), secrets))
            row.save()


def _without(value: str | dict[str, Any], secrets: list[str]) -> str | dict[str, Any]:
    if isinstance(value, dict):
        return {name: _without(each, secrets) for name, each in value.items()}
    return privacy.without(value, secrets) if isinstance(value, str) else value
