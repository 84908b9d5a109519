"""`wattlas parameters`: what may be given to a verb, with units and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wattlas.cli.command import verb
from wattlas.errors import Message
from wattlas.parameters.checking import ParametersOptions
from wattlas.parameters.output import RecordOutput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wattlas.report.blocks import Block
    from wattlas.report.table import Table


@verb(ParametersOptions, RecordOutput)
def parameters(options: ParametersOptions, form: RecordOutput) -> None:
    """List what may be given to a verb, with units and limits.

    wattlas parameters train

    As JSON it is a JSON Schema (Draft 2020-12), of which a form can be drawn.
    """
    from wattlas.cli.showing import marked, record_files, show
    from wattlas.parameters.schema import schema_of
    from wattlas.parameters.verbs import VERBS, verb_named

    files = record_files(form)
    named = [verb_named(" ".join(options.verb))] if options.verb else list(VERBS)
    schemas = {name: schema_of(VERBS[name], name) for name in named}
    several = marked("parameters", {"verbs": schemas})
    record = several if len(named) > 1 else schemas[named[0]]
    show(form, files, record, lambda: _blocks({name: VERBS[name] for name in named}))


def _blocks(verbs: dict[str, type]) -> Iterator[Block]:
    from wattlas.report.blocks import Prose

    for name, kind in verbs.items():
        about = Message((kind.__doc__ or "").splitlines()[0])
        yield Prose((Message("{name}: {about}", name=name, about=about),))
        yield from _sections(kind, "")


def _sections(kind: type, prefix: str) -> Iterator[Block]:
    """Yield the table of a class, then those of its sections."""
    from wattlas.parameters.declaration import declared, nested_in

    yield _table(kind, prefix)
    for name, item in declared(kind).items():
        nested = nested_in(item.type)
        if nested is not None:
            yield from _sections(nested, f"{prefix}{name}.")


def _table(kind: type, prefix: str) -> Table:
    from wattlas.parameters.declaration import declared
    from wattlas.parameters.describe import HEADS, row_of
    from wattlas.report.table import Column, Row, Table

    columns = tuple(Column(head, Message(head), kind="word") for head in HEADS)
    rows = []
    for item in declared(kind).values():
        name, unit, *said = row_of(item)
        rows.append(Row((f"{prefix}{name}", unit, *said)))
    return Table("parameters", "", columns, tuple(rows))
