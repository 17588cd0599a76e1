"""The JSON Schemas of the files that people write, as they are shipped: those of the shipped packs."""

from __future__ import annotations

from carelint.json_schemas import SCHEMAS, text_of
from carelint.packs import load_packs


def schemas() -> dict[str, str]:
    """Give the text of each, by the name of its file."""
    library = load_packs()
    return {f"{name}.schema.json": text_of(make(library)) for name, make in SCHEMAS.items()}
