"""What the commands print: cards, hits, problems and progress; JSON for scripts."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kbassist import words
from kbassist.assist.kinds import Change, Outcome, Phase
from kbassist.assist.learning import Learned
from kbassist.assist.model import Advice, CallNote, Reason, Suggestion
from kbassist.assist.replay import Asked, Replay
from kbassist.assist.sheet import Sheet
from kbassist.assistant import Assistant, Event
from kbassist.content.kinds import Channel, Severity, Tone
from kbassist.content.model import Problem
from kbassist.desk.habits import Miss
from kbassist.librarian import Found, Hit, Librarian, Passage
from kbassist.messages import _

_COLOURS = {"calm": "cyan", "talk": "blue", "offer": "yellow", "hand-over": "magenta"}
_LEVEL_COLOURS = {"calm": "green", "uneasy": "yellow", "upset": "red", "furious": "bold red"}
_SIGNS = {Change.NEW: "+", Change.GONE: "-", Change.UP: "↑", Change.DOWN: "↓"}
_ALL_CLEAR = 0
_FOUND_ERRORS = 1
_COUNTED = (Severity.ERROR, Severity.WARNING)


class BadNoteError(ValueError):
    """A note that cannot be understood; its words say what is wrong."""


class _NoteInput(msgspec.Struct):
    """The keys of a note that are ours, as JSON brings them."""

    note: str
    lang: str | None = None
    phase: Phase | None = None
    used: list[str] = msgspec.field(default_factory=list)
    dismissed: list[str] = msgspec.field(default_factory=list)
    channel: Channel | None = None
    tone: Tone | None = None
    salutation: str = ""
    name: str = ""
    values: dict[str, str] = msgspec.field(default_factory=dict)


def call_note(given: Any) -> CallNote:  # noqa: ANN401 - it is what has to be checked
    """Return the note that a mapping describes; keys that are not ours are passed over.

    Raises BadNoteError.
    """
    try:
        found = msgspec.convert(given, _NoteInput)
    except msgspec.ValidationError as error:
        raise BadNoteError(str(error)) from error
    return CallNote(
        note=found.note,
        lang=found.lang.lower() if found.lang else None,
        phase=found.phase,
        used=tuple(found.used),
        dismissed=tuple(found.dismissed),
        channel=found.channel,
        tone=found.tone,
        salutation=found.salutation,
        name=found.name,
        values=found.values,
    )


def wait_until_ready(assistant: Assistant) -> bool:
    """Bring the library up to date, with progress where standard error is a terminal; tell why it failed."""
    if sys.stderr.isatty():
        _wait_with_progress(assistant)
    else:
        assistant.update()
        assistant.wait()
    if assistant.failure:
        print(words.failure(assistant.failure, assistant.failure_detail), file=sys.stderr)  # noqa: T201
        return assistant.load()
    missing = [problem for problem in assistant.problems() if problem.code == "library-missing"]
    for problem in missing:
        print(f"{problem.path}: {' '.join(words.describe(problem))}", file=sys.stderr)  # noqa: T201
    return len(missing) < len(assistant.folders)


def _wait_with_progress(assistant: Assistant) -> None:
    from rich.console import Console  # noqa: PLC0415 - only where someone watches
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("Reading the articles"), total=None)

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        assistant.subscribe(Event.PROGRESS, show)
        assistant.update()
        assistant.wait()


def replayed(assistant: Assistant, calls: Sequence[CallNote], before: Assistant | None = None) -> Replay | None:
    """Return what changes for tests and calls since `before`, without it what would once all drafts are published.

    None where the library can't be read, which is told.
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    from kbassist.assist.replay import replay  # noqa: PLC0415

    now, was = assistant.ground(), (before or assistant).ground()
    if now is None or was is None:
        print(words.failure("busy", ""), file=sys.stderr)  # noqa: T201
        return None
    after = now.library if before else now.drafted(assistant.unpublished())
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(_("Replaying the notes"), total=None)
        return replay(was.library, after, calls, lambda done, total: progress.update(task, completed=done, total=total))


def call_of(options: argparse.Namespace) -> CallNote:
    """Return the call that options of the command line tell of; raises BadNoteError."""
    names = ("note", "lang", "phase", "channel", "salutation", "name", "used")
    return call_note({"note": "", **{name: value for name in names if (value := getattr(options, name))}})


def advice_as_data(advice: Advice) -> dict[str, Any]:
    """Return the stable form of an answer for scripts and tests."""
    return {
        "note": advice.note,
        "lang": advice.lang,
        "mood": advice.mood,
        "mood_level": advice.mood_level,
        "phase": advice.phase,
        "offers_locked": advice.offers_locked,
        "lock_reasons": list(advice.lock_reasons),
        "hints": list(advice.hints),
        "suggestions": [_suggestion_as_data(suggestion) for suggestion in advice.suggestions],
        "unsaid": [suggestion.line for suggestion in advice.unsaid],
        "refused": list(advice.refused),
    }


def _suggestion_as_data(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "line": suggestion.line,
        "article": suggestion.article,
        "kind": suggestion.kind,
        "stage": suggestion.stage,
        "text": suggestion.text,
        "score": suggestion.score,
        "locked": suggestion.locked,
        "lang": suggestion.lang,
        "factors": msgspec.to_builtins(suggestion.factors),
        "gaps": list(suggestion.gaps),
        "because": [_reason_as_data(reason) for reason in suggestion.because],
    }


def _reason_as_data(reason: Reason) -> dict[str, Any]:
    data = {"words": reason.words, "source": reason.source, "start": reason.start, "end": reason.end}
    return {**data, "synonym": reason.synonym} if reason.synonym else data


def as_json(value: Any) -> str:  # noqa: ANN401
    """Return JSON on one line, letters as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def answer_lines(assistant: Assistant, stream: BinaryIO, threshold: float | None) -> int:
    """Answer notes in JSON lines one by one; bad lines are told at once and make the status non-zero at the end."""
    status = _ALL_CLEAR
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line.decode("utf-8-sig"))
            advice = assistant.suggest(call_note(given), threshold)
            answer = as_json({**given, **advice_as_data(advice)}).encode()
        except (ValueError, RecursionError) as error:
            message = _("line {number}: this is not a note: {reason}")
            print(message.format(number=number, reason=error), file=sys.stderr)  # noqa: T201
            status = _FOUND_ERRORS
            continue
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()
    return status


def print_advice(advice: Advice, assistant: Assistant) -> None:
    """Print the reading of the moment and a card for each line."""
    from rich.console import Console  # noqa: PLC0415
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=False)
    mood = Text(words.word(advice.mood_level), _LEVEL_COLOURS[advice.mood_level])
    console.print(Text.assemble(mood, f" {advice.mood:.2f} · {words.word(advice.phase)}"))
    if any(suggestion.locked for suggestion in advice.suggestions):
        reasons = ", ".join(map(words.word, advice.lock_reasons))
        console.print(Text(_("Offers wait: {reasons}").format(reasons=reasons), "yellow"))
    if not advice.suggestions:
        console.print(_("Nothing to suggest yet. Type what the customer needs or feels."))
    for number, suggestion in enumerate(advice.suggestions, 1):
        kind = words.word(suggestion.stage or suggestion.kind)
        group = words.word(suggestion.group).upper()
        waits = " · " + _("waits") if suggestion.locked else ""
        console.print()
        head = Text.assemble((f"{number} {group}", f"bold {_COLOURS[suggestion.group]}"), f" · {kind}{waits}")
        console.print(head)
        console.print(Padding(Text(suggestion.text, "dim" if suggestion.locked else ""), (0, 0, 0, 2)))
        because = " · ".join(reason.shown for reason in suggestion.because)
        title = assistant.librarian.title_of(suggestion.article, suggestion.lang)
        console.print(Padding(Text(f"{title} ({suggestion.line}) · {because}".rstrip(" ·"), "dim"), (0, 0, 0, 2)))


def sheet_as_data(sheet: Sheet) -> dict[str, Any]:
    """Return the stable form of a score sheet for scripts and tests."""
    data: dict[str, Any] = msgspec.to_builtins(sheet)
    return data


def print_sheet(sheet: Sheet) -> None:
    """Print all that decides about a line, what speaks most for it first."""
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True)
    console.print(Text.assemble((f"{sheet.title or sheet.line}", "bold"), f" ({sheet.line}, {sheet.lang})"))
    console.print(f"  {words.word(sheet.verdict)}" + (f" [{sheet.place}]" if sheet.place else ""), markup=False)
    for item in sorted(sheet.items, key=lambda item: -item.amount):
        said = " · ".join(item.words)
        console.print(Text(f"  {item.amount:5.2f}  {words.word(item.aspect)}  {said}".rstrip()))
    factors = sheet.factors
    product = _("relevance {relevance:.2f} × fit {fit:.2f} × value {value:.2f} × acceptance {acceptance:.2f}")
    product = product.format(**msgspec.structs.asdict(factors))
    least = _("shown from a relevance of {threshold:.2f}").format(threshold=sheet.threshold)
    console.print(Text(f"  {product} = {sheet.worth:.2f}; {least}", "dim"))
    if sheet.locks:
        reasons = ", ".join(map(words.word, sheet.locks))
        console.print(Text("  " + _("Offers wait: {reasons}").format(reasons=reasons), "yellow"))
    if sheet.missing:
        console.print("  " + _("To be known first: {names}").format(names=", ".join(sheet.missing)), markup=False)
    console.print()


def print_found(found: Found, librarian: Librarian, *, as_json_list: bool) -> None:
    """Print the articles that a search found, each with its passage."""
    passages = [librarian.passage(hit, found.words) for hit in found.hits]
    if as_json_list:
        print(as_json([_plain(*pair) for pair in zip(found.hits, passages, strict=True)]))  # noqa: T201
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    if not found.hits:
        console.print(_("Nothing found."))
    if found.meant:
        console.print(_("Did you mean: {query}").format(query=found.meant), style="dim", markup=False)
    if found.is_near:
        console.print(_("No article has all of this. The nearest:"), style="dim")
    for hit, passage in zip(found.hits, passages, strict=True):
        words_of_it = Text(passage.text)
        for start, end in passage.marks:
            words_of_it.stylize("bold", start, end)
        console.print(
            Text.assemble((hit.title, "bold"), (f"  {words.word(hit.kind)} · {hit.lang}/{hit.article}", "dim"))
        )
        console.print(Padding(words_of_it, (0, 0, 1, 2)))


def print_learning(learned: Sequence[Learned], *, learns: bool, as_json_list: bool) -> None:
    """Print what is known of each line, and the factor that comes of it."""
    if as_json_list:
        print(as_json([{**known._asdict(), "factor": round(known.factor, 4)} for known in learned]))  # noqa: T201
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    console = Console(highlight=False)
    if not learns:
        console.print(_("Learning is switched off in the settings."))
    if not learned:
        console.print(_("Nothing has been learned yet."))
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(_("line"), overflow="fold")
    for heading in (*map(words.word, Outcome), _("factor")):
        table.add_column(heading, justify="right")
    for known in learned:
        table.add_row(known.line, *map(str, known[1:]), f"{known.factor:.3f}")
    console.print(table)


def print_forgotten(lines: int, refusals: int) -> None:
    """Print how much was forgotten."""
    print(_("Forgotten. Lines: {lines}, refusals: {refusals}.").format(lines=lines, refusals=refusals))  # noqa: T201


def print_misses(misses: Sequence[Miss], *, as_json_list: bool) -> None:
    """Print the words that were looked for in vain."""
    if as_json_list:
        print(as_json([{**miss._asdict(), "last_day": miss.last_day.isoformat()} for miss in misses]))  # noqa: T201
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    console = Console(highlight=False)
    if not misses:
        console.print(_("Nothing was searched for in vain yet."))
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(_("times"), justify="right")
    table.add_column(_("words"), overflow="fold")
    table.add_column(_("last"))
    for miss in misses:
        table.add_row(str(miss.times), miss.words, miss.last_day.isoformat())
    console.print(table)


def print_forgotten_misses(count: int) -> None:
    """Print how many words were forgotten."""
    print(_("Forgotten: {count}.").format(count=count))  # noqa: T201


def print_problems(problems: Sequence[Problem], assistant: Assistant, *, as_json_list: bool) -> int:
    """Print all problems, by file and line; the status is non-zero when one is an error."""
    errors, warnings = (sum(problem.severity is wanted for problem in problems) for wanted in _COUNTED)
    if as_json_list:
        print(as_json([_problem_as_data(problem) for problem in _ordered(problems)]))  # noqa: T201
        return _status(problems)
    for problem in _ordered(problems):
        what, cure = words.describe(problem)
        place = f"{_short(problem.path)}:{problem.line}" if problem.line else _short(problem.path)
        print(f"{place}: {words.word(problem.severity)}: {what} {cure} [{problem.code}]")  # noqa: T201
    articles = assistant.articles()
    tests = sum(len(article.expect) for article in articles)
    lines = sum(len(article.lines) for article in articles)
    counts = {"articles": len(articles), "lines": lines, "tests": tests, "errors": errors}
    summary = _("Articles: {articles}, lines: {lines}, tests: {tests}, errors: {errors}, warnings: {warnings}.")
    print(summary.format(**counts, warnings=warnings))  # noqa: T201
    return _status(problems)


def _ordered(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.path, problem.line, problem.code))


def _status(problems: Sequence[Problem]) -> int:
    return _FOUND_ERRORS if any(problem.severity is Severity.ERROR for problem in problems) else _ALL_CLEAR


def print_replay(found: Replay, assistant: Assistant, *, as_json_object: bool) -> int:
    """Print all problems, then what changes and by which notes; the status is that of the problems."""
    problems = assistant.check()
    if as_json_object:
        listed = [_problem_as_data(problem) for problem in _ordered(problems)]
        print(as_json({"problems": listed, "replay": msgspec.to_builtins(found)}))  # noqa: T201
        return _status(problems)
    status = print_problems(problems, assistant, as_json_list=False)
    counts = {"notes": found.notes, "changed": len(found.changed)}
    rows = ["", _("Notes replayed: {notes}, answered otherwise: {changed}.").format(**counts)]
    for changed in found.changed:
        rows.append(_note_row(changed.asked))
        rows += [f"    {_SIGNS[change]} {line} ({words.word(change)})" for line, change in changed.changes.items()]
        failed = _("    ! no longer holds: {wanted} (now {got})")
        rows += [failed.format(wanted=wanted, got=got) for wanted, got in changed.broken]
    if found.silent:
        rows += ["", _("Lines that no note brings: {count}.").format(count=len(found.silent))]
        rows += [f"  {line}" for line in found.silent]
    if found.unanswered:
        rows += ["", _("Notes that find nothing: {count}.").format(count=len(found.unanswered))]
        rows += map(_note_row, found.unanswered)
    print("\n".join(rows))  # noqa: T201
    return status


def _note_row(asked: Asked) -> str:
    where = asked.article or _("recorded call")
    return f"  {' '.join(asked.note.split())} ({where})"


def print_summary(assistant: Assistant) -> None:
    """Print how large the library is."""
    articles = assistant.articles()
    lines = sum(len(article.lines) for article in articles)
    print(_("Ready. Articles: {articles}, lines: {lines}.").format(articles=len(articles), lines=lines))  # noqa: T201


def _problem_as_data(problem: Problem) -> dict[str, Any]:
    what, cure = words.describe(problem)
    return {
        "file": problem.path,
        "line": problem.line,
        "code": problem.code,
        "severity": problem.severity,
        "what": what,
        "cure": cure,
    }


def _plain(hit: Hit, passage: Passage) -> dict[str, Any]:
    return {
        "article": hit.article,
        "lang": hit.lang,
        "title": hit.title,
        "kind": hit.kind,
        "passage": passage.text,
        "marks": [list(mark) for mark in passage.marks],
        "score": hit.score,
    }


def _short(path: str) -> str:
    """Return a path as seen from the working directory where that is shorter."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return path
