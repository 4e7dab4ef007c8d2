"""Published tables, as their papers print them. A dot is a missing rating."""

# ruff: noqa: SIM905 - a table is read, not a list of literals

from __future__ import annotations

import numpy as np

from ipt_fidelity.agreement.distributions import Floats


def table(text: str) -> Floats:
    """Read units by raters; a dot is missing."""
    rows = [line.split() for line in text.strip().splitlines()]
    return np.array([[np.nan if one == "." else float(one) for one in row] for row in rows])


def from_counts(counts: list[list[int]]) -> Floats:
    """Ratings of two raters whose cross table is given."""
    return np.array(
        [
            [first, second]
            for first, row in enumerate(counts)
            for second, times in enumerate(row)
            for _ in range(times)
        ],
        dtype=float,
    )


def from_unit_counts(text: str, categories: int) -> Floats:
    """Ratings of exchangeable raters from the number of raters per category of each unit."""
    numbers = np.array(text.split(), dtype=int).reshape(-1, categories)
    return np.array([np.repeat(np.arange(categories), row) for row in numbers], dtype=float)


KRIPPENDORFF_2011 = table("""
1 1 . 1
2 2 3 2
3 3 3 3
3 3 3 3
2 2 2 2
1 2 3 4
4 4 4 4
1 1 2 1
2 2 2 2
. 5 5 5
. . 1 1
. 3 . .
""")

GWET_2014 = table("""
1 1 . 1
2 2 3 2
3 3 3 3
3 3 3 3
2 2 2 2
1 2 3 4
4 4 4 4
1 1 2 1
2 2 2 2
. 5 5 5
. . 1 1
. . 3 .
""")

HAYES_KRIPPENDORFF_2007 = table(
    "\n".join(
        " ".join(row)
        for row in np.array(
            """
1 1 2 . 2 1 1 0 1 . 2 3 3 3 . . 0 0 . 0 0 0 0 . 0 0 0 0 . 0 1 0 2 . 1 1 . 2 0 .
2 2 2 . 2 2 1 1 1 . . 1 0 0 . 0 0 0 0 . 1 2 2 2 . 3 3 2 2 3 1 1 1 . 1 1 1 1 . 1
2 1 2 . 2 1 2 3 3 . 1 1 0 1 . 0 0 0 . 0 0 0 1 1 . 0 0 . 0 0 2 3 3 3 . 0 0 0 0 .
1 2 . 2 2 0 1 1 1 . 0 0 0 1 0 1 2 1 2 . 1 1 2 2 . 1 1 2 . 2 1 1 0 . 0 2 1 2 1 .
2 2 . 2 2 3 2 2 2 . 2 2 2 . 2 2 2 3 . 2 2 2 2 . 2 2 2 . 1 2 2 2 2 2 . 1 1 1 . 1
""".split()
        ).reshape(-1, 5)
    )
)

SHROUT_FLEISS_1979 = table("""
9 2 5 8
6 1 3 2
8 4 6 8
7 1 2 6
10 5 6 9
6 2 4 7
""")

FLEISS_1971 = from_unit_counts(
    """
0 0 0 6 0   0 3 0 0 3   0 1 4 0 1   0 0 0 0 6   0 3 0 3 0
2 0 4 0 0   0 0 4 0 2   2 0 3 1 0   2 0 0 4 0   0 0 0 0 6
1 0 0 5 0   1 1 0 4 0   0 3 3 0 0   1 0 0 5 0   0 2 0 3 1
0 0 5 0 1   3 0 0 1 2   5 1 0 0 0   0 2 0 4 0   1 0 2 0 3
0 0 0 0 6   0 1 0 5 0   0 2 0 1 3   2 0 0 4 0   1 0 0 4 1
0 5 0 1 0   4 0 0 0 2   0 2 0 4 0   1 0 5 0 0   0 0 0 0 6
""",
    5,
)

COHEN_1960 = from_counts([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
COHEN_1968_COSTS = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
GWET_2008 = from_counts([[118, 5], [2, 0]])

BLAND_ALTMAN_1986 = np.array(
    [
        [float(one) for one in pair.split("/")]
        for pair in """
494/512 395/430 516/520 434/428 476/500 557/600 413/364 442/380 650/658 433/445
417/432 656/626 267/260 478/477 178/259 423/350 427/451
""".split()
    ]
)

BRENNAN_2001 = np.array(
    [
        [int(digit) for digit in line]
        for line in """
101000000000 111001000000 111110000000 110110010000 111110100000 111011100000
111111100000 111101111100 111111111110 111111111111
""".split()
    ],
    dtype=float,
)

NO_VARIATION = np.ones((5, 3))

DAWID_SKENE_1979 = np.array(
    [
        [int(digit) for digit in row]
        for row in """
1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223
4444444 2223343 1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322
2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111 1111111 1121121
1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111
1111111 1212111 2322222 1211111 2222222
""".split()
    ],
    dtype=float,
)
