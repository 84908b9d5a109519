"""From a study to a problem: sites, load, power options and limits as arrays."""

from wattlas.planning.ask.assemble import Asked, ask

__all__ = ["Asked", "ask"]
