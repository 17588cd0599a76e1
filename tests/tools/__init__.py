"""What is made from real runs and kept current by tests: `python -m tests.tools.refresh`."""
