"""The words for the desk's codes and values, the same in window and command line."""

from enum import StrEnum

from kbassist import messages
from kbassist.desk.clock import ClockState, Filing
from kbassist.desk.feedback import FeedbackKind, FeedbackStatus
from kbassist.desk.outbound import Bar
from kbassist.desk.rules import Entry, Rules
from kbassist.messages import _, in_context, mark, mark_in

# Values of different enumerations can be equal, so their type is part of the key.
_VALUES: dict[tuple[type[StrEnum], str], str | tuple[str, str]] = {
    (type(value), value.value): message
    for value, message in (
        (Entry.OUTCOME, mark("Outcome")),
        (Entry.REASON, mark("Reason")),
        (Entry.PRODUCT, mark("Product")),
        (Entry.OFFER_RESULT, mark("Answer to the offer")),
        (Entry.FOLLOW_UP, mark("Follow-up")),
        (Entry.CUSTOMER, mark("Customer")),
        (Filing.SPOKEN, mark("Spoken")),
        (Filing.WRITTEN, mark("Written")),
        (ClockState.IN_TIME, mark("In time")),
        (ClockState.WAITING, mark("Waiting for documents")),
        (ClockState.DUE_TODAY, mark("Due today")),
        (ClockState.LATE, mark("Late")),
        (Bar.NO_CONSENT, mark("The customer has not agreed to this.")),
        (Bar.WITHDRAWN, mark("The customer has taken back the consent.")),
        (Bar.WEEKDAY, mark("Not allowed on this day of the week.")),
        (Bar.HOLIDAY, mark("Not allowed on a holiday.")),
        (Bar.HOURS, mark("Not allowed at this hour.")),
        (FeedbackKind.SUGGESTION, mark("Suggestion")),
        (FeedbackKind.COMPLAINT, mark("Complaint")),
        (FeedbackKind.PRAISE, mark("Praise")),
        (FeedbackStatus.NEW, mark_in("feedback", "New")),
        (FeedbackStatus.PASSED_ON, mark_in("feedback", "Passed on")),
        (FeedbackStatus.IN_WORK, mark_in("feedback", "Being worked on")),
        (FeedbackStatus.DONE, mark_in("feedback", "Done")),
        (FeedbackStatus.DECLINED, mark_in("feedback", "Declined")),
    )
}

# Codes of the rules, which a bank can add to.
_CODES: dict[str, tuple[str, str]] = {
    "solved": mark_in("outcome", "Solved"),
    "handed-over": mark_in("outcome", "Handed over"),
    "call-back": mark_in("outcome", "To be called back"),
    "not-solved": mark_in("outcome", "Not solved"),
    "no-answer": mark_in("outcome", "No answer"),
    "wrong-number": mark_in("outcome", "Wrong number"),
    "accepted": mark_in("answer to an offer", "Accepted"),
    "later": mark_in("answer to an offer", "Later"),
    "declined": mark_in("answer to an offer", "Declined"),
    "not-asked": mark_in("answer to an offer", "Not asked"),
    "no-need": mark_in("reason", "No need for it"),
    "too-expensive": mark_in("reason", "Too expensive"),
    "has-elsewhere": mark_in("reason", "Has it elsewhere"),
    "no-time": mark_in("reason", "No time now"),
    "no-trust": mark_in("reason", "Does not trust it"),
    "other": mark_in("reason", "Another reason"),
    "agent": mark_in("role", "Agent"),
    "supervisor": mark_in("role", "Supervisor"),
    "branch-head": mark_in("role", "Head of branch"),
    "offers": mark_in("purpose", "Offers"),
    "surveys": mark_in("purpose", "Surveys"),
    "service-news": mark_in("purpose", "News about services"),
    "data-sharing": mark_in("purpose", "Sharing data with partners"),
}


def word(value: StrEnum) -> str:
    """Return the word for a value of the desk."""
    message = _VALUES[type(value), value.value]
    return _(message) if isinstance(message, str) else in_context(*message)


def code_word(code: str, rules: Rules) -> str:
    """Return the word for a code of the rules: the bank's own, else ours, else the code as it can be read."""
    own = rules.words.get(code, {})
    if own:
        return own.get(messages.language()) or next(iter(own.values()))
    return in_context(*_CODES[code]) if code in _CODES else code.replace("-", " ").capitalize()


def calendar_ends(day: str) -> str:
    """Return the notice for a due day past the last one for which holidays are known."""
    return _("Holidays after {day} are not known yet; only weekends are left out.").format(day=day)
