"""`sarif`: the Static Analysis Results Interchange Format 2.1.0, for code scanning of GitHub and many others."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import TextIO

from .. import __version__
from ..errors import Fault
from ..model import Result, Severity
from ..summary import Summary
from .base import Style, counted
from .fields import summary_fields
from .portable import portable_line
from .sarif_parts import ROOT, notification, result_object, rule_object
from .scores import score_fields
from .spool import Spool

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST = 25_000
_BASE = {ROOT: {"description": {"text": "The folder that carelint was started in: the root of the repository."}}}


class Sarif:
    """One log with one run, one rule or result a line.

    All rules that could be judged are in it, not only those with results: code scanning shows what was looked for, and
    can tell a mended finding from a rule that is gone. Errors come first, then warnings, then the rest: GitHub shows
    5,000 results of a run, and refuses a log with more than 25,000, so that the least of what is beyond these is left
    out and a notification says how much. The snippet of a result has secrets masked, as every output.
    """

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out
        self._rules = style.rules
        self._indexes = {rule: number for number, rule in enumerate(style.rules)}
        self._number = 0
        self._results = {severity: Spool() for severity in sorted(Severity, reverse=True)}
        self._notifications, self._scores = Spool(), Spool()

    def add(self, result: Result) -> None:
        """Keep the findings and the score."""
        for finding in result.findings:
            kept = self._results[finding.severity]
            if kept.number < MOST:
                kept.add(portable_line(result_object(finding, self._indexes.get(finding.rule))))
            self._number += 1
        if result.score:
            self._scores.add(portable_line(score_fields(result, result.score)))

    def problem(self, fault: Fault) -> None:
        """Keep a problem."""
        self._notifications.add(portable_line(notification(fault)))

    def close(self, summary: Summary) -> None:
        """Write the log."""
        driver = {"name": "carelint", "semanticVersion": __version__, "version": __version__}
        self._out.write(f'{{\n"version": "2.1.0",\n"$schema": "{SCHEMA}",\n"runs": [{{\n')
        self._out.write(f'"tool": {{"driver": {portable_line(driver)[:-1]}, "rules": ')
        self._write_list(portable_line(rule_object(rule)) for rule in self._rules.values())
        self._out.write('}},\n"columnKind": "unicodeCodePoints",\n"redactionTokens": ["•"],\n')
        self._out.write(f'"originalUriBaseIds": {portable_line(_BASE)},\n"results": ')
        self._write_list(islice(chain.from_iterable(spool.lines() for spool in self._results.values()), MOST))
        self._write_invocation(summary, self._number - MOST)
        self._write_properties(summary)
        self._out.write("}]\n}\n")

    def _write_invocation(self, summary: Summary, left_out: int) -> None:
        if left_out > 0:
            text = f"{counted(left_out, 'result')} left out: code scanning takes {MOST:,}. All: --format json."
            self._notifications.add(portable_line({"level": "warning", "message": {"text": text}}))
        success = "true" if summary.conversations or not summary.problems else "false"
        self._out.write(f',\n"invocations": [{{"executionSuccessful": {success}, "toolConfigurationNotifications": ')
        self._write_list(portable_line(_not_run(rule, why)) for rule, why in sorted(summary.unavailable.items()))
        self._out.write(', "toolExecutionNotifications": ')
        self._write_list(self._notifications.lines())
        self._out.write("}]")

    def _write_properties(self, summary: Summary) -> None:
        self._out.write(f',\n"properties": {{"summary": {portable_line(summary_fields(summary))}')
        if self._scores.number:
            self._out.write(', "scores": ')
            self._write_list(self._scores.lines())
        self._out.write("}\n")

    def _write_list(self, lines: Iterable[str]) -> None:
        """Write a list, one element a line."""
        before = "["
        for line in lines:
            self._out.write(f"{before}\n{line}")
            before = ","
        self._out.write("[]" if before == "[" else "\n]")


def _not_run(rule: str, why: str) -> dict[str, object]:
    return {"level": "warning", "message": {"text": f"Not run: {why}"}, "associatedRule": {"id": rule}}
