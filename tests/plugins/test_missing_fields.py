"""`missing-fields`: under which names fields are looked for, and which sources keep none."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.model import Match
from carelint.plugins.missing_fields import MissingFields, MissingFieldsSettings
from tests.conftest import annotator, conversation

_PLUGIN = MissingFields(
    MissingFieldsSettings(
        fields={"title": ["name"], "owner": ["team"], "checked": ["checked_at"]}, told_by=["owner", "checked"]
    )
)


@pytest.mark.parametrize(
    ("metadata", "reason", "value"),
    [
        ({}, "the source keeps no owner or checked", "title, owner, checked"),
        ({"title": "A", "tags": "b"}, "the source keeps no owner or checked", "owner, checked"),
        ({"title": "A", "owner": "B", "checked": "C"}, None, None),
        ({"Name": "A", "Team": "B", "Checked At": 5}, None, None),
        ({"title": "A", "owner": " ", "checked": None}, None, "owner, checked"),
        ({"owner": "B", "team": ""}, None, "title, checked"),
        ({"owner": "", "team": "B", "name": "A"}, None, "checked"),
    ],
)
def test_fields(metadata: dict[str, Any], reason: str | None, value: str | None) -> None:
    annotated = annotator(apple=["apple"]).annotate(conversation("agent: One\nTwo", metadata=metadata))
    assert _PLUGIN.missing(annotated, [0]) == reason
    assert list(_PLUGIN.find(annotated, [0])) == ([Match(0, 0, 3, {"value": value})] if value else [])
    assert list(_PLUGIN.find(annotated, [])) == []
