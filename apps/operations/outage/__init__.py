"""A database that is away, frozen, full or too busy: requests end soon, and what was typed is kept (E5, E6)."""
