"""Scripts that measure carelint; run by hand, not by pytest."""
