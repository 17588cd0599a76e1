"""Rules that YAML cannot say: a plugin is a class in Python that a rule names.

The rule::

    check:
      plugin:
        name: shouted-number
        signals: [order-number]         # signals that the plugin asks for, if any
        settings: {at_least: 4}         # what the plugin itself can be told
        speaker: agent                  # as for every check: speaker, position, after, before, when, unless

The plugin, here in a module `acme_care/shouting.py`::

    from carelint.model import Match
    from carelint.plugins import Plugin
    from carelint.strict_model import Strict

    class ShoutedNumberSettings(Strict):
        at_least: int = 3

    class ShoutedNumber(Plugin):
        '''An order number that is followed by exclamation marks.'''

        Settings = ShoutedNumberSettings

        def __init__(self, settings: ShoutedNumberSettings) -> None:
            self._marks = "!" * settings.at_least

        def find(self, annotated, turns):
            for turn in turns:
                for mention in annotated.mentions(turn, ["order-number"]):
                    if annotated.text(turn).startswith(self._marks, mention.end):
                        yield Match(turn, mention.start, mention.end, {"found": "the number", "count": "many"})

And the distribution that brings it names it in its pyproject.toml::

    [project.entry-points."carelint.checks"]
    shouted-number = "acme_care.shouting:ShoutedNumber"

What carelint does with it:

- It is imported when conversations are linted, never to list or explain rules. What takes long to import or to load
  belongs into a function, and what it loads into a cache: one instance is made for each rule and process.
- `Settings` are validated; what is wrong with them is told at its place in the rule's file.
- `turns` are the selected turns (`speaker`, `position`, ...). A match elsewhere is dropped, and one that `unless`
  excuses. `{found}` and the other slots of the message come from the match's values; `found` need not be given.
- `missing` may say why a conversation cannot be judged; the rule is then skipped with that reason.
- An exception stops nothing: the rule is skipped in that conversation, and the reason says what failed. So is a match
  that lies outside its text. An exception in `__init__` makes the rule unavailable for the run.
- Conversations come in any order and in several processes: what a plugin finds must depend on nothing but the one that
  it is given. What it reads of it is in carelint/annotated.py and carelint/model.py.

Carelint's own plugins are the modules beside this file; they may also use the public functions of carelint/language.
A new one gets a row in `SHIPPED` and in pyproject.toml, and a test in tests/plugins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict

# The same names stand in pyproject.toml; from here they are found in a checkout too, whatever was installed when.
SHIPPED: Mapping[str, str] = {
    "assumed-title": "carelint.plugins.assumed_title:AssumedTitle",
    "broken-placeholder": "carelint.plugins.broken_placeholder:BrokenPlaceholder",
    "category-mismatch": "carelint.plugins.categories:CategoryMismatch",
    "conflicting-times": "carelint.plugins.conflicting_times:ConflictingTimes",
    "greeting-fit": "carelint.plugins.greeting_fit:GreetingFit",
    "impossible-date": "carelint.plugins.impossible_date:ImpossibleDate",
    "late-answer": "carelint.plugins.late_answer:LateAnswer",
    "missing-fields": "carelint.plugins.missing_fields:MissingFields",
    "missing-parts": "carelint.plugins.missing_parts:MissingParts",
    "no-fallback": "carelint.plugins.no_fallback:NoFallback",
    "short-reply": "carelint.plugins.short_reply:ShortReply",
    "spelling": "carelint.plugins.spelling:Spelling",
    "stale-content": "carelint.plugins.stale_content:StaleContent",
    "stock-phrase": "carelint.plugins.stock_phrase:StockPhrase",
    "thin-note": "carelint.plugins.thin_note:ThinNote",
    "unclassified": "carelint.plugins.categories:Unclassified",
    "unexplained-word": "carelint.plugins.unexplained_word:UnexplainedWord",
    "unkept-promise": "carelint.plugins.unkept_promise:UnkeptPromise",
    "unknown-placeholder": "carelint.plugins.placeholders:UnknownPlaceholder",
    "wrong-language": "carelint.plugins.wrong_language:WrongLanguage",
}


class Plugin:
    """The base of all plugins; the module's description says how to write one."""

    Settings: ClassVar[type[Strict]] = Strict

    def __init__(self, settings: Any) -> None:
        """Make it ready; `settings` is an instance of `Settings`."""

    def missing(self, annotated: Annotated, turns: Sequence[int]) -> str | None:
        """Say which evidence the conversation lacks; None if it has all."""
        return None

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterable[Match]:
        """Give what breaks the rule in these turns."""
        raise NotImplementedError
