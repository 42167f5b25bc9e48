"""What can be wrong with a run."""

from pathfinders.errors import PathfindersError


class EngineError(PathfindersError):
    """A run that cannot be made as asked."""
