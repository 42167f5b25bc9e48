"""The style sheet of a diagram: the page's colours, middle tones where it has none, light ones in print."""

import re

from pathfinders.figure.palette import BOTH, LIGHT, css_variables

TINTS = ("change", "stability", "accent", "focus", "gold")
"""Colours that a layout may give to a name and its links."""
RULES = """
{max-width:100%;height:auto;font:16px system-ui,sans-serif;--tint:$muted}
 text{fill:$ink;text-anchor:middle}
 path{fill:none;stroke:var(--tint);stroke-width:2}
 .head{fill:var(--tint);stroke:none}
 rect{stroke:$ink;stroke-width:2;fill:none}
 text.stock{font-weight:600}
 .stability>.way{stroke-dasharray:9 4}
 .idle>.way{stroke-dasharray:2 4}
 .thin>.way{stroke-width:1.4}
 .pipe path,& .cloud{stroke-width:1.6}
 .sign{font-size:19px;fill:var(--tint)}
 .badge{font-weight:700;font-size:15px}
 .ring{stroke-width:1.5}
 .called{font:italic 13px system-ui,sans-serif;fill:$muted}
"""


def _sheet():
    tints = "".join(
        f" .{name}{{--tint:${name}}}\n text.{name}{{fill:${name};font-weight:600}}\n" for name in TINTS
    )
    rows = [f".pf-diagram{row}".replace("&", ".pf-diagram") for row in (RULES + tints).splitlines() if row]
    coloured = re.sub(r"\$(\w+)", lambda found: f"var(--pf-{found[1]},{BOTH[found[1]]})", "".join(rows))
    paper = css_variables(LIGHT).replace("\n", "")
    return f"{coloured}@media print{{.pf-diagram{{{paper}}}}}"


STYLE = _sheet()
