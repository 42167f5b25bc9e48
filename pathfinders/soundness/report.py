"""Everything that is checked of one model, as plain text and figures."""

from dataclasses import dataclass

from pathfinders.engine.claims import evaluate, figures_of
from pathfinders.errors import PathfindersError
from pathfinders.model import load_card, read, slugs
from pathfinders.soundness import archetype, calm, engines, extremes, sliders, step, text
from pathfinders.soundness.finding import Finding, Subject

ALWAYS = (text.units, text.documentation, text.naming, text.numbers)
"""What is told from the file; the rest is told from runs."""
FEW = 3


@dataclass(frozen=True)
class Report:
    """What was found of one model; data that can go from process to process."""

    name: str
    findings: tuple
    """Finding for each check."""
    claims: tuple = ()
    """A line for each claim of its card."""
    false: int = 0
    figures: dict | None = None
    """What ``measured.json`` holds of it; None for a model without a card."""

    @property
    def failed(self):
        """How many checks and claims fail."""
        return sum(bool(finding.problems) for finding in self.findings) + self.false

    def __str__(self):
        lines = [self.name]
        for finding in self.findings:
            mark = "FAILED" if finding.problems else "remark" if finding.remarks else "ok"
            lines.append(f"  {mark:<6} {finding.check}: {finding.says}")
            lines += [f"         {sentence}" for sentence in (*finding.problems, *_few(finding.remarks))]
        return "\n".join([*lines, *(f"  {line}" for line in self.claims)])


def _few(remarks):
    """The first remarks, and how many more there are: a stranger's file may lack every sentence."""
    more = len(remarks) - FEW
    return (*remarks[:FEW], f"… and {more} more.") if more > 1 else remarks


def examine(source, pysd=False):
    """The Report of a slug, or of the path of an ``.mdl``, which PySD runs only where ``pysd`` is True.

    What cannot be read is told in a Report too: it fails by name.
    """
    try:
        own = str(source) in slugs()
        card = load_card(str(source)) if own else None
        model = read(source)
        return _examined(Subject(model, card) if own else Subject.of(model), pysd or own)
    except PathfindersError as error:
        return Report(str(source), (Finding("read", "it cannot be checked", (str(error),)),))


def _examined(subject, pysd):
    findings = [check(subject) for check in ALWAYS]
    if subject.own:
        findings.append(text.words(subject))
    findings.append(_runs(subject))
    if not findings[-1].problems:
        findings += _by_runs(subject, pysd)
    if not subject.own:
        return Report(subject.model.slug, tuple(findings))
    results = evaluate(subject.card)
    false = sum(not result.holds for result in results)
    return Report(subject.model.slug, tuple(findings), tuple(map(str, results)), false, figures_of(results))


def _runs(subject):
    """The run as it is stays a number: without that nothing else can be asked."""
    trouble = subject.twin.run().trouble()
    time = subject.model.time
    says = f"{time.units} {time.start:g} to {time.stop:g}, every value a number"
    return Finding("run", says, (f"{subject.model.where}: {trouble}",) if trouble else ())


def _by_runs(subject, pysd):
    yield engines.agreement(subject, pysd)
    yield step.halving(subject)
    yield extremes.ends(subject)
    if subject.own:
        yield sliders.matter(subject)
        if subject.card.rest is not None:
            yield calm.at_rest(subject)
        if subject.card.archetype is not None:
            yield archetype.named(subject)
