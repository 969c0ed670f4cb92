"""The words for the core's codes and values, the same in window and command line."""

from enum import StrEnum

from kbassist.assist.kinds import Change, Hint, Lock, MoodLevel, Outcome, Phase, Source
from kbassist.assist.sheet import Aspect, Verdict
from kbassist.content.kinds import ArticleKind, Channel, Group, LineKind, Severity, Stage, Status
from kbassist.content.life import Step
from kbassist.content.model import Cure, Problem
from kbassist.messages import _, in_context, mark, mark_in
from kbassist.problems import CURES, PROBLEMS
from kbassist.text.fieldtypes import FieldError, FieldType
from kbassist.text.findings import Kind

# Each says its own.
LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
# Values of different enumerations can be equal (an upset mood, the lock that comes of it), so their type is part
# of the key.
_VALUES: dict[tuple[type[StrEnum], str], str | tuple[str, str]] = {
    (type(value), value.value): message
    for value, message in (
        (Group.CALM, mark("Calm")),
        (Group.TALK, mark("Talk")),
        (Group.OFFER, mark("Offer")),
        (Group.HAND_OVER, mark("Hand over")),
        (LineKind.OPEN, mark("Open")),
        (LineKind.CLOSE, mark("Close")),
        (LineKind.ASK, mark("Ask")),
        (LineKind.ANSWER, mark("Answer")),
        (LineKind.EDUCATE, mark("Explain")),
        (LineKind.STEPS, mark("Steps")),
        (LineKind.COMPLY, mark("Must say")),
        (LineKind.DEESCALATE, mark("Calm down")),
        (LineKind.RETAIN, mark("Keep")),
        (LineKind.GOODWILL, mark("Goodwill")),
        (LineKind.CROSS_SELL, mark("Suggest")),
        (LineKind.UP_SELL, mark("Step up")),
        (LineKind.DOWN_SELL, mark("Save costs")),
        (LineKind.ESCALATE, mark("Pass on")),
        (LineKind.FOLLOW_UP, mark("Follow up")),
        (LineKind.FORM, mark("Form")),
        (FieldType.TEXT, mark("Text")),
        (FieldType.LONG_TEXT, mark("Long text")),
        (FieldType.NUMBER, mark("Number")),
        (FieldType.AMOUNT, mark("Amount")),
        (FieldType.DATE, mark("Date")),
        (FieldType.PHONE, mark("Phone number")),
        (FieldType.EMAIL, mark("E-mail")),
        (FieldType.NIK, mark("NIK")),
        (FieldType.NPWP, mark("NPWP")),
        (FieldType.ACCOUNT, mark("Account number")),
        (FieldType.POSTCODE, mark("Postcode")),
        (FieldType.CHOICE, mark("Choice")),
        (FieldType.YES_NO, mark("Yes or no")),
        (Stage.ACKNOWLEDGE, mark("Acknowledge")),
        (Stage.EMPATHISE, mark("Empathise")),
        (Stage.APOLOGISE, mark("Apologise")),
        (Stage.RESOLVE, mark("Resolve")),
        (Stage.THANK, mark("Thank")),
        (Channel.PHONE, mark("Phone")),
        (Channel.COUNTER, mark("Counter")),
        (Channel.CHAT, mark("Chat")),
        (Channel.EMAIL, mark("E-mail")),
        (Channel.TEXT, mark("Text message")),
        (Kind.CARD, mark("Card number")),
        (Kind.NIK, mark("NIK")),
        (Kind.NPWP, mark("NPWP")),
        (Kind.PHONE, mark("Phone number")),
        (Kind.EMAIL, mark("E-mail address")),
        (Kind.ACCOUNT, mark("Account number")),
        (MoodLevel.CALM, mark_in("mood", "Calm")),
        (MoodLevel.UNEASY, mark("Uneasy")),
        (MoodLevel.UPSET, mark("Upset")),
        (MoodLevel.FURIOUS, mark("Furious")),
        (Phase.OPENING, mark("Opening")),
        (Phase.EXPLORING, mark("Exploring")),
        (Phase.CALMING, mark("Calming")),
        (Phase.SOLVING, mark("Solving")),
        (Phase.SOLVED, mark("Solved")),
        (Phase.OFFERING, mark("Offering")),
        (Phase.CLOSING, mark("Closing")),
        (Lock.UPSET, mark("the customer is still upset")),
        (Lock.FRAUD, mark("a fraud is being reported")),
        (Lock.LOSS, mark("something is lost or stolen")),
        (Lock.DEATH, mark("the family is grieving")),
        (Lock.DISPUTE, mark("a transaction is disputed")),
        (Lock.LEAVING, mark("the customer wants to leave")),
        (Lock.OPEN_PROBLEM, mark("the problem is not solved yet")),
        (Lock.OFFER_MADE, mark("one offer has been made in this call")),
        (Hint.ACKNOWLEDGE_FIRST, mark("Acknowledge how they feel, then solve it.")),
        (Hint.REACH_THE_PROBLEM, mark("Enough comforting: now turn to the problem.")),
        (Hint.ABUSE_WARN, mark("Abusive words: remind them once, calmly.")),
        (Hint.ABUSE_PAUSE, mark("Still abusive: take a short pause.")),
        (Hint.ABUSE_SUPERVISOR, mark("Still abusive: hand over to the supervisor.")),
        (Verdict.NOT_IN_FORCE, mark("Not shown: its article is not in force today.")),
        (Verdict.FACT_NOT_IN_FORCE, mark("Not shown: a fact in it does not hold today.")),
        (Verdict.OTHER_CHANNEL, mark("Not shown: it is worded for another channel.")),
        (Verdict.NEEDS, mark("Not shown: something must be known first.")),
        (Verdict.USED, mark("Not shown: it has been said in this call.")),
        (Verdict.DISMISSED, mark("Not shown: you took it away in this call.")),
        (Verdict.VETOED, mark("Not shown: words of the note rule it out.")),
        (Verdict.TOO_WEAK, mark("Not shown: too little in the note speaks for it.")),
        (Verdict.SILENT, mark("Not shown: this is not the moment for it.")),
        (Verdict.LOCKED, mark("Waits until the moment allows offers.")),
        (Verdict.NO_ROOM, mark("Not shown: better lines took all places.")),
        (Verdict.SHOWN, mark("Shown.")),
        (Aspect.WORDS_OF_ARTICLE, mark("Words of the article")),
        (Aspect.TRIGGER, mark("Triggers")),
        (Aspect.EXAMPLES, mark("Examples")),
        (Aspect.BETTER_ARTICLE, mark("Another article fits better")),
        (Aspect.WORDS_OF_LINE, mark("Words of the line")),
        (Aspect.CONDITION, mark("Its when: is met")),
        (Aspect.VETO, mark("Its unless: is met")),
        (Aspect.MOOD, mark("The customer's mood")),
        (Change.SAME, mark_in("line", "as before")),
        (Change.NEW, mark_in("line", "new")),
        (Change.GONE, mark_in("line", "gone")),
        (Change.UP, mark_in("line", "up")),
        (Change.DOWN, mark_in("line", "down")),
        (Outcome.SHOWN, mark("shown")),
        (Outcome.COPIED, mark("copied")),
        (Outcome.INSERTED, mark("inserted")),
        (Outcome.DISMISSED, mark("taken away")),
        (Source.TRIGGER, mark("trigger")),
        (Source.WHEN, mark("when")),
        (Source.TEXT, mark("text")),
        (Source.EXAMPLE, mark("example")),
        (Source.MOOD, mark("mood")),
        (Source.SYNONYM, mark("synonym")),
        (ArticleKind.PRODUCT, mark("Product")),
        (ArticleKind.PROBLEM, mark("Problem")),
        (ArticleKind.SCRIPT, mark("Script")),
        (ArticleKind.POLICY, mark("Policy")),
        (ArticleKind.OFFER, mark_in("article", "Offer")),
        (ArticleKind.GUIDE, mark("Guide")),
        (ArticleKind.SCENARIO, mark("Scenario")),
        (Status.DRAFT, mark_in("status", "Draft")),
        (Status.REVIEW, mark_in("status", "In review")),
        (Status.PUBLISHED, mark_in("status", "Published")),
        (Status.RETIRED, mark_in("status", "Retired")),
        (Step.SUBMIT, mark("Ask for review")),
        (Step.PUBLISH, mark("Publish")),
        (Step.REVISE, mark("Back to draft")),
        (Step.RETIRE, mark("Retire")),
        (Severity.ERROR, mark("error")),
        (Severity.WARNING, mark("warning")),
        (Severity.HINT, mark("hint")),
    )
}

# Why the index could not be brought up to date.
_FAILURES = {
    "busy": mark("Another program has been reading the library for too long. Try again in a moment."),
    "cache": mark("The library could not be prepared: {detail}. Check that there is room on the disk."),
    "internal": mark("The library could not be prepared ({detail}). The articles themselves are unharmed."),
    "died": mark("Reading the library was interrupted ({detail}). Try again."),
}
# Why an article cannot be brought to the next state of its life.
_UNKEPT = {
    "clone-detached": mark("the Git clone is on no branch"),
    "clone-merging": mark("the Git clone is in the middle of a merge"),
    "clone-busy": mark("another program is working in the Git clone"),
    "clone-damaged": mark("the Git clone cannot be read"),
    "file-not-text": mark("it is no text"),
    "file-too-large": mark("it holds more than an article may"),
}
_HINDRANCES = {
    "four-eyes": mark("Four eyes are wanted here: somebody else than who wrote this publishes it."),
}
# What a field of a form says of an answer that it does not take.
_FIELD_ERRORS = {
    "field-missing": mark("This must be filled in."),
    "field-card": mark("This looks like a card number, which is never kept. The last four digits are enough."),
    "field-secret": mark("PIN, codes and passwords are never kept. Staff never ask for them."),
    "field-not-number": mark("Write a whole number, for example 2."),
    "field-not-amount": mark("Write an amount in rupiah, for example 1.500.000 or 1,5 jt."),
    "field-not-date": mark("Write a day, for example 1/12/2026, 1 Dec 2026 or tomorrow."),
    "field-not-phone": mark("This is no phone number, for example 0812 3456 7890."),
    "field-not-email": mark("This is no e-mail address, for example nama@contoh.id."),
    "field-not-nik": mark("This is no NIK: it has 16 digits, with the day of birth in it."),
    "field-not-npwp": mark("This is no NPWP: it has 15 or 16 digits."),
    "field-not-account": mark("Write an account number of 10 to 16 digits."),
    "field-not-postcode": mark("Write a postcode of 5 digits."),
    "field-not-choice": mark("Choose one of: {choices}"),
    "field-not-yes-no": mark("Answer yes or no."),
    "field-not-digits": mark("Write digits alone."),
    "field-too-small": mark("At least {limit}."),
    "field-too-large": mark("At most {limit}."),
    "field-too-short": mark("At least {limit} characters."),
    "field-too-long": mark("At most {limit} characters."),
    "field-too-early": mark("Not before {limit}."),
    "field-too-late": mark("Not after {limit}."),
}
# The rows of a line that the reader shows below its wording.
_ROWS = {
    "to": mark("Goes to"),
    "documents": mark("Documents"),
    "request": mark("Asked for"),
    "limit": mark("Limit"),
    "approve": mark("Agreed by"),
    "purpose": mark("Kept for"),
}


def word(value: StrEnum) -> str:
    """Return the word for a value of the core."""
    message = _VALUES[type(value), value.value]
    return _(message) if isinstance(message, str) else in_context(*message)


def language(lang: str) -> str:
    """Return the name of a language in its own words, else its tag."""
    return LANGUAGES.get(lang, lang)


def callout_word(name: str) -> str:
    """Return the word for a kind of callout or one of its rows as the reader shows it; a foreign one keeps its name."""
    if name in _ROWS:
        return _(_ROWS[name])
    return word(LineKind(name)) if name in LineKind.__members__.values() else name.capitalize()


def describe(problem: Problem) -> tuple[str, str]:
    """Return what is wrong and what would be right, in the language in use."""
    what, cure = PROBLEMS[problem.code]
    return _(what).format(**problem.values), _(cure).format(**problem.values)


def cure(cure: Cure) -> str:
    """Return what a cure does, in the language in use."""
    return _(CURES[cure.code]).format(**cure.values)


def hindrance(code: str) -> str:
    """Return why a step in the life of an article cannot be taken."""
    return _(_HINDRANCES[code])


def unkept(reason: str) -> str:
    """Return why a text could not be had or kept: the words of a code, else the reason that the system gave."""
    return _(_UNKEPT[reason]) if reason in _UNKEPT else reason


def field_error(error: FieldError) -> str:
    """Return what is wrong with an answer, in the language in use."""
    return _(_FIELD_ERRORS[error.code]).format(**error.values)


def failure(reason: str, detail: str) -> str:
    """Return why the library could not be brought up to date."""
    return _(_FAILURES[reason]).format(detail=detail)


def problem_codes() -> frozenset[str]:
    """Return every code that has words."""
    return frozenset(PROBLEMS)
