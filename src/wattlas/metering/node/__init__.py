"""A node that many users share: whose energy it was, by the control groups of Linux."""

from __future__ import annotations
