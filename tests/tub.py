"""A small sound model with a card, which tests break piece by piece."""

TUB = """\
{UTF-8}
Water = INTEG(filling-emptying, inflow*hold time)
	~ litre [0,80]
	~ What is in the tub.
	|
filling = inflow+STEP(more, opening)
	~ litre/minute [0,8]
	~ What the tap gives.
	|
emptying = Water/hold time
	~ litre/minute [0,20]
	~ What the drain takes.
	|
inflow = 2
	~ litre/minute [1,4,0.5]
	~ What the tap gives at first.
	|
more = 1
	~ litre/minute [0,2,0.5]
	~ By how much the tap is opened.
	|
opening = 10
	~ minute [5,15,1]
	~ When the tap is opened.
	|
hold time = 8
	~ minute [4,12,1]
	~ How long water stays in the tub.
	|
INITIAL TIME = 0
	~ minute
	~ The start.
	|
FINAL TIME = 60
	~ minute
	~ The end.
	|
TIME STEP = 0.03125
	~ minute
	~ The step.
	|
SAVEPER = 1
	~ minute
	~ How often it is written down.
	|
"""
CARD = """\
title: A tub
description: A tub that fills and drains.
question: How high will it stand?
passages: [F10]
sliders: [inflow, more, hold time]
charts:
  - {title: Water, variables: [Water]}
scenarios:
  - {name: A narrow drain, set: {hold time: 12}, says: It stands higher.}
scene: null
rest: true
claims:
  - id: nothing-is-lost
    says: Water comes from the tap alone.
    conserves: {stocks: [Water], inflows: [filling], outflows: [emptying]}
  - id: where-it-stands
    says: It comes to stand where as much drains as the tap gives.
    variable: Water
    sweep: {at least: 1}
    settles: {at: (inflow+more)*hold time, within: 3 %, after: 50}
leaves_out: The bather.
tuned: By hand.
sources: [Nobody]
"""


def write(folder, changes=()):
    """Write the tub into a folder of models; each change replaces a piece of the model or of its card."""
    text, card = TUB, CARD
    for old, new in changes:
        assert (old in text) != (old in card), old
        text, card = text.replace(old, new, 1), card.replace(old, new, 1)
    folder.mkdir(exist_ok=True)
    (folder / "tub.mdl").write_text(text, "utf-8")
    (folder / "tub.yaml").write_text(card, "utf-8")
