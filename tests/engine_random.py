"""Random equations, the same for the same seed: what nobody thinks of writing into a zoo."""

import random

from tests.engine_zoo import mdl

NAMES = ("a", "b", "c", "stock", "Time", "TIME STEP", "wave")
BASE = """
a = 1.5 [0.1,3,0.1]
b = 0.7 [0.1,3,0.1]
c = 2.2 [0.1,3,0.1]
stock = INTEG(wave-stock/3, 1)
wave = SIN(Time*b)+a
"""
FORMS = (
    "(ABS({0})+0.1)^2",
    "(ABS({0})+0.1)^-a",
    "-a^2*{0}",
    "MIN({0}, {1})",
    "MAX({0},{1})",
    "TANH({0})",
    "ARCTAN({0})",
    "COS({0})",
    "SMOOTH({0}, 2)",
    "DELAY1({0}, 3)",
    "WITH LOOKUP({0}, ((-2,1),(0,0.5),(1,2),(4,-1)))",
    "STEP({0}, 2)",
    "PULSE(a, TIME STEP)",
    "RAMP({0}, 1, 3)",
    "ZIDZ({0}, {1})",
    "XIDZ({0}, {1}, a)",
    "LOG(ABS({0})+0.1, 3)",
    "POWER(ABS({0})+0.1, b)",
    "INITIAL({0})",
    "SMOOTH N({0}, 2, {1}, 2)",
    "DELAY N({0}, 3, {1}, 4)",
    "TREND({0}, 2, 0)",
    "PULSE TRAIN(b, 0.3, a, 4)",
)


class Writer:
    """Writes equations with every kind of bracket, sign and blank."""

    def __init__(self, seed):
        self.dice = random.Random(seed)

    def number(self, depth):
        """A random expression."""
        kind = self.dice.randrange(20) if depth > 0 else 0
        if kind < 3:
            return self.dice.choice((*NAMES, "2", "3", "0.5", "1.25"))
        if kind < 11:
            return self.sum(depth)
        if kind < 13:
            yes, no = self.number(depth - 1), self.number(depth - 1)
            return f"IF THEN ELSE({self.truth(depth - 1)}, {yes}, {no})"
        return self.dice.choice(FORMS).format(self.number(depth - 1), self.number(depth - 1))

    def sum(self, depth):
        """Two expressions and an operator."""
        sign, blank = self.dice.choice("+-*/"), self.dice.choice(("", " "))
        left, right = self.signed(depth), self.signed(depth)
        return f"{left}{blank}{sign}{blank}{f'(ABS({right})+0.3)' if sign == '/' else right}"

    def signed(self, depth):
        """An expression as it is, in brackets, or with a minus before it."""
        part = self.number(depth - 1)
        return self.dice.choice((part, f"({part})", f"-({part})", f"-{part}" if part in NAMES else part))

    def comparison(self, depth):
        """Two expressions compared."""
        sign = self.dice.choice(("<", ">", "<=", ">=", "=", "<>"))
        return f"{self.number(depth - 1)} {sign} {self.number(depth - 1)}"

    def truth(self, depth):
        """A random condition."""
        parts = [self.comparison(depth) for _ in range(self.dice.choice((1, 1, 2, 3)))]
        parts = [f":NOT: {part}" if self.dice.random() < 0.3 else part for part in parts]
        return self.dice.choice((" :AND: ", " :OR: ")).join(parts)


def random_model(seed, count=60):
    """The text of a model with ``count`` random equations."""
    writer = Writer(seed)
    lines = []
    while len(lines) < count:
        line = f"x{len(lines)} = {writer.number(4)}"
        lines += [line] if 40 < len(line) < 300 else []
    return mdl(BASE + "\n".join(lines), TIME_STEP="0.25", SAVEPER="0.25", FINAL_TIME="5")
