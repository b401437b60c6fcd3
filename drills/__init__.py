"""Drills: the faults of checks.md part E made real, bounded, on this machine alone, with a control that must go red."""
