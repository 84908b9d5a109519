"""YAML that is sent: what would make very much of a little is refused."""

from __future__ import annotations

from wattlas.errors import StudyError


def refuse_aliases(text: str, name: str) -> None:
    """Refuse YAML that repeats a part by reference: a little of it makes very much.

    Raises
    ------
    StudyError
        If it does.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.tokens import AliasToken

    try:
        repeats = any(isinstance(token, AliasToken) for token in YAML().scan(text))
    except (YAMLError, RecursionError):
        return
    if repeats:
        raise StudyError(
            "{name} that is sent repeats no part by reference (*name): write it out.",
            name=name,
        )
