#!/usr/bin/env python3
"""Writes what statsmodels and SciPy say of the effects of swept keys on small made-up grids.

    python3 -m venv .venv-effects
    .venv-effects/bin/pip install statsmodels==0.15.0 scipy==1.17.1 numpy==2.4.6 pandas==3.1.1
    .venv-effects/bin/python Scripts/make_effect_fixtures.py

A grid is a list of cells, each with the level of every key and the scores by seed and image. With one image, the reference is an analysis of
variance of the seeds' scores; with several, its mean squares are put together as a mixed model of crossed seeds and images has it.
"""

import itertools
import json
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import stats
from statsmodels.formula._manager import FormulaManager
from statsmodels.stats.anova import anova_lm

FIXTURES = Path(__file__).resolve().parent.parent / "Tests" / "ExperimentTests" / "Fixtures"
LEVELS = {"a": ["2", "3", "4"], "b": ["ce", "dice"], "c": ["x", "y"]}


def grid(keys, effect, seeds, images, noise, rng, leave_out=()):
    """The cells of a grid; `seeds` is a number for all or a function of the cell's position."""
    cells = []
    combinations = itertools.product(*(LEVELS[key] for key in keys))
    hardness = rng.normal(0, 0.05, images) if images > 1 else np.zeros(1)
    for position, values in enumerate(combinations):
        if position in leave_out:
            continue
        settings = dict(zip(keys, values))
        count = seeds if isinstance(seeds, int) else seeds(position)
        own = rng.normal(0, 0.5 * noise, images) if images > 1 else np.zeros(1)
        rows = [
            0.7 + effect(settings) + hardness + own + rng.normal(0, noise) + rng.normal(0, noise, images)
            for _ in range(count)
        ]
        cells.append({"settings": settings, "rows": [[round(float(x), 6) for x in row] for row in rows]})
    return cells


def frame(cells, keys):
    """A row for each seed: its score and its levels."""
    return pd.DataFrame(
        [
            {**{key: cell["settings"][key] for key in keys}, "score": float(np.mean(row))}
            for cell in cells
            for row in cell["rows"]
        ]
    )


def formula(keys, interactions):
    return "score ~ " + (" * " if interactions else " + ").join(f"C({key}, Sum)" for key in keys)


def pure_error(cells):
    """The variance of seeds within cells, with its degrees of freedom."""
    squares = sum(float(np.sum((np.mean(c["rows"], 1) - np.mean(c["rows"])) ** 2)) for c in cells)
    freedom = sum(len(c["rows"]) - 1 for c in cells)
    return squares / freedom, freedom


def least_squares_means(model, keys, key, cells):
    """The mean of the model's predictions over all combinations of the other keys, with its standard error."""
    variance, freedom = pure_error(cells)
    others = [other for other in keys if other != key]
    result = []
    for level in LEVELS[key]:
        points = pd.DataFrame(
            [{key: level, **dict(zip(others, rest))} for rest in itertools.product(*(LEVELS[o] for o in others))]
        )
        row = design(model, points).mean(0)
        mean = float(row @ model.params.to_numpy())
        error = float(np.sqrt(variance * (row @ np.asarray(model.normalized_cov_params) @ row)))
        half = float(stats.t.ppf(0.975, freedom)) * error
        result.append({"value": level, "mean": mean, "low": mean - half, "high": mean + half})
    return result


def design(model, points):
    """The model's row for each point."""
    spec = model.model.data.model_spec
    return np.asarray(FormulaManager().get_matrices(spec, points, pandas=False))


def tukey(model, keys, key, cells):
    """Each level less each later one: Tukey and Kramer over the levels."""
    variance, freedom = pure_error(cells)
    others = [other for other in keys if other != key]
    rows = {}
    for level in LEVELS[key]:
        points = pd.DataFrame(
            [{key: level, **dict(zip(others, rest))} for rest in itertools.product(*(LEVELS[o] for o in others))]
        )
        rows[level] = design(model, points).mean(0)
    count = len(LEVELS[key])
    result = []
    for first, second in itertools.combinations(LEVELS[key], 2):
        row = rows[first] - rows[second]
        mean = float(row @ model.params.to_numpy())
        error = float(np.sqrt(variance * (row @ np.asarray(model.normalized_cov_params) @ row)))
        half = float(stats.studentized_range.ppf(0.95, count, freedom)) / np.sqrt(2) * error
        p = float(stats.studentized_range.sf(abs(mean) / error * np.sqrt(2), count, freedom))
        result.append({"first": first, "second": second, "mean": mean, "low": mean - half, "high": mean + half, "p": p})
    return result


def one_image(name, cells, keys, interactions):
    """Everything that an analysis of variance of seeds says."""
    data = frame(cells, keys)
    model = smf.ols(formula(keys, interactions), data).fit()
    table = anova_lm(model, typ=3 if interactions else 2)
    variance, freedom = pure_error(cells)

    def p(term, table):
        square = table.loc[term, "sum_sq"] / table.loc[term, "df"]
        return float(stats.f.sf(square / variance, table.loc[term, "df"], freedom))

    main = []
    for key in keys:
        differences = tukey(model, keys, key, cells)
        main.append({
            "key": key,
            "p": min(difference["p"] for difference in differences),
            "levels": least_squares_means(model, keys, key, cells),
            "differences": differences,
        })
    pairs = []
    for one, two in itertools.combinations(keys, 2):
        present = {(c["settings"][one], c["settings"][two]) for c in cells}
        if len(present) < len(LEVELS[one]) * len(LEVELS[two]):
            continue
        term = f"C({one}, Sum):C({two}, Sum)"
        if interactions:
            pairs.append({"keys": [one, two], "p": p(term, table)})
        else:
            own = smf.ols(formula(keys, False) + f" + {term}", data).fit()
            pairs.append({"keys": [one, two], "p": p(term, anova_lm(own, typ=2))})
    return {"name": name, "keys": keys, "cells": cells, "main": main, "interactions": pairs}


def several_images(name, cells, keys):
    """F of each term of a full grid with equal seeds, from the mean squares of an analysis of variance of all values."""
    rows = [
        {**cell["settings"], "seed": f"{position}-{seed}", "image": str(image), "score": value}
        for position, cell in enumerate(cells)
        for seed, row in enumerate(cell["rows"])
        for image, value in enumerate(row)
    ]
    data = pd.DataFrame(rows)
    terms = " * ".join(f"C({key}, Sum)" for key in keys)
    table = anova_lm(smf.ols(f"score ~ ({terms}) * C(image, Sum)", data).fit(), typ=1)
    images, seeds = len(cells[0]["rows"][0]), len(cells[0]["rows"])
    means = data.groupby(["seed"])["score"].mean()
    variance, freedom = pure_error(cells)
    # Seeds × images within cells: the residual of all less that between seeds.
    rest = (table.loc["Residual", "sum_sq"] - images * variance * freedom) / (freedom * (images - 1))
    assert len(means) == seeds * len(cells)

    def shares_and_f(term):
        square = table.loc[term, "sum_sq"] / table.loc[term, "df"]
        crossed = table.loc[f"{term}:C(image, Sum)", "sum_sq"] / table.loc[f"{term}:C(image, Sum)", "df"]
        error = max(images * variance - rest, 0) + max(crossed, rest)
        return float(square / error), float(table.loc[term, "df"] * error)

    names = [[key] for key in keys] + [list(pair) for pair in itertools.combinations(keys, 2)]
    total = sum(float(table.loc[":".join(f"C({k}, Sum)" for k in n), "sum_sq"]) for n in names)
    assert len(keys) == 2
    results = []
    for own in names:
        term = ":".join(f"C({key}, Sum)" for key in own)
        f, chance = shares_and_f(term)
        share = max(0.0, float(table.loc[term, "sum_sq"]) - chance) / total
        results.append({"keys": own, "f": f, "share": share, "df": float(table.loc[term, "df"])})
    return {"name": name, "keys": keys, "cells": cells, "terms": results}


def correlation(name, values, scores):
    rho, p = stats.spearmanr(values, scores)
    reach = stats.norm.ppf(0.975) * np.sqrt((1 + rho**2 / 2) / (len(values) - 3))
    low, high = np.tanh(np.arctanh(rho) - reach), np.tanh(np.arctanh(rho) + reach)
    return {
        "name": name, "values": [repr(float(v)) for v in values], "scores": [float(s) for s in scores],
        "rho": float(rho), "p": float(p), "low": float(low), "high": float(high),
    }


def main():
    rng = np.random.default_rng(8)
    add = lambda s: {"2": 0, "3": 0.04, "4": 0.06}[s["a"]] + (0.03 if s["b"] == "dice" else 0)
    cross = lambda s: 0.05 if (s["a"] == "3") == (s["b"] == "dice") else 0
    uneven = lambda position: 2 + position % 3
    cases = [
        one_image("additive, 3 seeds", grid(["a", "b"], add, 3, 1, 0.01, rng), ["a", "b"], True),
        one_image("pure interaction", grid(["a", "b"], cross, 4, 1, 0.01, rng), ["a", "b"], True),
        one_image("three keys, unequal seeds", grid(["a", "b", "c"], add, uneven, 1, 0.02, rng), ["a", "b", "c"], True),
        one_image(
            "a cell missing", grid(["a", "b"], add, uneven, 1, 0.02, rng, leave_out=[3]), ["a", "b"], False),
        one_image(
            "three keys, cells missing",
            grid(["a", "b", "c"], add, uneven, 1, 0.02, rng, leave_out=[0, 7]), ["a", "b", "c"], False),
    ]
    crossed = [
        several_images("seeds and images", grid(["a", "b"], add, 3, 8, 0.02, rng), ["a", "b"]),
        several_images("interaction, seeds and images", grid(["a", "b"], cross, 4, 6, 0.02, rng), ["a", "b"]),
    ]
    drawn = 10 ** rng.uniform(-4, -1, 24)
    ranked = [
        correlation("falling", drawn, np.round(0.8 - 0.05 * np.log10(drawn) + rng.normal(0, 0.05, 24), 6)),
        correlation("ties", np.repeat(np.arange(1.0, 13), 2), np.round(rng.normal(0.7, 0.02, 24), 2)),
    ]
    content = {"analyses": cases, "crossed": crossed, "correlations": ranked}
    (FIXTURES / "effects.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
