"""Is it sound? Every promise of a model and of its card, checked: ``python -m pathfinders check``."""
