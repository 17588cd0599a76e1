"""The language layer: words, segments, signals. spaCy comes in with `engine`, and only when a run needs it."""
