"""What is written once a call is wrapped up, all of it or nothing; a call that is wrapped up again has it once."""

from dataclasses import replace

from kbassist.desk import feedback, follow_ups, wrapups
from kbassist.desk.feedback import Feedback
from kbassist.desk.follow_ups import FollowUp
from kbassist.desk.wrapups import WrapUp
from kbassist.text.privacy import clean


def save(wrap_up: WrapUp, follow_up: FollowUp | None = None, said: Feedback | None = None) -> None:
    """Write how a call went, what was promised and what the customer said; what is new is named as the call."""
    wrapups.save(wrap_up)
    if follow_up:
        _promise(follow_up)
    else:
        follow_ups.remove(wrap_up.call)
    if said:
        feedback.save(said, wrap_up.at)
    else:
        feedback.remove(wrap_up.call)


def _promise(follow_up: FollowUp) -> None:
    """Write what was promised; what was already promised during the call, in these words or for this time, is one."""
    words = clean(follow_up.promise)
    made = [one for one in follow_ups.of_call(follow_up.call) if one.id != follow_up.id and not one.bulletin]
    same = next((one for one in made if words == one.promise), None)
    if same:
        follow_ups.save(replace(follow_up, id=same.id))
    elif all(one.due != follow_up.due for one in made):
        follow_ups.save(follow_up)
