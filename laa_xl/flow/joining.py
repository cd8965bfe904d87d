"""The parts of a return joined: files in, the one return out, and what a person has to know about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.parts import LEAD
from laa_xl.domain.sentences import folded
from laa_xl.domain.spec import FormSpec
from laa_xl.files.store import write_whole
from laa_xl.flow.accepting import accepted_returns
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.parting import Outcome, opened, require_free, workbook
from laa_xl.flow.programme import Programme
from laa_xl.flow.receiving import template_spec
from laa_xl.stages.joining import Joined, Source, is_called, join

_ENTRIES = {column.name for column in RETURN_FORM.table("indicators").entries}


def join_files(
    paths: Sequence[Path],
    out: Path,
    *,
    template: Path | None = None,
    programme: Programme | None = None,
    prefer: str = "",
    over: bool = False,
) -> Outcome:
    """Make the one return from its parts; ProgrammeError where they do not belong together."""
    outcome = Outcome()
    if out.suffix.lower() != ".xlsx":
        raise ProgrammeError(f"{out} has to end in .xlsx.")
    if out.resolve() in {path.resolve() for path in paths}:
        raise ProgrammeError(f"{out} is one of the parts. Choose another name for the return.")
    sources = [opened(path, outcome) for path in paths]
    outcome.sources = sources
    _require_together(sources)
    if prefer and not any(is_called(source, prefer) for source in sources):
        names = ", ".join(source.spec.part or LEAD for source in sources)
        raise ProgrammeError(f'No part is called "{prefer}". The parts are: {names}.')
    whole = outcome.whole = _whole(sources, template, programme, outcome)
    outcome.missing = _missing(whole, sources)
    joined = join(whole, sources, prefer, complete=not outcome.missing)
    outcome.notes += joined.notes
    outcome.stopped += _contradictions(joined)
    if outcome.stopped:
        return outcome
    data = workbook(whole, joined.entries)
    require_free(out, data, over=over)
    write_whole(out, data)
    outcome.written = [out]
    return outcome


def _require_together(sources: Sequence[Source]) -> None:
    """Parts of one return, each file once; ProgrammeError otherwise."""
    first = sources[0]
    for number, source in enumerate(sources):
        again = next((other for other in sources[:number] if other.returned.sha256 == source.returned.sha256), None)
        if again is not None:
            raise ProgrammeError(f"{source.file} and {again.file} are the same file. Name each part once.")
        mine, its = _belonging(first), _belonging(source)
        if mine != its:
            raise ProgrammeError(
                f"{source.file} is for {its}, but {first.file} is for {mine}. Join parts of the same return only."
            )
    if not any(source.spec.part for source in sources):
        raise ProgrammeError(f"{first.file} is no part but a whole return. Name the parts that belong to it as well.")


def _belonging(source: Source) -> str:
    spec = source.spec
    return f"{spec.agreement.settings.code}, {spec.the_theme.name} ({spec.theme}), {spec.when.spelled}"


def _whole(sources: Sequence[Source], template: Path | None, programme: Programme | None, outcome: Outcome) -> FormSpec:
    """What the return is made from: the template named, what the programme issued, or what the parts carry."""
    carried = {(source.spec.whole or source.spec).digest: source.spec.whole or source.spec for source in sources}
    if template is not None:
        named = opened(template, Outcome())
        if named.spec.part:
            raise ProgrammeError(f"{template} is itself a part. Name the theme's own template.")
        if _belonging(named) != _belonging(sources[0]):
            raise ProgrammeError(
                f"{template} is for {_belonging(named)}, but the parts are for {_belonging(sources[0])}."
            )
        whole = named.spec
    elif programme is not None:
        whole = _issued(carried, programme)
    elif len(carried) == 1:
        return next(iter(carried.values()))
    else:
        raise ProgrammeError(
            "The parts come from different templates of the same theme and quarter. Say which one counts: --template TEMPLATE.xlsx"
        )
    if set(carried) != {whole.digest}:
        outcome.notes.append("The parts were split from another template than the one that the return is made from.")
    return whole


def _issued(carried: Mapping[str, FormSpec], programme: Programme) -> FormSpec:
    """The template that the programme issued and the parts come from, else the one that it would issue today."""
    state = programme.load()
    first = next(iter(carried.values()))
    code, ours = first.agreement.settings.code, state.agreement.settings.code
    if code != ours:
        raise ProgrammeError(f'The parts belong to the agreement "{code}"; {programme.root} is "{ours}".')
    if first.theme not in {theme.code for theme in state.agreement.themes}:
        raise ProgrammeError(f'{programme.root} has no theme "{first.theme}".')
    issued = state.register.digests()
    known = next((spec for digest, spec in carried.items() if digest in issued), None)
    return known or template_spec(state, first.theme, first.when, accepted_returns(programme, state))


def _missing(whole: FormSpec, sources: Sequence[Source]) -> list[str]:
    """The rows that stand in no part, by the contributor whose part is not there."""
    here = {folded(source.spec.part or LEAD) for source in sources}
    mine = {row for source in sources if source.spec.part for row in _rows_of(source.spec)}
    entered = {
        row.key
        for source in sources
        for row in source.returned.rows("indicators")
        if any(not entry.blank for name, entry in row.entries.items() if name in _ENTRIES)
    }
    shares = [share for source in sources for share in source.spec.shares or ()]
    owners = {code: share.part for share in shares for code in share.indicators}
    said: dict[str, list[str]] = {}
    if _has_whole(sources):  # the theme lead's rows are all there, filled in or not
        mine |= {i.code for i in whole.agreement.indicators if owners.get(i.code, LEAD) == LEAD}
    for indicator in whole.agreement.indicators:
        if indicator.code not in mine | entered:
            said.setdefault(owners.get(indicator.code, ""), []).append(indicator.code)
    lines = [
        f"Nobody has reported on {', '.join(codes)}: "
        + (f'the part "{owner}" is not here.' if owner else "no part has them.")
        for owner, codes in said.items()
    ]
    if LEAD not in here and LEAD not in said:
        lines.append(f'The part "{LEAD}" is not here: the Start sheet and Finance are the theme lead\'s.')
    return lines


def _has_whole(sources: Sequence[Source]) -> bool:
    return any(not source.spec.part for source in sources)


def _rows_of(spec: FormSpec) -> list[str]:
    return [indicator.code for indicator in spec.agreement.indicators]


def _contradictions(joined: Joined) -> list[str]:
    return [
        *joined.strangers,
        *(f"Two parts contradict each other. {said}" for said in joined.conflicts),
    ]
