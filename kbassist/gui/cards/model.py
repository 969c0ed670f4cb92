"""The list of cards as Qt sees it: rows that change as little as they can."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kbassist.assist.model import Advice, Suggestion
from kbassist.gui import labels
from kbassist.gui.call import UsedLine
from kbassist.gui.cards import arrange
from kbassist.gui.cards.arrange import Fold, Row, RowKind
from kbassist.messages import _, plural
from kbassist.words import word

ROW = Qt.ItemDataRole.UserRole
ARTICLE_TITLE = Qt.ItemDataRole.UserRole + 1
UNFOLDED = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class CardModel(QAbstractListModel):
    """Headings, cards, what waits and what was said; `title_of` gives the title of an article.

    `cards_shown(names)` tells what is on the screen, in its order, `cards_came` that the cards named in `fresh` are new
    or better, `cards_seen(names)` that cards have rested on the screen; `unfolded` are the folds that stand open.
    """

    cards_shown = Signal(object)
    cards_came = Signal()
    cards_seen = Signal(object)

    def __init__(self, title_of: Callable[[str, str], str], parent: QObject | None = None) -> None:
        """Begin with an empty list."""
        super().__init__(parent)
        self._title_of = title_of
        self._rows: list[Row] = []
        self._advice: Advice | None = None
        self._ranked: tuple[Suggestion, ...] = ()
        self._used: tuple[UsedLine, ...] = ()
        self.unfolded: frozenset[Fold] = frozenset()
        self.fresh: frozenset[str] = frozenset()
        self._answers: dict[int, Callable[[Row], object]] = {
            Qt.ItemDataRole.DisplayRole: self._text,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.AccessibleDescriptionRole: self._article_title,
            Qt.ItemDataRole.ToolTipRole: self._article_title,
            ROW: self._itself,
            ARTICLE_TITLE: self._article_title,
            UNFOLDED: self._is_unfolded,
        }
        self._seen: frozenset[str] = frozenset()

    def show(self, advice: Advice, ranked: Sequence[Suggestion], used: Sequence[UsedLine]) -> None:
        """Show some lines of an advice, best first, what waits, and what was said before."""
        before = self._cards()
        self._ranked = self._as_shown(ranked) if advice is self._advice else tuple(ranked)
        self._advice, self._used = advice, tuple(used)
        self._arrange([row for row in before if row.name in self._seen])
        now = self._cards()
        self.cards_shown.emit(tuple(row.name for row in now))
        self.fresh = arrange.new_or_better(before, now)
        if self.fresh:
            self.cards_came.emit()

    def settle(self) -> None:
        """Take every card on screen for seen: from now on it keeps its place and its key."""
        self._seen = frozenset(row.name for row in self._cards())
        self.cards_seen.emit(self._seen)

    def clear(self) -> None:
        """Take every row away, for a new call."""
        self._advice, self._ranked, self._used = None, (), ()
        self._seen = self.unfolded = frozenset()
        self._change_rows([])

    def toggle(self, fold: Fold) -> None:
        """Unfold what stands under a fold, or fold it again."""
        self.unfolded ^= {fold}
        self._ranked = self._as_shown(self._ranked)
        self._arrange(self._cards())

    def index_of_key(self, key: int) -> QModelIndex:
        """Return the card under a digit; invalid where there is none."""
        return next((self.index(at) for at, row in enumerate(self._rows) if row.key == key and key), QModelIndex())

    def index_of(self, kind: RowKind, name: str = "") -> QModelIndex:
        """Return the row of a kind with a name (any where empty); invalid where there is none."""
        found = (at for at, row in enumerate(self._rows) if row.kind is kind and name in ("", row.name))
        return self.index(next(found, -1))

    def row(self, index: Index) -> Row:
        """Return the row at a valid index."""
        return self._rows[index.row()]

    def _cards(self) -> list[Row]:
        return [row for row in self._rows if row.kind is RowKind.CARD]

    def _as_shown(self, ranked: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
        """Put the lines of an advice that is on the screen already in the order that they have there."""
        places = {row.name: place for place, row in enumerate(self._cards())}
        return tuple(sorted(ranked, key=lambda suggestion: places.get(suggestion.line, len(places))))

    def _arrange(self, seen: Sequence[Row]) -> None:
        advice = self._advice
        if advice is None:
            return
        locked = [suggestion for suggestion in advice.suggestions if suggestion.locked]
        folds = {Fold.UNSAID: labels.unsaid(len(advice.unsaid)), Fold.LOCKED: self._locked_words(advice, len(locked))}
        shown = arrange.cards(seen, self._ranked, advice.unsaid if Fold.UNSAID in self.unfolded else ())
        if Fold.LOCKED in self.unfolded:
            shown += [Row(RowKind.LOCKED, s.line, group=s.group, suggestion=s, fold=Fold.LOCKED) for s in locked]
        rows = [Row(RowKind.FOLD, fold, text=words) for fold, words in folds.items() if words]
        self._change_rows(arrange.rows(shown, rows, self._used))

    def _locked_words(self, advice: Advice, count: int) -> str:
        if not count:
            return ""
        reasons = advice.lock_reasons
        waiting = plural("{count} offer waits", "{count} offers wait", count).format(count=count)
        return _("{waiting}: {reason}").format(waiting=waiting, reason=word(reasons[0])) if reasons else waiting

    def _change_rows(self, wanted: list[Row]) -> None:
        identities = {row.identity for row in wanted}
        for at in range(len(self._rows) - 1, -1, -1):
            if self._rows[at].identity not in identities:
                self.beginRemoveRows(_NO_PARENT, at, at)
                del self._rows[at]
                self.endRemoveRows()
        for at, row in enumerate(wanted):
            self._place(at, row)

    def _place(self, at: int, row: Row) -> None:
        there = next((n for n in range(at, len(self._rows)) if self._rows[n].identity == row.identity), None)
        if there is None:
            self.beginInsertRows(_NO_PARENT, at, at)
            self._rows.insert(at, row)
            self.endInsertRows()
            return
        if there != at:
            self.beginMoveRows(_NO_PARENT, there, there, _NO_PARENT, at)
            self._rows.insert(at, self._rows.pop(there))
            self.endMoveRows()
        if self._rows[at] != row:
            self._rows[at] = row
            self.dataChanged.emit(self.index(at), self.index(at))

    def _itself(self, row: Row) -> Row:
        return row

    def _is_unfolded(self, row: Row) -> bool:
        return row.kind is RowKind.FOLD and row.name in self.unfolded

    def _article_title(self, row: Row) -> str:
        suggestion = row.suggestion
        return self._title_of(suggestion.article, suggestion.lang) if suggestion else ""

    def _text(self, row: Row) -> str:
        match row.kind:
            case RowKind.HEADING if row.group:
                return word(row.group)
            case RowKind.CARD | RowKind.LOCKED if row.suggestion:
                return row.suggestion.text
            case RowKind.USED:
                lang = self._advice.lang if self._advice else ""
                return row.text or self._title_of(row.name.partition("#")[0], lang) or row.name
        return row.text

    def _spoken(self, row: Row) -> str:
        text = self._text(row)
        match row.kind, row.suggestion:
            case RowKind.CARD, suggestion if suggestion:
                return _("{key}: {kind}. {text}").format(key=row.key, kind=labels.card_kind(suggestion), text=text)
            case RowKind.LOCKED, _suggestion:
                return _("Waits: {text}").format(text=text)
            case RowKind.USED, _suggestion:
                return _("Said: {text}").format(text=text)
        return text

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row itself, its words, and what is spoken of it."""
        answer = self._answers.get(role)
        return answer(self._rows[index.row()]) if answer and index.isValid() else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything be selected but headings."""
        if not index.isValid() or self._rows[index.row()].kind is RowKind.HEADING:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
