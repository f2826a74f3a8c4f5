"""Numbers by key: the same for the same key, and of the law they claim."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from scipy import special, stats

from retention.simulation import keyed


@njit
def numbers(n, shape):
    """n uniforms, normals and gammas, each from a key of its own."""
    uniforms, normals, gammas = np.empty(n), np.empty(n), np.empty(n)
    for member in range(n):
        state = keyed.state(7, 3, member, 0)
        uniforms[member], state = keyed.uniform(state)
        normals[member], state = keyed.normal(state)
        gammas[member], state = keyed.gamma(state, shape)
    return uniforms, normals, gammas


def test_the_normal_quantile_is_exact():
    grid = np.concatenate([np.linspace(0.001, 0.999, 999), 10.0 ** -np.arange(3, 16), 1 - 10.0 ** -np.arange(3, 15)])
    assert [keyed.normal_quantile(u) for u in grid] == pytest.approx(special.ndtri(grid), rel=1e-13, abs=1e-13)


@pytest.mark.parametrize("shape", [0.2, 1.0, 6.25])
def test_numbers_follow_their_laws_across_keys(shape):
    uniforms, normals, gammas = numbers(40_000, shape)
    assert stats.kstest(uniforms, "uniform").pvalue > 0.001
    assert stats.kstest(normals, "norm").pvalue > 0.001
    assert stats.kstest(gammas, stats.gamma(shape).cdf).pvalue > 0.001
    assert abs(stats.spearmanr(uniforms, gammas).statistic) < 0.02
    assert abs(stats.spearmanr(uniforms[1:], uniforms[:-1]).statistic) < 0.02


@given(st.integers(0, 2**40), st.integers(0, 5_000), st.integers(0, 10**7), st.integers(-2, 10**6), st.integers(0, 20))
def test_the_nth_number_is_the_one_after_n_others(seed, draw, member, candidate, n):
    start = keyed.state(seed, draw, member, candidate)
    state = start
    for _ in range(n):
        _, state = keyed.uniform(state)
    assert state == keyed.after(start, n)
    assert 0 < keyed.uniform(state)[0] == keyed.nth_uniform(start, n) < 1


def test_every_part_of_the_key_matters():
    keys = [(1, 0, 0, 0), (2, 0, 0, 0), (1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 1), (1, 0, 0, -1), (1, 0, 0, -2)]
    assert len({keyed.state(*key) for key in keys}) == len(keys)
