"""`wattlas parameters`: what may be given to a verb, with units and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wattlas.cli.command import verb
from wattlas.parameters.checking import ParametersOptions
from wattlas.parameters.output import RecordOutput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType


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
    alone = schemas[named[0]] if len(named) == 1 else {"verbs": schemas}
    record = marked("parameters", alone)
    show(form, files, record, lambda: _tables({name: VERBS[name] for name in named}))


def _tables(verbs: dict[str, type]) -> Iterator[RenderableType]:
    from rich.text import Text

    for name, kind in verbs.items():
        yield Text(f"{name}: {(kind.__doc__ or '').partition(chr(10))[0]}")
        yield from _sections(kind, "")


def _sections(kind: type, prefix: str) -> Iterator[RenderableType]:
    """Yield the table of a class, then those of its sections."""
    from wattlas.parameters.declaration import declared, nested_in

    yield _table(kind, prefix)
    for name, item in declared(kind).items():
        nested = nested_in(item.type)
        if nested is not None:
            yield from _sections(nested, f"{prefix}{name}.")


def _table(kind: type, prefix: str) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    from wattlas.parameters.declaration import declared
    from wattlas.parameters.describe import HEADS, row_of

    table = Table(*HEADS, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for item in declared(kind).values():
        row: Any = row_of(item)
        table.add_row(*(Text(cell) for cell in (f"{prefix}{row[0]}", *row[1:])))
    return table
