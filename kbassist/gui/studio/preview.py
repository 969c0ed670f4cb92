"""An article as agents will see it: its lines as cards, and below them its page."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSplitter,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kbassist.assistant import Assistant
from kbassist.content.kinds import Channel
from kbassist.content.model import Article, Heading, Line
from kbassist.content.render import Rendering
from kbassist.gui import quiet
from kbassist.gui.call import SALUTATIONS
from kbassist.gui.cards.arrange import Fold, Row, RowKind
from kbassist.gui.cards.delegate import TEXT_AT, CardDelegate
from kbassist.gui.cards.face import TextBlock
from kbassist.gui.cards.model import ROW, CardModel
from kbassist.gui.choice import ChoiceButton, Option
from kbassist.gui.reading.page import Page
from kbassist.gui.records.flowing import FlowingLayout
from kbassist.gui.studio.sampling import Sample, Seen, call_note, look
from kbassist.gui.theme import GRID, SMALL_SIZE, Theme, font
from kbassist.gui.ticks import Ticks
from kbassist.messages import _
from kbassist.words import LANGUAGES, word

_SHARES = (3_000, 2_000)
_BELOW = GRID  # px under a caption
_USUAL = Sample()
Index = QModelIndex | QPersistentModelIndex


class _Delegate(CardDelegate):
    """Paints the cards as they are in a call, and below each what brings it."""

    def __init__(self, theme: Theme, cards: QListView) -> None:
        super().__init__(theme, cards)
        self._laid_out: dict[tuple[str, int], TextBlock] = {}
        self.seen: Seen | None = None

    def _caption(self, index: Index) -> TextBlock | None:
        row: Row = index.data(ROW)
        text = self.seen.captions.get(row.name, "") if self.seen and row.suggestion else ""
        if not text:
            return None
        key = text, self.width
        if key not in self._laid_out:
            self._laid_out[key] = TextBlock(text, font(SMALL_SIZE), self.width - TEXT_AT - 4 * GRID)
        return self._laid_out[key]

    def forget_faces(self) -> None:
        """Lay everything out anew."""
        super().forget_faces()
        self._laid_out.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height of a card and its caption."""
        caption, size = self._caption(index), super().sizeHint(option, index)
        return QSize(0, size.height() + round(caption.height) + _BELOW) if caption else size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a card and its caption."""
        caption = self._caption(index)
        if caption is None:
            super().paint(painter, option, index)
            return
        card = QStyleOptionViewItem(option)
        card.rect = option.rect.adjusted(0, 0, 0, -round(caption.height) - _BELOW)
        super().paint(painter, card, index)
        painter.setPen(QColor(self._theme.colours.muted))
        caption.draw(painter, option.rect.left() + GRID + TEXT_AT, card.rect.bottom() + 1)


class _Cards(QListView):
    """The cards of an article, all of them."""

    def __init__(self, model: CardModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.cards = theme, model
        self.delegate = _Delegate(theme, self)
        self.setObjectName("cards")
        quiet.set_up(self, _("Lines of this article"))
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        model.rowsInserted.connect(self.scheduleDelayedItemsLayout)
        model.rowsRemoved.connect(self.scheduleDelayedItemsLayout)
        model.rowsMoved.connect(self.scheduleDelayedItemsLayout)
        model.dataChanged.connect(self.scheduleDelayedItemsLayout)
        theme.changed.connect(self.scheduleDelayedItemsLayout)
        theme.changed.connect(self.viewport().update)
        self.activated.connect(self._toggle)
        self.clicked.connect(self._toggle)

    def _toggle(self, index: QModelIndex) -> None:
        if self.cards.row(index).kind is RowKind.FOLD:
            self.cards.toggle(Fold(self.cards.row(index).name))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the cards out for the new width."""
        self.delegate.width = self.width()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Say how a line is begun where there is none."""
        super().paintEvent(event)
        if self.cards.rowCount() == 0:
            quiet.say(self.viewport(), _("No line to say yet. Type > [! in the text."), self._theme.colours)


class Preview(QWidget):
    """Shows every line as the card that it will be in a sample call, with what brings it, and the article's page."""

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no article."""
        super().__init__(parent)
        self._assistant = assistant
        self._article: Article | None = None
        self._rendering: Rendering | None = None
        self._sample = _USUAL
        self._model = CardModel(assistant.librarian.title_of, self)
        self._model.unfolded = frozenset({Fold.LOCKED})
        self.cards = _Cards(self._model, theme, self)
        self.page = Page(theme, Ticks(), self)
        self._anchor = ""
        self.choices = self._switches(theme)
        self._lay_out()
        self._show_choices()
        self.setFocusProxy(self.cards)

    def show_article(self, article: Article) -> None:
        """Show an article with its body; what is seen of it stays where it is."""
        before, self._article = self._article, article
        if before is None or before.lines != article.lines:
            self._show_cards(article)
        if before is None or (before.body, before.path) != (article.body, article.path):
            self._show_page(article, stays=before is not None and before.path == article.path)

    def go_to(self, row: int) -> None:
        """Bring the card of the line that stands at a row of the file into sight, and that part of the page."""
        article = self._article
        if article is None:
            return
        places: list[Heading | Line] = [*article.headings, *article.lines]
        place = max((one for one in places if one.row <= row), key=lambda one: one.row, default=None)
        self._mark(place if isinstance(place, Line) else None)
        anchor = place.anchor if place else ""
        if anchor != self._anchor:
            self._anchor = anchor
            self.page.go_to(anchor) if anchor else self.page.go_to_place(0)

    def _switches(self, theme: Theme) -> dict[str, ChoiceButton]:
        """Return the buttons that change the sample call, by the names of its fields."""
        langs = [Option(None, _("Automatic")), *(Option(lang, name) for lang, name in LANGUAGES.items())]
        salutations = [Option(value, value or "–") for value in SALUTATIONS]
        channels = [Option(None, _("All channels")), *(Option(channel, word(channel)) for channel in Channel)]
        moods = [Option(False, _("Calm customer")), Option(True, _("Upset customer"))]
        buttons = {
            "salutation": ChoiceButton(_("Form of address"), salutations, theme, self),
            "lang": ChoiceButton(_("Language of the sample"), langs, theme, self),
            "channel": ChoiceButton(_("Channel"), channels, theme, self),
            "is_upset": ChoiceButton(_("Mood"), moods, theme, self),
        }
        for name, button in buttons.items():
            button.chosen.connect(partial(self._choose, name))
        return buttons

    def _lay_out(self) -> None:
        bar, split = QWidget(self), QSplitter(Qt.Orientation.Vertical, self)
        bar.setObjectName("strip")
        row = FlowingLayout(bar)
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        for button in self.choices.values():
            row.addWidget(button)
        split.setObjectName("reading")
        split.setChildrenCollapsible(False)
        split.addWidget(self.cards)
        split.addWidget(self.page)
        split.setSizes(_SHARES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(split, 1)

    def _choose(self, name: str, value: object) -> None:
        """Look at the lines in another sample call."""
        self._sample = Sample(**{**self._sample._asdict(), name: value})
        self._show_choices()
        if self._article:
            self._show_cards(self._article)
            self.page.fill_in(self._values(self._article))

    def _show_choices(self) -> None:
        article = self._article
        for name, button in self.choices.items():
            value = getattr(self._sample, name)
            words = (value or (article.lang if article else "")).upper() if name == "lang" else ""
            button.show_value(value, words, by_hand=value != getattr(_USUAL, name))
            button.setToolTip(button.accessibleName())

    def _show_cards(self, article: Article) -> None:
        today = date.today()  # noqa: DTZ011 - the desk's own day
        seen = self.cards.delegate.seen = look(article, self._sample, self._assistant, today)
        self._show_choices()
        self.cards.delegate.call_lang = article.lang
        self._model.show(seen.advice, [each for each in seen.advice.suggestions if not each.locked], ())
        self.cards.viewport().update()

    def _show_page(self, article: Article, *, stays: bool) -> None:
        bar = self.page.verticalScrollBar()
        place, scrolled = (self.page.top, bar.value()) if stays else (0, 0)
        self.page.folder, self.page.roots = Path(article.path).parent, self._assistant.folders
        self.page.values = self._values(article)
        rendering = self._assistant.librarian.rendering(article)
        if stays and self._rendering:
            rendering.take_over(self._rendering.made())
        self._rendering = rendering
        self.page.show_rendering(rendering)
        self.page.moveCursor(QTextCursor.MoveOperation.Start)  # which comes into sight with each change of the size
        if place:
            self.page.go_to_place(place)
            bar.setValue(scrolled)

    def _values(self, article: Article) -> dict[str, str]:
        note = call_note(article, self._sample)
        return {"salutation": note.salutation, "name": note.name, **note.values}

    def _mark(self, line: Line | None) -> None:
        """Let the bar of a line's card stand out, and bring it into sight."""
        delegate = self.cards.delegate
        lines = delegate.seen.lines if delegate.seen else {}
        name = next((name for name, one in lines.items() if line and one.row == line.row), "")
        if delegate.fresh == {name}:
            return
        delegate.fresh, delegate.mark = frozenset({name}), 1.0
        self.cards.viewport().update()
        for kind in (RowKind.CARD, RowKind.LOCKED):
            index = self._model.index_of(kind, name) if name else QModelIndex()
            if index.isValid():
                self.cards.setCurrentIndex(index)
                self.cards.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
