"""`wattlas web`: pages in the browser, and REST."""

from __future__ import annotations

from wattlas.cli.command import verb
from wattlas.parameters.output import LanguageOptions
from wattlas.parameters.service import WebOptions


@verb(WebOptions, LanguageOptions)
def web(options: WebOptions, form: LanguageOptions) -> None:
    """Serve pages and a REST interface to this machine's browser.

    wattlas web

    The link that is printed carries a token, without which nobody sees the ledger or
    plans. Ctrl-C ends the server.
    """
    from wattlas.cli import output as out
    from wattlas.service.running import serve

    serve(options, out.say)
