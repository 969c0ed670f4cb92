"""The closed lists of the article format, each a text that is the same everywhere."""

from enum import StrEnum


class ArticleKind(StrEnum):
    """What an article is about; decides how strongly it counts as an open problem."""

    PRODUCT = "product"
    PROBLEM = "problem"
    SCRIPT = "script"
    POLICY = "policy"
    OFFER = "offer"
    GUIDE = "guide"
    SCENARIO = "scenario"


class Status(StrEnum):
    """Where an article stands in its life; only published lines are suggested."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    RETIRED = "retired"


class Group(StrEnum):
    """The four groups of cards on the agent's screen."""

    CALM = "calm"
    TALK = "talk"
    OFFER = "offer"
    HAND_OVER = "hand-over"


class LineKind(StrEnum):
    """What a script line does for the call."""

    OPEN = "open"
    CLOSE = "close"
    ASK = "ask"
    ANSWER = "answer"
    EDUCATE = "educate"
    STEPS = "steps"
    COMPLY = "comply"
    DEESCALATE = "deescalate"
    RETAIN = "retain"
    GOODWILL = "goodwill"
    CROSS_SELL = "cross-sell"
    UP_SELL = "up-sell"
    DOWN_SELL = "down-sell"
    ESCALATE = "escalate"
    FOLLOW_UP = "follow-up"
    FORM = "form"

    @property
    def group(self) -> Group:
        """Return the group of cards that shows this kind."""
        return _GROUPS.get(self, Group.TALK)

    @property
    def lockable(self) -> bool:
        """Whether the moment can lock it: only what sells more."""
        return self in {LineKind.CROSS_SELL, LineKind.UP_SELL}


class Stage(StrEnum):
    """The stages of calming, in the order in which they are said."""

    ACKNOWLEDGE = "acknowledge"
    EMPATHISE = "empathise"
    APOLOGISE = "apologise"
    RESOLVE = "resolve"
    THANK = "thank"


class Channel(StrEnum):
    """How the customer is in touch."""

    PHONE = "phone"
    COUNTER = "counter"
    CHAT = "chat"
    EMAIL = "email"
    TEXT = "text"


class Tone(StrEnum):
    """How a wording sounds."""

    FORMAL = "formal"
    FRIENDLY = "friendly"


class Severity(StrEnum):
    """How much a problem costs: an error leaves something out, a warning does not, a hint is good to know."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


_GROUPS = {
    LineKind.DEESCALATE: Group.CALM,
    LineKind.RETAIN: Group.CALM,
    LineKind.GOODWILL: Group.CALM,
    LineKind.CROSS_SELL: Group.OFFER,
    LineKind.UP_SELL: Group.OFFER,
    LineKind.DOWN_SELL: Group.OFFER,
    LineKind.ESCALATE: Group.HAND_OVER,
    LineKind.FOLLOW_UP: Group.HAND_OVER,
    LineKind.FORM: Group.HAND_OVER,
}
