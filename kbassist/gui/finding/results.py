"""The articles found as one types."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kbassist.assistant import Assistant
from kbassist.content.kinds import ArticleKind
from kbassist.gui import quiet
from kbassist.gui.cards.face import TextBlock, span
from kbassist.gui.finder import Finder
from kbassist.gui.places import units
from kbassist.gui.theme import GRID, NOTE_SIZE, RADIUS, SMALL_SIZE, Theme, font
from kbassist.librarian import Found, Hit, Librarian, Passage
from kbassist.messages import _
from kbassist.words import word

HIT = Qt.ItemDataRole.UserRole
PASSAGE = HIT + 1
_MOST_HITS = 20
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class HitModel(QAbstractListModel):
    """The articles found."""

    def __init__(self, librarian: Librarian, parent: QObject | None = None) -> None:
        """Begin with no hits; `librarian` knows their passages."""
        super().__init__(parent)
        self._librarian = librarian
        self._found = Found()

    def show(self, found: Found) -> None:
        """Show other hits."""
        if found != self._found:
            self.beginResetModel()
            self._found = found
            self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802
        """Return the number of hits."""
        return 0 if parent.isValid() else len(self._found.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the hit itself, its title, and what is spoken of it."""
        if not index.isValid():
            return None
        hit = self._found.hits[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return hit.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{hit.title}. {word(ArticleKind(hit.kind))}. {self._passage(hit).text}"
            case _ if role == PASSAGE:
                return self._passage(hit)
        return hit if role == HIT else None

    def _passage(self, hit: Hit) -> Passage:
        return self._librarian.passage(hit, self._found.words)


class HitDelegate(QStyledItemDelegate):
    """Paints a hit: title, kind, and the passage with its words marked."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        """Paint in the colours of `theme`."""
        super().__init__(parent)
        self._theme = theme
        self.width = 0

    def _title(self, hit: Hit) -> TextBlock:
        return TextBlock(hit.title, font(NOTE_SIZE, bold=True), self._inner)

    def _passage(self, index: Index) -> TextBlock:
        passage: Passage = index.data(PASSAGE)
        return TextBlock(passage.text, font(SMALL_SIZE), self._inner, self._marks(passage))

    def _marks(self, passage: Passage) -> list[QTextLayout.FormatRange]:
        form = QTextCharFormat()
        form.setForeground(QColor(self._theme.colours.text))
        form.setFontWeight(600)
        places = [(units(passage.text, start), units(passage.text, end)) for start, end in passage.marks]
        return [span(start, end - start, form) for start, end in places]

    @property
    def _inner(self) -> int:
        return self.width - 6 * GRID

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a hit."""
        hit: Hit = index.data(HIT)
        colours = self._theme.colours
        place = option.rect
        card = QRect(place.left() + GRID, place.top(), self.width - 2 * GRID, place.height() - GRID // 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        chosen = option.state & QStyle.StateFlag.State_Selected
        touched = option.state & QStyle.StateFlag.State_MouseOver
        painter.setBrush(QColor(colours.selection if chosen else colours.hover if touched else colours.surface))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        x, y = card.left() + 2 * GRID, card.top() + GRID
        painter.setPen(QColor(colours.text))
        title = self._title(hit)
        title.draw(painter, x, y)
        painter.setPen(QColor(colours.muted))
        painter.setFont(font(SMALL_SIZE))
        y += round(title.height)
        about = " · ".join((word(ArticleKind(hit.kind)), hit.lang.upper()))
        painter.drawText(QRect(x, y, self._inner, 2 * GRID), Qt.AlignmentFlag.AlignVCenter, about)
        self._passage(index).draw(painter, x, y + 2 * GRID + GRID // 2)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height that a hit needs."""
        hit: Hit = index.data(HIT)
        passage = self._passage(index).height if index.data(PASSAGE).text else 0
        return QSize(0, round(self._title(hit).height + passage) + 5 * GRID)


class ResultList(QListView):
    """Searches as one types; `opened(article, lang)` tells which hit was chosen."""

    opened = Signal(str, str)

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None) -> None:
        """Search with `assistant`."""
        super().__init__(parent)
        self._assistant, self._theme = assistant, theme
        self._hits = HitModel(assistant.librarian, self)
        self._delegate = HitDelegate(theme, self)
        self._query = ""
        self._opens = False
        self._finder = Finder(self._find, self)
        self._finder.found.connect(self._show)
        self.setModel(self._hits)
        self.setItemDelegate(self._delegate)
        self.setObjectName("results")
        self.setAccessibleName(_("Articles found"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.activated.connect(self._open)
        self.clicked.connect(self._open)
        theme.changed.connect(self.viewport().update)

    def search(self, query: str) -> None:
        """Show soon what a query finds, the first hit chosen; a newer query takes its place."""
        self._query = query.strip()
        self._opens = False
        self._finder.ask(self._query)

    def open_chosen(self) -> None:
        """Open the hit that is chosen; while the query is being searched, its first one when that is found."""
        if self._finder.is_busy:
            self._opens = True
        else:
            self._open(self.currentIndex())

    def _find(self, query: str) -> Found:
        return self._assistant.librarian.search(query, limit=_MOST_HITS)

    def _show(self, found: Found) -> None:
        self._hits.show(found)
        if found.hits:
            self.setCurrentIndex(self._hits.index(0))
        self.viewport().update()
        if self._opens:
            self._open(self.currentIndex())

    def take_key(self, event: QKeyEvent) -> None:
        """Move by a key that the field was given."""
        self.keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            hit: Hit = index.data(HIT)
            self.opened.emit(hit.article, hit.lang)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the hits out for the new width."""
        self._delegate.width = self.width()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Say so where nothing is found."""
        super().paintEvent(event)
        if self._query and not self._hits.rowCount() and not self._finder.is_busy:
            quiet.say(self.viewport(), _("No article holds these words. Try fewer or other ones."), self._theme.colours)
