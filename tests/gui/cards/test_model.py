import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from kbassist.assist.kinds import Lock, MoodLevel, Phase, Source
from kbassist.assist.model import Advice, Reason, Suggestion
from kbassist.content.kinds import LineKind, Stage
from kbassist.gui.call import UsedLine
from kbassist.gui.cards.arrange import Fold, RowKind
from kbassist.gui.cards.model import ROW, CardModel

KINDS = {"c": LineKind.DEESCALATE, "t": LineKind.ASK, "o": LineKind.CROSS_SELL, "h": LineKind.ESCALATE}


def line(name, *, locked=False, score=0.5):
    because = (Reason("kartu", Source.TRIGGER, 0, 5),)
    stage = Stage.EMPATHISE if name[0] == "c" else None
    return Suggestion(f"a#{name}", "a", KINDS[name[0]], name, f"say {name}", score, "id", stage, locked, (), because)


def advice(*names, locked=(), unsaid=()):
    found = (*map(line, names), *(line(name, locked=True) for name in locked))
    locks = (Lock.UPSET,) if locked else ()
    due = tuple(map(line, unsaid))
    return Advice("note", "id", 0.1, MoodLevel.CALM, Phase.SOLVING, bool(locked), locks, suggestions=found, unsaid=due)


def title_of(article, _lang):
    return f"article {article}"


@pytest.fixture
def cards(qapp):
    model = CardModel(title_of)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


def show(model, given_advice, used=()):
    model.show(given_advice, [s for s in given_advice.suggestions if not s.locked], used)


def kinds(model):
    return [str(model.data(model.index(at), ROW).kind) for at in range(model.rowCount())]


def words(model, role=Qt.ItemDataRole.DisplayRole):
    return [model.data(model.index(at), role) for at in range(model.rowCount())]


def test_cards_stand_under_the_headings_of_their_groups(cards):
    show(cards, advice("c1", "t1", "t2"))
    assert words(cards) == ["Calm", "say c1", "Talk", "say t1", "say t2"]


def test_an_unchanged_advice_changes_no_row(cards, qtbot):
    show(cards, advice("c1", "t1"))
    with qtbot.assertNotEmitted(cards.dataChanged), qtbot.assertNotEmitted(cards.rowsInserted):
        show(cards, advice("c1", "t1"))


def test_a_newcomer_inserts_one_row(cards, qtbot):
    show(cards, advice("c1", "c2"))
    with qtbot.waitSignal(cards.rowsInserted) as inserted, qtbot.assertNotEmitted(cards.rowsRemoved):
        show(cards, advice("c1", "c2", "c3"))
    assert inserted.args[1:] == [3, 3]


def test_what_waits_is_one_row_with_its_reason_and_unfolds(cards):
    show(cards, advice("c1", locked=("o1", "o2")))
    assert words(cards)[-1] == "2 offers wait: the customer is still upset"
    cards.toggle(Fold.LOCKED)
    assert kinds(cards)[-3:] == ["fold", "locked", "locked"]
    cards.toggle(Fold.LOCKED)
    assert kinds(cards)[-1] == "fold"


def test_what_was_said_is_a_row_without_a_key(cards):
    show(cards, advice("c1"), [UsedLine("a#c9", "Nine")])
    assert words(cards)[-1] == "Nine"
    assert cards.data(cards.index(cards.rowCount() - 1), ROW).key == 0


def test_a_line_of_a_restored_call_goes_by_the_title_of_its_article(cards):
    show(cards, advice("c1"), [UsedLine("b#c9")])
    assert words(cards)[-1] == "article b"


def test_rows_say_what_they_are(cards):
    show(cards, advice("c1", locked=("o1",)), [UsedLine("a#c9", "Nine")])
    cards.toggle(Fold.LOCKED)
    spoken = words(cards, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken[1] == "1: Empathise. say c1"
    assert spoken[2:] == ["1 offer waits: the customer is still upset", "Waits: say o1", "Said: Nine"]
    assert cards.data(cards.index(1), Qt.ItemDataRole.ToolTipRole) == "article a"


def test_headings_can_not_be_chosen(cards):
    show(cards, advice("c1"))
    assert cards.flags(cards.index(0)) == Qt.ItemFlag.NoItemFlags
    assert cards.flags(cards.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_cards_that_were_not_seen_yet_give_way(cards):
    show(cards, advice("c1", "c2"))
    show(cards, advice("c2", "c1"))
    assert cards.index_of_key(1).data() == "say c2"


def test_cards_that_were_seen_keep_their_keys(cards):
    show(cards, advice("t1", "c1"))
    cards.settle()
    show(cards, advice("c1", "c2", "t1"))
    assert words(cards) == ["Calm", "say c1", "say c2", "Talk", "say t1"]
    assert [cards.index_of_key(key).data() for key in (1, 2, 3)] == ["say t1", "say c1", "say c2"]


def test_what_is_on_the_screen_is_told_in_its_order(cards, qtbot):
    with qtbot.waitSignal(cards.cards_shown) as told:
        show(cards, advice("t1", "c1", "t2", locked=("o1",)))
    assert told.args == [("a#t1", "a#t2", "a#c1")]


def test_what_must_still_be_said_is_one_row_that_unfolds_to_cards(cards):
    show(cards, advice("c1", "t1", unsaid=("t1", "t2"), locked=("o1",)))
    assert words(cards)[-2:] == ["2 required lines not said yet", "1 offer waits: the customer is still upset"]
    cards.toggle(Fold.UNSAID)
    assert kinds(cards) == ["heading", "card", "fold", "card", "card", "fold"]
    assert [cards.index_of_key(key).data() for key in (1, 2, 3)] == ["say c1", "say t1", "say t2"]
    show(cards, advice("c1", "t1", "t2"))
    assert words(cards) == ["Calm", "say c1", "Talk", "say t1", "say t2"]


def test_new_cards_are_told(cards, qtbot):
    show(cards, advice("c1"))
    with qtbot.waitSignal(cards.cards_came):
        show(cards, advice("c1", "c2"))
    assert cards.fresh == {"a#c2"}


NAMES = st.lists(st.sampled_from([f"{group}{n}" for group in "ctoh" for n in range(4)]), unique=True, max_size=8)
STEPS = st.lists(
    st.tuples(NAMES, NAMES, st.integers(0, 2), st.sampled_from([None, *Fold]), st.integers(0, 4)), max_size=8
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_row_of_changes_leaves_a_sound_model(cards, steps):
    for names, unsaid, locked, fold, used in steps:
        given_advice = advice(*names, locked=[f"o{9 - n}" for n in range(locked)], unsaid=unsaid)
        show(cards, given_advice, [UsedLine(f"u#{n}", str(n)) for n in range(used)])
        if fold:
            cards.settle()
            cards.toggle(fold)
        shown = [cards.data(cards.index(at), ROW) for at in range(cards.rowCount())]
        open_too = unsaid if Fold.UNSAID in cards.unfolded else []
        assert {row.name for row in shown if row.kind is RowKind.CARD} == {f"a#{name}" for name in [*names, *open_too]}
        assert len({row.identity for row in shown}) == len(shown)
