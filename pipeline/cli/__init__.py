"""The command line ``emn``. Nothing large is imported before a command needs it."""

from pipeline.cli.app import main

__all__ = ["main"]
