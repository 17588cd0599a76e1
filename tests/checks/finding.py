"""What a check finds in a conversation written as text."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from carelint.annotated import Annotated
from carelint.checks import CHECKS
from carelint.model import Match
from carelint.strict_yaml import load
from carelint.yaml_faults import faults_of


def find(annotated: Annotated, kind: str, **parameters: Any) -> list[Match]:
    """All that a check finds; parameters as in a rule file, `from_` and `with_` for `from` and `with`."""
    given = {name.rstrip("_"): value for name, value in parameters.items()}
    return list(CHECKS[kind].model_validate(given).find(annotated))


def faults(kind: str, yaml: str) -> list[str]:
    """The faults of a check's parameters, written as YAML."""
    document = load(yaml, "f")
    with pytest.raises(ValidationError) as caught:
        CHECKS[kind].model_validate(document.data)
    return [str(fault) for fault in faults_of(document, caught.value, CHECKS[kind])]
