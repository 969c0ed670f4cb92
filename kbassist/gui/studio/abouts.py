"""What the keys of the article format are for, in the words of people who have never seen them."""

from kbassist.messages import mark

HEADER_KEYS = {
    "id": mark("name that links use; the file name without it"),
    "title": mark("what agents see in lists"),
    "lang": mark("language, such as id or en"),
    "kind": mark("what the article is about"),
    "category": mark("where it stands among the others"),
    "tags": mark("words to narrow a search by"),
    "triggers": mark("phrases that mean this article"),
    "examples": mark("notes of calls that it is about"),
    "status": mark("draft, review, published or retired"),
    "owner": mark("who answers for it"),
    "review_by": mark("day by which it is read again"),
    "valid_from": mark("first day that it holds"),
    "valid_until": mark("last day that it holds"),
    "bulletin": mark("whether all agents are told"),
    "audience": mark("who it is for"),
    "channels": mark("where it may be said"),
    "related": mark("other articles worth reading"),
    "expect": mark("notes to try it with, and what they must bring"),
    "facts": mark("fees and limits that the text names, with dates"),
}
LINE_KEYS = {
    "when": mark("words in the note that call for it"),
    "unless": mark("words in the note that rule it out"),
    "stage": mark("step of calming"),
    "channel": mark("where it may be said"),
    "tone": mark("formal or friendly"),
    "value": mark("what an offer is worth, 1 to 100"),
    "to": mark("department"),
    "sla": mark("when the department answers, such as 5wd"),
    "in": mark("when you call back, such as 2d"),
    "limit": mark("highest amount"),
    "needs": mark("what must be known first"),
    "documents": mark("what the department needs to see"),
    "request": mark("what the department is asked to do"),
    "approve": mark("who has to agree"),
    "once": mark("how often, such as 90d"),
    "purpose": mark("what the answers are used for"),
}
