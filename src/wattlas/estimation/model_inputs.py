"""Inputs that follow from a model, and what is noted of how it was read."""

from __future__ import annotations

from wattlas import facts
from wattlas.chain import counts
from wattlas.estimation.input_values import input_from_fact, scaled
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.lookup import Model
from wattlas.notes import Note
from wattlas.parameters import Given
from wattlas.records import Input


def note_reading(inputs: Inputs, model: Model | None, accepted: bool) -> None:
    """Note how a name was read, what was left aside, or that nothing had to be."""
    unread = model.unread if model else ()
    if model and model.written:
        read = {"name": model.written, "key": model.key}
        inputs.notes.append(Note("name-read", read))
    if model and model.unread_format:
        said = {"format": model.unread_format}
        inputs.notes.append(Note("format-unread", said))
    inputs.notes += [Note("unread-field", {"field": field}) for field in unread]
    defaulted = model.defaulted if model else ()
    inputs.notes += [Note("defaulted-field", {"field": field}) for field in defaulted]
    if accepted and not unread:
        inputs.notes.append(Note("not-used", {"name": "accept_unread"}))


def of_model(name: str, value: float, model: Model) -> Input:
    """Return an input that follows from a model's architecture.

    Sizes of a model whose architecture is assumed carry a range.
    """
    if (model.assumed or model.unread) and name.endswith("parameters"):
        return assumed_size(name, value, model.key)
    given = model.source == "given"
    return Input(name, value, value, value, "fixed", "1", model.source, given=given)


def assumed_size(name: str, value: float, key: str) -> Input:
    """Return the size of a model whose maker does not publish it, with its range."""
    ratio = facts.number("constants", "models", "assumed_size_ratio")
    item = input_from_fact(name, ratio, key)
    return scaled(item, value, "1", "")


def add_model_work(
    inputs: Inputs, model: Model, tokens: Given, sequence_tokens: Given
) -> None:
    """Add active parameters, training tokens and attention work for each token."""
    a = model.architecture
    active = counts.trained_parameters_per_token(a)
    inputs.add(of_model("active_parameters", active, model))
    if not inputs.give("training_tokens", tokens, "1") and model.training_tokens:
        inputs.add(of_model("training_tokens", model.training_tokens, model))
    inputs.constant("sequence_tokens", "training", sequence_tokens)
