"""Randomness by key: every number follows from (seed, draw, member, candidate) alone, whatever else is drawn before it.

Two programmes judged on the same seed meet the same members on the same days with the same wishes, so their difference is not
blurred by chance (common random numbers). A state is a counter: the k-th number after it is a mix of state + k × GOLDEN, so numbers
nobody asks for cost nothing. Mixing: splitmix64 (Steele, Lea & Flood 2014). Gamma: Marsaglia & Tsang 2000. Normal quantile: AS 241,
Wichura 1988.

Keys and states are signed 64-bit words, which Python can hand back and forth.
"""

import math
import zlib

import numpy as np
from numba import njit

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
STEPS = (np.uint64(30), np.uint64(27), np.uint64(31))
HALVED = np.uint64(11)
UNIT = 1.0 / 9007199254740992.0  # 2^-53

# Keys and states: counted up in Python they are its own numbers, compiled they are 64-bit words.
Word = int | np.int64

# Candidate numbers of what a member is drawn with before any order.
OWN, POSTERIOR = -1, -2


@njit(cache=True, nogil=True, forceinline=True)
def mixed(word: np.uint64) -> np.uint64:
    """A 64-bit word, thoroughly stirred."""
    z = np.uint64(word)
    z = (z ^ (z >> STEPS[0])) * FIRST
    z = (z ^ (z >> STEPS[1])) * SECOND
    return z ^ (z >> STEPS[2])


@njit(cache=True, nogil=True, forceinline=True)
def member_key(seed: int, draw: int, member: int) -> Word:
    """Key of one member in one draw."""
    key = mixed(np.uint64(seed) + GOLDEN)
    key = mixed(key + (np.uint64(draw) + np.uint64(1)) * GOLDEN)
    return np.int64(mixed(key ^ ((np.uint64(member) + np.uint64(1)) * SECOND)))


@njit(cache=True, nogil=True, forceinline=True)
def candidate_state(key: Word, candidate: int) -> Word:
    """State of a candidate (0, 1, …), or of OWN or POSTERIOR, of the member with this key."""
    return np.int64(mixed(np.uint64(key) ^ ((np.uint64(candidate) + np.uint64(3)) * FIRST)))


@njit(cache=True, nogil=True, forceinline=True)
def state(seed: int, draw: int, member: int, candidate: int) -> Word:
    """The 64-bit state a candidate's numbers come from."""
    return candidate_state(member_key(seed, draw, member), candidate)


@njit(cache=True, nogil=True, forceinline=True)
def nth_uniform(state: Word, n: int) -> float:
    """The n-th number from a state, 0 being the next, in (0, 1); the state stays as it is."""
    word = mixed(np.uint64(state) + (np.uint64(n) + np.uint64(1)) * GOLDEN)
    return (np.float64(word >> HALVED) + 0.5) * UNIT


@njit(cache=True, nogil=True, forceinline=True)
def after(state: Word, n: int) -> Word:
    """The state once n numbers have been taken from it."""
    return np.int64(np.uint64(state) + np.uint64(n) * GOLDEN)


@njit(cache=True, nogil=True, forceinline=True)
def uniform(state: Word) -> tuple[float, Word]:
    """A number in (0, 1), and the state after it."""
    return nth_uniform(state, 0), after(state, 1)


@njit(cache=True, nogil=True, forceinline=True)
def normal_quantile(u: float) -> float:
    """Standard normal quantile, to sixteen digits (AS 241, PPND16)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        upper = 33430.575583588128105 + r * 2509.0809287301226727
        upper = 13731.693765509461125 + r * (45921.953931549871457 + r * (67265.770927008700853 + r * upper))
        upper = 3.387132872796366608 + r * (133.14166789178437745 + r * (1971.5909503065514427 + r * upper))
        lower = 28729.085735721942674 + r * 5226.495278852854561
        lower = 5394.1960214247511077 + r * (21213.794301586595867 + r * (39307.89580009271061 + r * lower))
        return q * upper / (1.0 + r * (42.313330701600911252 + r * (687.1870074920579083 + r * lower)))
    r = math.sqrt(-math.log(min(u, 1.0 - u)))
    if r <= 5.0:
        r -= 1.6
        upper = 0.0227238449892691845833 + r * 7.7454501427834140764e-4
        upper = 3.64784832476320460504 + r * (1.27045825245236838258 + r * (0.24178072517745061177 + r * upper))
        upper = 1.42343711074968357734 + r * (4.6303378461565452959 + r * (5.7694972214606914055 + r * upper))
        lower = 5.475938084995344946e-4 + r * 1.05075007164441684324e-9
        lower = 0.68976733498510000455 + r * (0.14810397642748007459 + r * (0.0151986665636164571966 + r * lower))
        size = upper / (1.0 + r * (2.05319162663775882187 + r * (1.6763848301838038494 + r * lower)))
    else:
        r -= 5.0
        upper = 2.71155556874348757815e-5 + r * 2.01033439929228813265e-7
        upper = 0.29656057182850489123 + r * (0.026532189526576123093 + r * (0.0012426609473880784386 + r * upper))
        upper = 6.6579046435011037772 + r * (5.4637849111641143699 + r * (1.7848265399172913358 + r * upper))
        lower = 1.4215117583164458887e-7 + r * 2.04426310338993978564e-15
        lower = 0.0148753612908506148525 + r * (7.868691311456132591e-4 + r * (1.8463183175100546818e-5 + r * lower))
        size = upper / (1.0 + r * (0.59983220655588793769 + r * (0.1369298809227358053 + r * lower)))
    return -size if q < 0 else size


@njit(cache=True, nogil=True, forceinline=True)
def normal(state: Word) -> tuple[float, Word]:
    """A standard normal number, by its quantile, and the state after it (one number taken)."""
    u, state = uniform(state)
    return normal_quantile(u), state


@njit(cache=True, nogil=True, forceinline=True)
def gamma(state: Word, shape: float) -> tuple[float, Word]:
    """A Gamma(shape, 1) number and the state after it. A shape below 1 takes one more number first, for the boost."""
    boost = 1.0
    if shape < 1.0:
        u, state = uniform(state)
        boost = math.exp(math.log(u) / shape)
        shape = shape + 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x, state = normal(state)
        u, state = uniform(state)
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        square = x * x
        if u < 1.0 - 0.0331 * square * square or math.log(u) < 0.5 * square + d * (1.0 - v + math.log(v)):
            return boost * d * v, state


def named_uniform(seed: int, name: str, draw: int) -> float:
    """A number in (0, 1) for a named figure of a draw, the same for every programme.

    >>> named_uniform(1, "stretch", 0) == named_uniform(1, "stretch", 0) != named_uniform(1, "stretch", 1)
    True
    """
    return nth_uniform(state(seed, draw, zlib.crc32(name.encode()), OWN), 0)
