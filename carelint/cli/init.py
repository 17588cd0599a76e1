"""`carelint init`: a commented configuration and a first own rule."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import UsageError
from .streams import echo

_FILES = {
    "carelint.yaml": """\
# Settings of carelint for this folder and below. Take the # away from what you need.

# Own packs: folders beside this file, one folder in them per pack.
rules_dirs: [rules]

# Only these rules and packs; or all but those.
#select: [tone, promises]
#ignore: [no-recap]

# From which severity on `carelint check` fails: error, warning, info, never.
fail_on: error

# Settings by rule: `false` turns it off; `carelint explain RULE` says what else can be set.
rules:
  internal-words: {severity: warning}

# Who is who, where the input does not say: names, addresses, and globs of both.
#roles:
#  agent: ["*@acme.example", "Acme Support"]
#  bot: ["Acme Bot"]

# When the team is open, for limits in business hours.
#business_hours:
#  timezone: Europe/London
#  weekdays: "9:00-17:30"
#  holidays: ["2026-12-25"]

# Other settings for some files or channels; paths count from this file's folder.
#overrides:
#  - paths: ["macros/**"]
#    kind: macro
#    ignore: [internal-words]
#  - channels: [social]
#    rules: {internal-words: false}
""",
    "rules/own/pack.yaml": """\
title: Our own rules
about: What only we can know about how we want to sound.
""",
    "rules/own/internal-words.yaml": """\
title: Customers do not know our internal words
severity: warning                       # error | warning | info
applies_to: [transcript, draft, macro]
why: A word that only colleagues know makes the customer ask back, or feel left out.
source: our style guide
check:
  forbid:                               # the signal must not occur
    signal: internal-word               # rules/signals/internal-word.yaml
    speaker: agent
message: "“{found}” is a word that only we know."
advice: Say what it means for the customer.
examples:                               # `carelint test rules` runs them
  flagged:
    - "agent: Your case was moved to tier 2."
    - "agent: I have opened a Jira ticket for you."
  clean:
    - "agent: A specialist will look at it today."
    - "customer: What does tier 2 mean?"
""",
    "rules/signals/internal-word.yaml": """\
about: Words of our own shop. Replace them with yours.
speaker: agent
phrases:                                # a|b: either; [a]: perhaps; {list}: one of a list below
  - "tier one|two|1|2|3"
  - "{system} ticket|board"
words:
  system: [jira, zendesk, salesforce]
examples:
  found: ["This needs tier 2.", "There is a Jira ticket."]
  silent: ["I bought a ticket.", "The cake has two tiers."]
""",
}


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Write a commented carelint.yaml and a first own rule; nothing is overwritten.

    \b
    Example:
      carelint init
      carelint test rules
      carelint check chats/
    """
    there = [name for name in _FILES if (folder / name).exists()]
    if there:
        raise UsageError(
            f"nothing was written, because these exist: {', '.join((folder / name).as_posix() for name in there)}"
        )
    try:
        for name, text in _FILES.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            # "x": not even a file that appeared in the meantime is overwritten.
            with (folder / name).open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            echo(f"wrote {(folder / name).as_posix()}")
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from None
    echo("next: carelint test rules, then carelint check YOUR-FILES")
