"""A small whole exercise, for tests of the source format and of answers that are functions."""

SAMPLE = '''---
title: "Half of it"
minutes: 5
models: []
---

A word before.

:::{part} F
title: Halve
points: 4
answer: function
:::

:::{prompt} F
Write `answer_f(x)`, which gives half of `x`.
:::

:::{starter} F
def answer_f(x):
    ...
:::

:::{answer} F
def answer_f(x):
    return x / 2
:::

:::{public} F
- id: small
  kind: calls
  points: 1
  cases:
    - {with: [4], gives: 2, within: 1.0e-9}
:::

:::{hidden} F
- id: others
  kind: calls
  points: 3
  cases:
    - {with: [7], gives: 3.5, within: 1.0e-9}
    - {with: [-3], gives: -1.5, within: 1.0e-9}
    - {with: [0.5], gives: 0.25, within: 1.0e-9}
:::

:::{wrong} F whole-numbers
loses: others
hint: Half of seven is not three.
---
def answer_f(x):
    return x // 2
:::

:::{wrong} F subtracts
loses: small
when: {result: 3.5}
hint: Half of it, not half less.
---
def answer_f(x):
    return x - 0.5
:::

:::{part} own-words
title: In your words
points: 2
answer: prose
:::

:::{prompt} own-words
What is half of nothing?
:::

:::{answer} own-words
Nothing at all, said the key.
:::

:::{rubric} own-words
- {name: Reason, points: 2, says: a because}
:::
'''


def written(folder, text=SAMPLE, name="00-half.md"):
    """The path of the sample (or of a changed one) in `folder`."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def changed(old, new):
    """The sample with `old` replaced, which must be there."""
    assert old in SAMPLE, old
    return SAMPLE.replace(old, new, 1)
