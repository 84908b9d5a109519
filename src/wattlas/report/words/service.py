"""The words of the service: what refusals over HTTP are called."""

from __future__ import annotations

PROBLEMS = {
    400: "A value cannot be used",
    401: "A token is needed",
    403: "Not from there",
    404: "Nothing is here",
    405: "Not asked in this way",
    408: "The request did not arrive",
    411: "The length of the body is not said",
    413: "The body is too large",
    415: "Another type of body is expected",
    421: "Another server was meant",
    422: "There is no answer",
    500: "The answer failed",
    501: "A part is not installed",
    503: "Too many questions at once",
    504: "The answer takes too long",
}
"""What each status of HTTP means, in a few words."""
