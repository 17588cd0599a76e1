"""A folder as a team has it: a configuration, a small pack, a chat that waits for its answer."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..cli_runner import PACKS

CONFIG = "shipped: false\nrules_dirs: [rules]\nselect: [demo]\n"
PLAIN = """\
title: A plain word does it
severity: warning
applies_to: [transcript, draft, macro]
why: Long words sound like a <form>.
source: "https://example.com/plain, written for the tests"
check:
  replace:
    swap: {utilise: use, really: [truly, quite]}
    suggest: {asap: today}
message: "“{found}” can be said plainly: “{replacement}”."
examples:
  flagged: ["agent: We utilise it."]
  clean: ["agent: We use it."]
"""
CHAT = "Customer: It broke.\nAgent: Hello! What is the number?\nCustomer: 4471\n"


def furnish(folder: Path, config: str = CONFIG) -> Path:
    """Make a folder such a one."""
    shutil.copytree(PACKS, folder / "rules")
    (folder / "rules/demo/plain.yaml").write_text(PLAIN, encoding="utf-8")
    (folder / "carelint.yaml").write_text(config, encoding="utf-8")
    (folder / "chats").mkdir()
    (folder / "chats/4471.txt").write_text(CHAT, encoding="utf-8")
    return folder
