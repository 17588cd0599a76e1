"""The language layer: tokens, segments, signals. Only its `engine` module imports spaCy, and only when a run needs it."""
