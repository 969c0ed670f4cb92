"""The words for the desk's codes and values, the same in window and command line."""

from datetime import date
from enum import StrEnum

from kbassist import messages
from kbassist.desk.clock import ClockState, Filing
from kbassist.desk.complaints import Action, Status
from kbassist.desk.customers import MatterKind
from kbassist.desk.exports import Table
from kbassist.desk.feedback import FeedbackKind, FeedbackStatus
from kbassist.desk.follow_ups import Status as Promised
from kbassist.desk.follow_ups import Turn
from kbassist.desk.orders import Status as OrderStatus
from kbassist.desk.outbound import Bar
from kbassist.desk.reports import Flaw, ReportStatus
from kbassist.desk.rules import Entry, Rules
from kbassist.messages import _, in_context, mark, mark_in, plural

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
        (Status.OPEN, mark("Taken in")),
        (Status.TO_BE_WRITTEN, mark("To be filed in writing")),
        (Status.ANSWERED, mark("Answered")),
        (Status.CLOSED, mark("Closed")),
        (Action.ANSWER, mark("Answered")),
        (Action.ASK_DOCUMENTS, mark("Documents asked for")),
        (Action.TAKE_DOCUMENTS, mark("Documents complete")),
        (Action.EXTEND, mark("Extended")),
        (Action.ASK_WRITING, mark("Asked to file in writing")),
        (Action.TAKE_WRITING, mark("Came in writing")),
        (Action.CLOSE, mark("Customer agrees, closed")),
        (Action.REOPEN, mark("Taken up again")),
        (Bar.NO_CONSENT, mark("The customer has not agreed to this.")),
        (Bar.WITHDRAWN, mark("The customer has taken back the consent.")),
        (Bar.WEEKDAY, mark("Not allowed on this day of the week.")),
        (Bar.HOLIDAY, mark("Not allowed on a holiday.")),
        (Bar.HOURS, mark("Not allowed at this hour.")),
        (Turn.LATE, mark("Late")),
        (Turn.TODAY, mark("Today")),
        (Turn.LATER, mark("Later")),
        (Turn.WAITING, mark("Done, the customer has not confirmed yet")),
        (Promised.OPEN, mark("To be done")),
        (Promised.DONE, mark("Done, the customer has not confirmed yet")),
        (Promised.CLOSED, mark("Confirmed by the customer")),
        (Table.CALLS, mark("Calls")),
        (Table.CUSTOMERS, mark("Customer cards")),
        (Table.ORDERS, mark("Orders")),
        (Table.COMPLAINTS, mark("Complaints")),
        (Table.FOLLOW_UPS, mark("Follow-ups")),
        (Table.FEEDBACK, mark("Feedback")),
        (Table.FAVOURS, mark("Goodwill")),
        (Table.REPORTS, mark("Reports on articles")),
        (MatterKind.CALL, mark("Call")),
        (MatterKind.ORDER, mark("Order")),
        (MatterKind.COMPLAINT, mark("Complaint")),
        (MatterKind.FOLLOW_UP, mark("Follow-up")),
        (OrderStatus.NEW, mark_in("order", "New")),
        (OrderStatus.HANDED_ON, mark_in("order", "Handed on")),
        (OrderStatus.DONE, mark_in("order", "Done")),
        (OrderStatus.CANCELLED, mark_in("order", "Cancelled")),
        (FeedbackKind.SUGGESTION, mark("Suggestion")),
        (FeedbackKind.COMPLAINT, mark("Complaint")),
        (FeedbackKind.PRAISE, mark("Praise")),
        (FeedbackStatus.NEW, mark_in("feedback", "New")),
        (FeedbackStatus.PASSED_ON, mark_in("feedback", "Passed on")),
        (FeedbackStatus.IN_WORK, mark_in("feedback", "Being worked on")),
        (FeedbackStatus.DONE, mark_in("feedback", "Done")),
        (FeedbackStatus.DECLINED, mark_in("feedback", "Declined")),
        (Flaw.WRONG, mark("Wrong")),
        (Flaw.OUTDATED, mark("Out of date")),
        (ReportStatus.OPEN, mark_in("reports", "Open")),
        (ReportStatus.DONE, mark_in("reports", "Done")),
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


def day(when: date) -> str:
    """Return a day as people write it, with its weekday: Friday, 4 December 2026."""
    weekday = _("Monday Tuesday Wednesday Thursday Friday Saturday Sunday").split()[when.weekday()]
    months = _("January February March April May June July August September October November December")
    return f"{weekday}, {when.day} {months.split()[when.month - 1]} {when.year}"


def due(count: int, when: date) -> str:
    """Return by when something is due that takes so many working days."""
    words = plural("{count} working day, until {day}", "{count} working days, until {day}", count)
    return words.format(count=count, day=day(when))


def money(amount: int, currency: str) -> str:
    """Return an amount in whole units as people write it: Rp50,000."""
    number = f"{amount:,}".replace(",", in_context("thousands sign", ","))
    return f"Rp{number}" if currency == "IDR" else f"{currency} {number}"
