"""Every report but the highlight report: which there are, how each is built, and how it is written where people want it.

To add one, write its builder (a function from ``ReportInput`` to ``Document``) and one ``Kind`` here: the command line, its
help and every format follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.documents import Document
from laa_xl.domain.leaks import Few, Leak
from laa_xl.domain.periods import Period
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.sentences import listed
from laa_xl.domain.shared_indicators import NotTogether
from laa_xl.files.data_package import DESCRIPTOR, data_package
from laa_xl.files.document_word import document_docx
from laa_xl.files.document_workbook import document_workbook
from laa_xl.files.pdf import pdf_of
from laa_xl.files.store import put_folder, write_whole
from laa_xl.flow.accepting import Accepted, returns_of
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.leaving import look_through_document
from laa_xl.flow.outputs import require_free
from laa_xl.flow.pipeline import Progress, reportable
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.working_out import assess_all
from laa_xl.stages.accounting import money
from laa_xl.stages.charting import chart_book
from laa_xl.stages.packing import few_of_all
from laa_xl.stages.reviewing import annual_review
from laa_xl.stages.rewarding import reward_report
from laa_xl.stages.self_assessing import self_assessment
from laa_xl.stages.sharing import multi_area

Built = Callable[..., Document]


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a report: given as ``--name VALUE``, and to the builder as a keyword; "" where it was not given."""

    name: str
    meaning: str
    choices: Callable[[Agreement], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A report: its name in commands and files, what it is in one line, and its builder.

    ``many``: it is about several agreements, so its builder takes one ``ReportInput`` for each, as a tuple; it is called
    with several folders and always told where to write. ``past``: it shows the figures of every quarter so far.
    """

    name: str
    meaning: str
    build: Built
    options: tuple[Option, ...] = ()
    many: bool = False
    past: bool = False


def _themes(agreement: Agreement) -> Sequence[str]:
    return [theme.code for theme in agreement.themes]


# One line a report, in the order in which the help lists them.
KINDS: tuple[Kind, ...] = (
    Kind(
        "annual-review",
        "The designated targets with symbols and ratings, their counts, and what is done about those at risk.",
        annual_review,
    ),
    Kind(
        "self-assessment",
        "Each theme's achievements, risks and improvement activity, every indicator, and the data gaps.",
        self_assessment,
    ),
    Kind("money", "Budget, spend, forecast and variance in every view, beside what the money bought.", money),
    Kind(
        "reward",
        "What each reward target reaches, earns and still needs, and the risks to the grant.",
        reward_report,
    ),
    Kind(
        "multi-area",
        "The indicators that several agreements share, side by side, and combined where that is meaningful.",
        multi_area,
        many=True,
    ),
    Kind(
        "charts",
        "Ratings over time, figures against targets, trends and risks, as charts with their tables.",
        chart_book,
        (Option("theme", "One theme's code; without it, every theme.", _themes),),
        past=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Made:
    """What was written, and what of it would keep it out of a pack."""

    files: tuple[Path, ...]
    leaks: tuple[Leak, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. ``out`` None: the programme's own folder of reports; else a file by its ending, or a folder."""

    kind: Kind
    period: Period
    out: Path | None = None
    options: Mapping[str, str] = field(default_factory=dict)


def kind_of(name: str) -> Kind | None:
    """The report of that name; None where there is none."""
    return next((kind for kind in KINDS if kind.name == name), None)


def make_report(programme: Programme, asked: Request, now: datetime, progress: Progress = lambda _: None) -> Made:
    """Write a report of one agreement; ProgrammeError where nothing was accepted for the period, or the call is wrong."""
    require_ending(asked.out)
    require_free(asked.out)
    with programme.locked(f"report {asked.kind.name}", now):
        progress("Reading what was accepted")
        state, accepted = reportable(programme, asked.period)
        programme.journal(state)
        given = report_input(state, accepted, asked.period, now.date())
        asked = replace(asked, options=_chosen(asked, state.agreement))
        document = asked.kind.build(given, **asked.options)
        folder = programme.folder("reports", str(asked.period))
        if asked.out is None:
            return _write(document, asked, folder, [(state, given)], progress)
    return _write(document, asked, asked.out, [(state, given)], progress)


def make_joint_report(
    programmes: Sequence[Programme], asked: Request, now: datetime, progress: Progress = lambda _: None
) -> Made:
    """Write a report of several agreements, into a place that is always named."""
    require_ending(asked.out)
    require_free(asked.out)
    out = asked.out
    if out is None:
        raise ProgrammeError("Say where to write a report of several areas: --out FILE or --out FOLDER.")
    states, inputs = [], []
    for programme in programmes:
        with programme.locked(f"report {asked.kind.name}", now):
            progress(f"Reading {programme.root}")
            state, accepted = _one_of_several(programme, asked.period)
            programme.journal(state)
            states.append(state)
            inputs.append(report_input(state, accepted, asked.period, now.date()))
    asked = replace(asked, options=_chosen(asked, states[0].agreement))
    try:
        document = asked.kind.build(tuple(inputs), **asked.options)
    except NotTogether as error:
        raise ProgrammeError(str(error)) from None
    return _write(document, asked, out, list(zip(states, inputs, strict=True)), progress)


def _one_of_several(programme: Programme, period: Period) -> tuple[State, Accepted]:
    """As ``reportable``; what is wrong names the folder, as there are others."""
    try:
        return reportable(programme, period)
    except ProgrammeError as error:
        root = str(programme.root)
        message = error.message if root in error.message else f"{root}: {error.message}"
        raise ProgrammeError(message, error.errors, in_master=error.in_master) from None


def report_input(state: State, accepted: Accepted, period: Period, today: date) -> ReportInput:
    """What every builder is given: all that is known up to a quarter, and nothing of a later one."""
    known = {key: item for key, item in accepted.items() if key[1] <= period}
    return ReportInput(
        agreement=state.agreement,
        period=period,
        assessments=tuple(assess_all(state, known)),
        returns=returns_of(known),
        inputs=state.inputs,
        register=state.register,
        today=today,
        imported={key: figure for key, figure in state.imported.items() if key[1] <= period},
    )


def require_ending(out: Path | None) -> None:
    """ProgrammeError for a file of a kind that is not written."""
    if out is None or out.is_dir() or out.suffix.lower() in _WRITERS:
        return
    if out.suffix or out.is_file():
        raise ProgrammeError(
            f"{out} has to end in .xlsx, .docx or .pdf, or be a folder (which gets the workbook, the document and the data)."
        )


def _chosen(asked: Request, agreement: Agreement) -> dict[str, str]:
    """The options as the builder wants them; ProgrammeError for a value that there is not."""
    found = {}
    for option in asked.kind.options:
        value, choices = asked.options.get(option.name, ""), option.choices(agreement)
        same = next((one for one in choices if one.casefold() == value.casefold()), "")
        if value and not same:
            raise ProgrammeError(f'There is no {option.name} "{value}". Choose one of: {", ".join(choices)}.')
        found[option.name] = same
    return found


def _write(
    document: Document, asked: Request, out: Path, told: Sequence[tuple[State, ReportInput]], progress: Progress
) -> Made:
    """Every format into a folder, or the one that a file's ending names; the words are looked through.

    ``told``: each agreement that the document tells of, and what it was built from.
    """
    stamp = datetime.combine(asked.period.end, time())
    progress("Writing the report")
    ending = out.suffix.lower()
    if ending in _WRITERS and not out.is_dir():
        write_whole(out, _WRITERS[ending](document, stamp))
        files: tuple[Path, ...] = (out,)
    else:
        files = _everything(document, asked, out, stamp, [state for state, _ in told])
    leaks = {
        leak.line: leak
        for state, given in told
        for leak in look_through_document(state, document, looked_for(asked.kind, given))
    }
    return Made(files, tuple(leaks.values()))


def looked_for(kind: Kind, given: ReportInput) -> tuple[Few, ...]:
    """The figures about few people of the quarters that a report tells of: of all others, any ordinary word would be one."""
    return few_of_all(given.agreement, given.assessments if kind.past else given.compared)


def _pdf(document: Document, stamp: datetime) -> bytes:
    return pdf_of(document_docx(document, stamp))


_WRITERS: dict[str, Callable[[Document, datetime], bytes]] = {
    ".xlsx": document_workbook,
    ".docx": document_docx,
    ".pdf": _pdf,
}


def _everything(
    document: Document, asked: Request, folder: Path, stamp: datetime, states: Sequence[State]
) -> tuple[Path, ...]:
    """Workbook, document and data package, side by side."""
    stem = "-".join([document.kind, str(asked.period), *(value for value in asked.options.values() if value)])
    areas = "-".join(state.agreement.settings.code for state in states)
    data = folder / f"{stem}-data"
    _require_replaceable(data)
    package = data_package(document, stamp, f"{areas}-{stem}")
    files = [folder / f"{stem}{ending}" for ending in (".docx", ".xlsx")]
    for path in files:
        write_whole(path, _WRITERS[path.suffix](document, stamp))
    put_folder(data, package)
    return (*reversed(files), data)


def _require_replaceable(folder: Path) -> None:
    """ProgrammeError unless the folder is not there, empty, or a data package: it is replaced as a whole."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ProgrammeError(f"{folder} is a file. Move it elsewhere, and try again.")
    here = [path.name for path in folder.iterdir()]
    foreign = sorted(name for name in here if name != DESCRIPTOR and not name.endswith(".csv"))
    if here and (foreign or DESCRIPTOR not in here):
        held = listed(foreign[:3]) or "tables without a description"
        raise ProgrammeError(
            f"{folder} holds files that are no data package: {held}. Move them elsewhere, and try again."
        )
