"""The tree of errors, and the sentences that name what is near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattlas import errors


@pytest.mark.parametrize(
    ("error", "parents"),
    [
        (errors.InputError, (errors.WattlasError, ValueError)),
        (errors.UnknownNameError, (errors.InputError, LookupError)),
        (errors.UnitError, (errors.InputError,)),
        (errors.ContradictionError, (errors.InputError,)),
        (errors.StudyError, (errors.InputError,)),
        (errors.MissingFactError, (errors.WattlasError, LookupError)),
        (errors.MissingExtraError, (errors.WattlasError, ImportError)),
    ],
)
def test_every_error_is_ours_and_a_builtin(error, parents):
    """Law: the tree in the docstring; a caller may catch either side."""
    assert issubclass(error, parents[0])
    assert all(issubclass(error, parent) for parent in parents)
    assert issubclass(error, errors.WattlasError)


def test_the_docstring_draws_the_whole_tree():
    """Law: every error class stands in the tree of the module's docstring."""
    classes = [n for n in dir(errors) if n.endswith("Error")]
    assert [n for n in classes if n not in errors.__doc__] == []


def test_nearest_names_ignore_case_and_keep_spelling():
    """By hand: 'KWHH' differs from 'kWh' by one letter; the known name comes back."""
    assert errors.nearest_names("KWHH", ["kWh", "year", "W"]) == ["kWh"]


def test_a_beginning_counts_as_near():
    """By hand: 'llama' begins 'llama-3.1-70b', though it is much shorter."""
    assert errors.nearest_names("llama", ["llama-3.1-70b", "opt-6.7b"]) == [
        "llama-3.1-70b"
    ]


def test_at_most_the_count_that_was_asked_for():
    """Law: never more names than asked for."""
    known = [f"h100-{i}" for i in range(9)]
    assert len(errors.nearest_names("h100-", known, count=2)) == 2


def test_unknown_name_without_a_near_one_has_no_hint():
    """By hand: nothing looks like 'zzz'."""
    said = errors.unknown_name("site", "zzz", ["oslo"], "wattlas facts sites")
    assert str(said) == ("No site named 'zzz'. List all: wattlas facts sites.")


def test_unknown_name_with_two_near_ones_offers_both():
    """By hand: 'h100' begins both; 'h100-sxm' is nearer by length."""
    sentence = errors.unknown_name("chip", "h100", ["h100-sxm", "h100-pcie"], "x")
    assert str(sentence) == (
        "No chip named 'h100'. Did you mean 'h100-sxm' or 'h100-pcie'? List all: x."
    )


def test_missing_extra_names_the_command():
    """By hand: feature, extra and the command that installs it."""
    with pytest.raises(ImportError) as caught, errors.needs_extra("A chart", "report"):
        import no_such_library  # noqa: F401
    assert isinstance(caught.value, errors.MissingExtraError)
    assert str(caught.value) == (
        "A chart needs the 'report' extra: pip install 'wattlas[report]'."
    )


@given(
    user=st.from_regex(r"[a-z0-9._%-]*", fullmatch=True),
    password=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1),
    before=st.sampled_from(["", "curl -s ", "got '"]),
)
def test_law_no_password_of_an_address_is_said(user, password, before):
    """Law: whatever the password is made of, the sentence is that of any other one."""
    url = f"{before}https://{user}:{password}@host:80/x"
    for error in (errors.InputError("{url}.", url=url), errors.Message("{u}.", u=url)):
        assert str(error) == f"{before}https://{user}:***@host:80/x."
