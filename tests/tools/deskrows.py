"""Rows of the desk for tests: each function makes one, and what is not given is plain."""

from datetime import UTC, date, datetime
from typing import Any

from kbassist.desk.tables import (
    CallRow,
    ComplaintRow,
    FavourRow,
    FeedbackRow,
    FollowUpRow,
    ReportRow,
    WrapUpRow,
)

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def call(**given: Any) -> CallRow:
    """Keep a call."""
    plain = {"started": NOW, "note": "", "channel": "phone", "salutation": "", "name": "", "lang": "id", "phase": ""}
    return CallRow.create(**{**plain, "used": [], **given})


def wrap_up(**given: Any) -> WrapUpRow:
    """Keep how a call went."""
    texts = dict.fromkeys(("outcome", "reason", "product", "offer", "offer_result", "offer_reason", "summary"), "")
    return WrapUpRow.create(**{"at": NOW, **texts, **given})


def complaint(**given: Any) -> ComplaintRow:
    """Keep an entry of the complaint register."""
    names = ("customer", "name", "call", "agent", "product", "reason", "words", "channel", "unit", "line", "handover")
    days = {"opened": date(2026, 11, 20), "due": date(2026, 12, 1), "changed": NOW}
    return ComplaintRow.create(
        **{**dict.fromkeys(names, ""), **days, "documents": [], "waiting": [], "status": "open", **given}
    )


def follow_up(**given: Any) -> FollowUpRow:
    """Keep a promise."""
    names = ("call", "customer", "name", "agent", "promise", "bulletin")
    return FollowUpRow.create(
        **{**dict.fromkeys(names, ""), "due": NOW, "status": "open", "made": NOW, "changed": NOW, **given}
    )


def feedback(**given: Any) -> FeedbackRow:
    """Keep what a customer said."""
    names = ("call", "customer", "agent", "kind", "product", "reason", "words", "status", "answer")
    return FeedbackRow.create(**{**dict.fromkeys(names, ""), "day": date(2026, 11, 20), "changed": NOW, **given})


def favour(**given: Any) -> FavourRow:
    """Keep a gesture of goodwill."""
    names = ("customer", "name", "call", "agent", "line", "gesture", "currency", "approver")
    return FavourRow.create(**{**dict.fromkeys(names, ""), "day": date(2026, 11, 20), **given})


def report(**given: Any) -> ReportRow:
    """Keep what an agent found in an article."""
    names = ("place", "wording", "words", "call", "customer", "agent", "answer", "editor")
    plain = {"article": "kartu", "lang": "id", "flaw": "wrong", "status": "open", "made": NOW, "changed": NOW}
    return ReportRow.create(**{**dict.fromkeys(names, ""), **plain, **given})
