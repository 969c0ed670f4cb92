from datetime import UTC, datetime, timedelta
from functools import partial

from kbassist.desk import steps
from kbassist.desk.steps import Step

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_the_history_of_a_subject_is_its_own_and_in_order(store):
    store.run(partial(steps.add, "a", NOON, "Budi", "open", "Saldo terpotong dua kali"))
    store.run(partial(steps.add, "b", NOON, "Rina", "open", "another"))
    for number in range(8):
        store.run(partial(steps.add, "a", NOON, "Rina", str(number)))
    store.run(partial(steps.add, "a", NOON - timedelta(hours=1), "Rina", "closed"))
    assert store.run(partial(steps.of, "a")) == [
        Step(NOON, "Budi", "open", "Saldo terpotong dua kali"),
        *(Step(NOON, "Rina", str(number), "") for number in range(8)),
        Step(NOON - timedelta(hours=1), "Rina", "closed", ""),
    ]


def test_the_words_of_a_step_are_masked(store):
    store.run(partial(steps.add, "a", NOON, "Rina", "open", "kartu 4111 1111 1111 1111"))
    [step] = store.run(partial(steps.of, "a"))
    assert "1111 1111 1111" not in step.words
    assert step.words.startswith("kartu ")
