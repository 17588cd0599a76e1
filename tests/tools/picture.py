"""The picture of a report in the README: a real run, drawn by rich."""

from __future__ import annotations

import io

from rich.console import Console
from rich.text import Text

from ..cli_runner import run

COMMAND = ("check", "examples/chats/kettle-flawed.txt")
WIDTH = 80

# rich's own template without its fonts from the network: the reader's monospace font will do.
_TEMPLATE = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
    font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    font-size: {char_height}px;
    line-height: {line_height}px;
    font-variant-east-asian: full-width;
}}
.{unique_id}-title {{
    font-size: 18px;
    font-weight: bold;
    font-family: system-ui, sans-serif;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture() -> str:
    """Run carelint on an example, from the root of the repository, and draw what it writes as SVG."""
    answer = run(*COMMAND, "--color", "always", "--width", str(WIDTH))
    console = Console(record=True, width=WIDTH, file=io.StringIO(), legacy_windows=False)
    console.print(Text.from_ansi(answer.out.rstrip("\n")), soft_wrap=True)
    title = " ".join(("carelint", *COMMAND))
    return console.export_svg(title=title, unique_id="carelint", code_format=_TEMPLATE)
