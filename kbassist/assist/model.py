"""What goes into a suggestion and what comes out: the stable interface of the app."""

from msgspec import Struct, field

from kbassist.assist.kinds import Hint, Lock, MoodLevel, Phase, Source
from kbassist.content.kinds import Channel, Group, LineKind, Stage, Tone


class CallNote(Struct, frozen=True):
    """What is known of the call in front of the agent.

    `phase` overrides the inferred one. `used` and `dismissed` are line names ("article#line"); `shown` are those on
    the screen, in their order, which is kept where nothing clearly better comes. `refused` are the ids of articles
    whose offers this customer has refused before.
    `values` fills placeholders by their name as written in articles.
    """

    note: str
    lang: str | None = None
    phase: Phase | None = None
    used: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    channel: Channel | None = None
    tone: Tone | None = None
    salutation: str = ""
    name: str = ""
    values: dict[str, str] = field(default_factory=dict)


class Reason(Struct, frozen=True):
    """Words of the note that speak for a line; `start` and `end` are code points in the masked note.

    `synonym` is how the library says it, where that is why they do.
    """

    words: str
    source: Source
    start: int
    end: int
    synonym: str = ""

    @property
    def shown(self) -> str:
        """Return the words as a card shows them."""
        words = self.words.strip().lower()
        return f"{words} = {self.synonym.lower()}" if self.synonym else words


class Factors(Struct, frozen=True):
    """What the order of suggestions is made of: the product of these, each 1.0 where it changes nothing."""

    relevance: float
    fit: float = 1.0
    value: float = 1.0
    acceptance: float = 1.0


class Suggestion(Struct, frozen=True):
    """A line worth saying now.

    `text` is plain and filled; placeholders still open stand in it as `{name}` and are listed in `gaps`.
    `score` is how many notes like this one would want the line, 0 to 1; the order of suggestions is that of the product
    of the factors, within the turns that the moment gives.
    """

    line: str
    article: str
    kind: LineKind
    title: str
    text: str
    score: float
    lang: str
    stage: Stage | None = None
    locked: bool = False
    gaps: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()
    factors: Factors = Factors(0.0)

    @property
    def group(self) -> Group:
        """Return the group of cards that shows it."""
        return self.kind.group


class Advice(Struct, frozen=True):
    """The answer to a call note: the reading of the moment and the ranked lines, locked ones last.

    `unsaid` are lines that must be said before the call ends and have not been; it is filled once the call nears its
    end. `refused` are the ids of articles whose offers the customer refuses in this call.
    """

    note: str
    lang: str
    mood: float
    mood_level: MoodLevel
    phase: Phase
    offers_locked: bool
    lock_reasons: tuple[Lock, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    mood_reasons: tuple[Reason, ...] = ()
    hints: tuple[Hint, ...] = ()
    unsaid: tuple[Suggestion, ...] = ()
    refused: tuple[str, ...] = ()
