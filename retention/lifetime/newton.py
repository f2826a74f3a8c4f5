"""Newton's method for a few parameters: the maximum of a smooth surface whose slope and curvature are known."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

# point, value, slope, curvature, damping
Step = tuple[np.ndarray, float, np.ndarray, np.ndarray, float]
# point -> value, slope, curvature
Surface = Callable[[np.ndarray], tuple[float, np.ndarray, np.ndarray]]

LONGEST_STEP = 2.0  # in log parameters: no parameter changes by more than e² at once
FLATTEST = 1e-8  # directions flatter than this share of the steepest are treated as if this steep


@dataclass(frozen=True)
class Optimum:
    """Where the climb ended; `converged` when the slope per customer is below the tolerance."""

    point: np.ndarray
    value: float
    slope: np.ndarray
    curvature: np.ndarray
    steps: int
    converged: bool


def maximise(surface: Surface, start: np.ndarray, customers: float, tolerance: float = 1e-9, most_steps: int = 60) -> Optimum:
    """Climb from `start`; the slope is judged per customer, so the tolerance means the same in every shop."""
    point, damping, steps = np.asarray(start, float), 0.0, 0
    value, slope, curvature = surface(point)
    while np.abs(slope).max() / customers >= tolerance and steps < most_steps:
        found = _uphill(surface, point, value, slope, curvature, damping)
        if found is None:
            break
        point, value, slope, curvature, damping = found
        steps += 1
    return Optimum(point, value, slope, curvature, steps, bool(np.abs(slope).max() / customers < 1e-6))


def _uphill(surface: Surface, point: np.ndarray, value: float, slope: np.ndarray, curvature: np.ndarray, damping: float) -> Step | None:
    """One step that does not lose height, damped more and more until there is one; None when rounding forbids any."""
    bends, axes = np.linalg.eigh(-curvature)
    steepest = np.abs(bends).max()
    bends = np.maximum(np.abs(bends), FLATTEST * steepest)
    for _ in range(25):
        step = axes @ ((axes.T @ slope) / (bends + damping))
        step *= min(1.0, LONGEST_STEP / np.abs(step).max())
        there = surface(point + step)
        if np.isfinite(there[0]) and there[0] >= value - 1e-12 * abs(value):
            eased = damping / 4
            return point + step, *there, eased if eased > 1e-6 * steepest else 0.0
        damping = max(4 * damping, 1e-3 * steepest)
    return None
