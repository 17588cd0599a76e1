"""A language server: findings as one types, in any editor that speaks LSP, over standard input and output only.

`language_server` speaks with the editor (`protocol`), on the event loop; `checker` reads and lints, in one thread
beside it, with one linter per configuration (`setups`), and takes out what is suppressed (`sieves`). `queue` sees to it
that only newest versions are linted. `buffers` count positions as the editor does; `diagnostics`, `hovers` and
`actions` turn findings into what it shows.
"""

from __future__ import annotations

from .checker import Document, Reading
from .language_server import Server

__all__ = ["Document", "Reading", "Server"]
