"""When the assistant is asked, beside a library that changes and garbage that piles up."""

import gc
import weakref

import pytest

from kbassist.gui.flow import CallFlow
from kbassist.gui.sweeper import Sweeper


@pytest.fixture
def flow(assistant, qtbot):
    made = CallFlow(assistant)
    made.awake()
    return made


def test_a_library_that_changed_is_asked_in_a_moment(flow, qtbot):
    with qtbot.waitSignal(flow.advised):
        flow.refresh_soon()


def test_a_key_asks_first_and_then_nobody_need(flow, qtbot):
    flow.refresh_soon()
    with qtbot.waitSignal(flow.advised):
        flow.type_note("kartu", 5)
    with qtbot.assertNotEmitted(flow.advised, wait=100):
        pass


class Knot:
    """Is held by itself, so that only a collector finds it."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def knots(flow):
    """Return a function that makes knots, which nobody but a sweeper collects."""
    gc.collect()
    gc.disable()
    Sweeper(flow)
    yield lambda many: [weakref.ref(Knot()) for _ in range(many)]
    gc.unfreeze()
    gc.enable()


def test_garbage_is_collected_while_nobody_types(knots, flow, qtbot):
    left = knots(20_000)
    assert all(knot() for knot in left)
    qtbot.waitUntil(lambda: not any(knot() for knot in left))
