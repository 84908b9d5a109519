"""Models that are served: those of the tables, and closed ones as inferred."""

from __future__ import annotations

from pathlib import Path

from wattlas import facts
from wattlas.estimation.api_names import read_api_name
from wattlas.estimation.inferred import (
    FIT,
    Inference,
    given_numbers,
    infer_model,
    inferred_architecture,
    refuse_without_price,
)
from wattlas.estimation.lookup import (
    DEFAULT_PRECISION,
    Model,
    find_model,
    is_known,
)
from wattlas.estimation.model_paths import names_file
from wattlas.estimation.model_refusals import (
    refuse_family,
    refuse_network,
)
from wattlas.parameters import ServeOptions


def find_served_model(
    name: str | Path, options: ServeOptions | None = None, accept_unread: bool = False
) -> Model:
    """Return the model of a name that is served: a closed one is inferred.

    `options` may give prices and a speed to infer it from, in the place of the listed
    prices; with prices given, a name that no table has is inferred too.

    Raises
    ------
    UnknownNameError
        If no model has the name, or no price of a closed one is known.
    InputError
        As `find_model`; if one of two prices is missing; or if a price or a speed that
        is given is none, whether the model is inferred from it or not.

    Examples
    --------
    >>> model = find_served_model("gpt-5-2025-08-07")
    >>> model.key, model.inferred.price.output
    ('gpt-5', 10.0)
    """
    given_numbers(options)
    text = str(name)
    refuse_family(text)
    refuse_network(text)
    key = facts.find("undisclosed", text)
    read = None if key or names_file(text) else read_api_name(text)
    if key is None and read is not None and read.table == "undisclosed":
        key = read.key
    priced = options is not None and None not in (
        options.prompt_price,
        options.output_price,
    )
    if key is None and not (priced and read is None and not is_known(text)):
        return find_model(name, accept_unread)
    found = infer_model(key or text, options)
    if found is None:
        refuse_without_price(key or text)
    return _inferred_model(text, key or text, found)


def _inferred_model(written: str, key: str, found: Inference) -> Model:
    """Return the usual model of an inferred size, under the name of the closed one."""
    is_own_name = facts.find("undisclosed", written) == key or written == key
    return Model(
        key=key,
        architecture=inferred_architecture(key, found),
        weight_precision=DEFAULT_PRECISION,
        training_tokens=None,
        source=FIT,
        assumed=False,
        written="" if is_own_name else written,
        inferred=found,
    )
