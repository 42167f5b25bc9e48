"""Forty students of chapter 5's exercise, from right to hostile, and the day on which they are graded.

`honest` works; `broken` is what is no notebook, or is one that its student has damaged; `hostile` is code
that wants more than it may; `cases` says of each thing that can go wrong what has to come of it; `day` is an
instructor's day with the real commands.
"""
