"""`wattlas completion`: what makes a shell complete words."""

from __future__ import annotations

from wattlas.cli.command import verb
from wattlas.parameters.checking import CompletionOptions
from wattlas.parameters.output import LanguageOptions


@verb(CompletionOptions, LanguageOptions)
def completion(options: CompletionOptions, form: LanguageOptions) -> None:
    """Print what makes a shell complete words: bash, zsh, fish.

    wattlas completion bash > ~/.local/share/bash-completion/completions/wattlas

    For zsh: wattlas completion zsh > ~/.zfunc/_wattlas, with ~/.zfunc in fpath. For
    fish: wattlas completion fish > ~/.config/fish/completions/wattlas.fish.
    """
    import sys

    from click.shell_completion import get_completion_class

    from wattlas.cli.main import COMPLETE, NAME, app

    shell = get_completion_class(options.shell)
    if shell is not None:
        sys.stdout.write(shell(app, {}, NAME, COMPLETE).source())
