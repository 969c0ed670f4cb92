"""What is written once a call is wrapped up, all of it or nothing; a call that is wrapped up again has it once."""

from kbassist.desk import feedback, follow_ups, wrapups
from kbassist.desk.feedback import Feedback
from kbassist.desk.follow_ups import FollowUp
from kbassist.desk.wrapups import WrapUp


def save(wrap_up: WrapUp, follow_up: FollowUp | None = None, said: Feedback | None = None) -> None:
    """Write how a call went, what was promised and what the customer said; both are named as the call."""
    wrapups.save(wrap_up)
    if follow_up:
        follow_ups.save(follow_up)
    else:
        follow_ups.remove(wrap_up.call)
    if said:
        feedback.save(said, wrap_up.at)
    else:
        feedback.remove(wrap_up.call)
