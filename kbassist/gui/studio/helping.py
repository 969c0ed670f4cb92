"""What an editor does by itself while one types: it completes, and helps lists, quotes and tables along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from kbassist.gui.keys import COMPLETE_KEY, OwnKey
from kbassist.gui.places import code_points
from kbassist.gui.studio import continuing, markup, tables
from kbassist.gui.studio.asking import asked
from kbassist.gui.studio.highlighter import state_of
from kbassist.gui.studio.markup import State
from kbassist.gui.studio.offers import What

if TYPE_CHECKING:
    from kbassist.gui.studio.choices import Choices
    from kbassist.gui.studio.editor import MarkdownEditor
    from kbassist.gui.studio.offers import Asked, Completions, Offer

# What follows a name that was completed, unless it is there already.
_ENDS = {
    What.HEADER_KEY: ": ",
    What.LINE_KEY: ": ",
    What.CALLOUT: "] ",
    What.ARTICLE: "]]",
    What.PLACE: "]]",
    What.PLACEHOLDER: "}",
    What.FACT: "}",
}
_KEYS = frozenset({What.HEADER_KEY, What.LINE_KEY})


class Helper:
    """Helps in one editor."""

    def __init__(self, editor: MarkdownEditor, words: Completions, choices: Choices) -> None:
        """Complete with `words`, shown among `choices`."""
        self._editor, self._words, self._choices = editor, words, choices

    def keys(self) -> list[OwnKey]:
        """Return the keys that help."""
        return [
            OwnKey(COMPLETE_KEY, self.complete),
            *(OwnKey(key, self._enter, self._continues) for key in ("Return", "Enter")),
            OwnKey("Shift+Return", lambda: self._editor.insert_text("\n")),
            OwnKey("Tab", lambda: self._tab(back=False), self._takes_tab),
            OwnKey("Shift+Backtab", lambda: self._tab(back=True), self._takes_tab),
        ]

    # Completion

    def complete(self, *, unasked: bool = False) -> None:
        """Offer what may stand at the cursor; `unasked`, only where it is plain that one wants it."""
        found = self._asked()
        offers = self._words.offers(found) if found else []
        if found is None or (unasked and not _is_wanted(found, offers)):
            offers = []
        place = self._editor.cursor_place()
        self._choices.offer(offers, place, lambda number: self._take(found, offers[number]), numbered=False)

    def _asked(self) -> Asked | None:
        editor, cursor = self._editor, self._editor.textCursor()
        place = code_points(editor.text(), cursor.position())
        return None if cursor.hasSelection() else asked(editor.text(), place, self._before(), editor.lang)

    def _take(self, found: Asked | None, offer: Offer) -> None:
        if found is None:
            return
        cursor, end = self._editor.textCursor(), _ENDS.get(found.what, "")
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(found.typed))
        rest = cursor.block().text()[cursor.positionInBlock() + len(found.typed) :]
        if found.what is What.PLACEHOLDER and offer.text.endswith("."):
            end = ""
        cursor.insertText(offer.text + ("" if rest.startswith(end.strip()) else end))
        if found.what in _KEYS:
            self.complete(unasked=True)

    # Lists, quotes, tables

    def quoted(self, text: str) -> str:
        """Return text so that all its rows stay in the quote in which the cursor stands."""
        row, place = self._row()
        quote = markup.QUOTE.match(row)
        is_plain = not any(each.startswith(">") for each in text.split("\n"))
        return text.replace("\n", "\n> ") if quote and place >= quote.end() and is_plain else text

    def _before(self) -> State | None:
        return state_of(self._editor.textCursor().block().previous().userState())

    def _row(self) -> tuple[str, int]:
        """Return the row of the cursor, and where in it that is."""
        cursor = self._editor.textCursor()
        row = cursor.block().text()
        return row, code_points(row, cursor.positionInBlock())

    def _typed(self) -> continuing.Typed | None:
        before, after = self._before(), state_of(self._editor.textCursor().block().userState())
        if after is None or self._editor.textCursor().hasSelection():
            return None
        return continuing.entered(*self._row(), before or State(), after)

    def _continues(self) -> bool:
        return bool(self._table() or self._typed())

    def _enter(self) -> None:
        if table := self._table():
            self._add_row(table)
        elif typed := self._typed():
            cursor = self._editor.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, typed.gone)
            cursor.insertText(typed.text)
            self._editor.ensureCursorVisible()

    def _takes_tab(self) -> bool:
        return bool(self._table()) or self._indented(back=False) is not None

    def _indented(self, *, back: bool) -> str | None:
        return continuing.indented(self._row()[0], self._before() or State(), back=back)

    def _tab(self, *, back: bool) -> None:
        row, column = self._row()
        if table := self._table():
            at = self._editor.row - 1 - table.first
            walked = tables.walk(table, at, tables.column_of(row, column), -1 if back else 1)
            if walked:
                self._show_table(table, walked)
        elif (new := self._indented(back=back)) is not None:
            at = self._editor.row
            self._replace_rows(at - 1, at - 1, [new])

    def _table(self) -> tables.Table | None:
        return tables.find(self._editor.text().split("\n"), self._editor.row - 1) if "|" in self._row()[0] else None

    def _add_row(self, table: tables.Table) -> None:
        at = self._editor.row - 1 - table.first
        if tables.is_empty(table, at):
            self._replace_rows(self._editor.row - 1, self._editor.row - 1, [table.quote])
        else:
            self._show_table(table, tables.add_row(table, at))

    def _show_table(self, table: tables.Table, walked: tables.Walked) -> None:
        self._replace_rows(table.first, table.last, walked.rows)
        block = self._editor.document().findBlockByNumber(table.first + walked.row)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + walked.start)
        cursor.setPosition(block.position() + walked.end, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)

    def _replace_rows(self, first: int, last: int, rows: list[str]) -> None:
        every = self._editor.text().split("\n")
        self._editor.replace_text("\n".join([*every[:first], *rows, *every[last + 1 :]]))


def _is_wanted(found: Asked, offers: list[Offer]) -> bool:
    is_whole = any(offer.text == found.typed for offer in offers)
    return not is_whole and bool(found.typed or found.what not in _KEYS)
