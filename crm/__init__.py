"""The project: settings, addresses, menu."""

__version__ = "0.2.0"
