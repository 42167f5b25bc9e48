"""What ``structure`` prints: text for people, plain data for programs."""

import math


def percent(share):
    """A share as whole per cents."""
    return f"{100 * share:.0f} %"


def structure_text(found, most=20):
    """The text of an Explanation; no more than ``most`` phases."""
    model, run = found.model, found.run
    head = f"{model.slug}: {model.time.units} {run.time[0]:g} to {run.time[-1]:g}"
    lines = [head, "", *_links(found), "", *_loops(found)]
    for place, stocks in enumerate(found.dominance.partitions):
        lines += ["", *_phases(found, place, stocks, most)]
    return "\n".join(lines) + "\n"


def _links(found):
    links, units = found.links, found.model.time.units
    if not links:
        return ["Links: none, no variable stands in the equation of another."]
    wide = max(len(link.source) for link in links)
    lines = [f"Links ({len(links)}): + more gives more, − more gives less, ± now one, now the other, 0 idle;"]
    lines += ["  those from constants last"]
    constants = {item.name for item in found.model.constants}
    for link in sorted(links, key=lambda link: link.source in constants):
        turning = f"  ({when(link.when, units)})" if link.polarity == "±" else ""
        lines.append(f"  {link.source:>{wide}} →{link.polarity} {link.target}{turning}")
    return lines


def when(spans, units, most=4):
    """Spans in words: ``+ to month 3, − from then on``."""
    parts = [f"{span.sign} to {units} {span.stop:g}" for span in spans[:-1][:most]]
    rest = len(spans) - 1 - most
    if rest > 0:
        return ", ".join([*parts, f"and {rest + 1} more spans"])
    return ", ".join([*parts, f"{spans[-1].sign} from then on" if parts else spans[-1].sign])


def _loops(found):
    loops = found.loops
    if not loops:
        why = "" if found.model.stocks else ", for it has no stock in which anything could gather"
        return [f"Loops: none; nothing in this model comes back to where it began{why}."]
    more = f"; there are more, of which the {len(loops)} shortest are listed and scored" if loops.cut else ""
    lines = [f"Loops ({len(loops)}{more}): R reinforces, B balances, ± both in turn, 0 never active"]
    lines += ["  with its mean share of what all of them do to their stocks"]
    order = sorted(range(len(loops)), key=lambda place: -found.dominance.mean[place])
    for place in order:
        loop, share = loops[place], found.dominance.mean[place]
        name = f"{loop.name}: " if loop.name else ""
        lines.append(f"  {loop.polarity} {percent(share):>5}  {name}{loop.path}")
    return lines


def _phases(found, place, stocks, most):
    phases, loops, units = found.dominance.phases(place), found.loops, found.model.time.units
    lines = [f"The loudest loop in turn, on {', '.join(stocks) or 'delays alone'}:"]
    wide = max((len(f"{units} {p.start:g} to {p.stop:g}") for p in phases[:most]), default=0)
    for phase in phases[:most]:
        who = " and ".join(loops[loop].name or loops[loop].path for loop in phase.loops)
        share = percent(phase.share) if who else "–"
        span = f"{units} {phase.start:g} to {phase.stop:g}"
        lines.append(f"  {span:{wide}}  {share:>5}  {who or 'no loop acts: all rests, or moves evenly'}")
    if len(phases) > most:
        lines.append(f"  … and {len(phases) - most} more")
    hidden = found.dominance.turning[place].mean()
    if hidden:
        lines.append(f"  In {percent(hidden)} of the moments a stock turns; shares are not told there.")
    return lines


def structure_data(found):
    """The data of an Explanation, fit for JSON: no NaN, lists by time beside ``time``."""
    tell, run = found.dominance, found.run
    return {
        "model": found.model.slug,
        "units": found.model.time.units,
        "time": plain(run.time),
        "variables": [{"name": item.name, "kind": item.kind} for item in found.model.variables],
        "links": [
            {"source": link.source, "target": link.target, "polarity": link.polarity}
            | {"when": spans(link.when)}
            for link in found.links
        ],
        "loops": [
            {
                "name": loop.name,
                "variables": list(loop.names),
                "polarity": loop.polarity,
                "when": spans(loop.when),
                "share": float(tell.mean[place]),
                "shares": plain(tell.shares[place]),
                "partition": tell.partition[place],
            }
            for place, loop in enumerate(found.loops)
        ],
        "cut": found.loops.cut,
        "partitions": [
            {
                "stocks": list(stocks),
                "turning": tell.turning[place].tolist(),
                "arrived": tell.arrived[place].tolist(),
                "phases": [
                    {"start": p.start, "stop": p.stop, "loops": list(p.loops), "share": p.share}
                    for p in tell.phases(place)
                ],
            }
            for place, stocks in enumerate(tell.partitions)
        ],
        "trouble": run.trouble(),
    }


def plain(values):
    """A list of numbers; None for what is none."""
    return [value if math.isfinite(value) else None for value in values.tolist()]


def spans(parts):
    """Spans as plain data."""
    return [{"start": part.start, "stop": part.stop, "sign": part.sign} for part in parts]
