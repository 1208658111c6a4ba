#!/usr/bin/env python3
"""Writes what SciPy and statsmodels say of distributions, and of small tables of scores.

    python3 -m venv .venv-statistics
    .venv-statistics/bin/pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0
    .venv-statistics/bin/python Scripts/make_statistics_fixtures.py
"""

import json
import math
from pathlib import Path

import numpy as np
import pandas
from scipy import integrate, optimize, stats
from scipy.special import ndtr
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

FILE = Path(__file__).resolve().parent.parent / "Tests/ExperimentTests/Fixtures/statistics.json"


# Distributions

def student():
    freedoms = [1, 1.5, 2, 3.7, 10, 58.3, 1e3, 1e6]
    return [
        {"t": t, "df": df, "two_sided": 2 * stats.t.sf(t, df), "critical": stats.t.ppf(0.975, df)}
        for df in freedoms
        for t in (0.01, 0.7, 2, 4.5, 12)
    ]


def fisher():
    return [
        {"f": f, "df1": a, "df2": b, "tail": stats.f.sf(f, a, b), "critical": stats.f.ppf(0.95, a, b)}
        for a, b in ((1, 1), (2, 3.5), (5, 10), (2.5, 7.1), (23, 48), (300, 700))
        for f in (0.05, 0.9, 2.5, 8)
    ]


def studentized_range():
    return [
        {"q": q, "groups": k, "df": df if math.isfinite(df) else None, "tail": stats.studentized_range.sf(q, k, df)}
        for k in (2, 3, 4, 12, 24, 60)
        for df in (2, 3.3, 8, 24, 120, math.inf)
        for q in (1.2, 3.6, 6)
    ]


def range_criticals():
    return [
        {"groups": k, "df": df, "critical": stats.studentized_range.ppf(0.95, k, df)}
        for k, df in ((2, 4), (3, 2.5), (4, 10), (12, 24), (24, 48))
    ]


def dunnett_tail(distance: float, loadings: list[float], df: float) -> float:
    """By adaptive quadrature of the definition; SciPy's own is a Monte Carlo of three digits."""
    loading = np.array(loadings)
    spread = np.sqrt(1 - loading**2)

    def within(scale: float) -> float:
        def product(z: float) -> float:
            inside = ndtr((loading * z + distance * scale) / spread) - ndtr((loading * z - distance * scale) / spread)
            return stats.norm.pdf(z) * inside.prod()

        return integrate.quad(product, -9, 9, epsabs=1e-11, limit=200, points=(-2, 0, 2))[0]

    root = math.sqrt(df)
    density = lambda scale: stats.chi.pdf(scale * root, df) * root * within(scale)
    return 1 - integrate.quad(density, 0, 1, epsabs=1e-9)[0] - integrate.quad(density, 1, 10, epsabs=1e-9, limit=200)[0]


def dunnett():
    half = math.sqrt(0.5)
    cases = [([half] * 3, 12), ([half] * 11, 24), ([0.3, 0.5, 0.9], 7.5), ([0.6, 0.6, 0.75, 0.8], 4)]
    return [
        {"d": d, "loadings": loadings, "df": df, "tail": dunnett_tail(d, loadings, df)}
        for loadings, df in cases
        for d in (1, 2.4, 3.5)
    ]


# Tables

def crossed(random, seeds: int, images: int, deviations) -> np.ndarray:
    of_seeds, of_images, of_rest = deviations
    return np.round(
        0.8 + random.normal(0, of_seeds, (seeds, 1)) + random.normal(0, of_images, (1, images))
        + random.normal(0, of_rest, (seeds, images)), 4)


def uncertainty(seeds, images, rest):
    """Standard error and degrees of freedom from (variance, degrees of freedom) of seeds and images, and the variance of the rest."""
    (a, seed_df), (b, image_df) = seeds, images
    variance = max(a, rest) + max(b, rest) - rest
    df = variance**2 / (a**2 / seed_df + b**2 / image_df)
    df = max(min(df, seed_df + image_df), min(seed_df, image_df))
    square = lambda freedom: stats.t.ppf(0.975, freedom) ** 2
    share = max(a - rest, 0) / variance
    wider = share * square(seed_df) + (1 - share) * square(image_df)
    if wider > square(df):
        df = optimize.brentq(lambda f: square(f) - wider, min(seed_df, image_df), df, xtol=1e-13)
    return math.sqrt(variance), df


def analysis(table: np.ndarray):
    """Mean squares of the two-way analysis of variance."""
    seeds, images = table.shape
    rows = [{"score": table[s, i], "seed": s, "image": i} for s in range(seeds) for i in range(images)]
    result = anova_lm(ols("score ~ C(seed) + C(image)", pandas.DataFrame(rows)).fit())
    return (result["sum_sq"] / result["df"]).to_numpy()


def means(random):
    shapes = [(3, 6, (0.02, 0.05, 0.01)), (5, 8, (0.05, 0.01, 0.01)), (4, 7, (0.001, 0.001, 0.05)), (2, 12, (0.03, 0.03, 0.02)),
              (3, 5, (0.0005, 0.03, 0.02)), (10, 6, (0.03, 0.002, 0.02))]
    cases = []
    for seeds, images, deviations in shapes:
        table = crossed(random, seeds, images, deviations)
        of_seeds, of_images, rest = analysis(table) / (seeds * images)
        error, df = uncertainty((of_seeds, seeds - 1), (of_images, images - 1), rest)
        cases.append({
            "values": table.tolist(), "mean": table.mean(), "standard_error": error, "degrees_of_freedom": df,
            "half": stats.t.ppf(0.975, df) * error})
    return cases


def moderated(own: float, df: float, everyone: float, df_of_all: float) -> tuple[float, float]:
    """A variance that counts as told by its own numbers and by five more that say what all say, and its degrees of freedom."""
    weight = df / (df + 5)
    # Of independent numbers in equal groups, Cov(own, all) = Var(all).
    spread = weight**2 / df + (1 - weight)**2 / df_of_all + 2 * weight * (1 - weight) / df_of_all
    return weight * own + (1 - weight) * everyone, min(df + 5, 1 / spread)


def moderated_seeds(squares, counts, a: int, b: int):
    """Of the pair's pooled mean squares with those of all: the value and its degrees of freedom."""
    pool = lambda chosen: np.average([squares[c] for c in chosen], weights=[counts[c] - 1 for c in chosen], axis=0)
    everyone = range(len(counts))
    return moderated(pool([a, b]), counts[a] + counts[b] - 2, pool(everyone), sum(counts) - len(counts))


def differences(random):
    """Each of some configurations less the first."""
    cases = []
    for counts in ([3, 3], [3, 3, 3, 3], [2, 5, 3]):
        images = 6
        common = random.normal(0, 0.05, images)
        p = 0
        # Those that chance makes vary differently are another case.
        while p < 0.05:
            tables = [np.round(crossed(random, count, images, (0.02, 0.02, 0.02)) + common + 0.015 * number, 4)
                      for number, count in enumerate(counts)]
            p = stats.bartlett(*[table.mean(1) for table in tables]).pvalue
        squares = [analysis(table) for table in tables]
        share = lambda a: 1 / counts[a] + 1 / counts[0]
        loadings = [math.sqrt(1 / counts[0] / share(a)) for a in range(1, len(counts))]
        gap_of = lambda a, b: tables[a].mean(0) - tables[b].mean(0)
        expected = []
        for a in range(1, len(counts)):
            gap = gap_of(a, 0)
            pairs = [gap_of(c, d).var(ddof=1) for c in (a, 0) for d in range(len(counts)) if c != d]
            seeds, seeds_df = moderated_seeds(squares, counts, a, 0)
            of_images, images_df = moderated(gap.var(ddof=1), images - 1, np.median(pairs), (images - 1) * (len(counts) - 1))
            error, df = uncertainty(
                (seeds[0] * share(a) / images, seeds_df), (of_images / images, images_df), seeds[2] * share(a) / images)
            t = abs(gap.mean()) / error
            p = 2 * stats.t.sf(t, df) if len(counts) == 2 else dunnett_tail(t, loadings, df)
            expected.append({"mean": gap.mean(), "standard_error": error, "degrees_of_freedom": df, "p": p})
        cases.append({"tables": [table.tolist() for table in tables], "differences": expected})
    return cases


def one_way(random):
    """Seeds without images."""
    cases = []
    for name, sizes, spreads in (("equal sizes", [4, 4, 4, 4], [1, 1, 1, 1]), ("unequal sizes", [3, 6, 4], [1, 1, 1]),
                                 ("two", [5, 4], [1, 1]), ("two that vary differently", [9, 7], [1, 12]),
                                 ("four that vary differently", [3, 4, 3, 3], [1, 40, 1, 30])):
        groups = [np.round(0.8 + 0.01 * number + random.normal(0, 0.01 * spread, size), 5)
                  for number, (size, spread) in enumerate(zip(sizes, spreads))]
        bartlett = stats.bartlett(*groups).pvalue
        assert (bartlett < 0.05) == (max(spreads) > 1), (name, bartlett)
        means = [group.mean() for group in groups]
        best = int(np.argmax(means))
        case = {"name": name, "groups": [group.tolist() for group in groups], "bartlett": bartlett, "best": best}
        if len(groups) == 2:
            test = stats.ttest_ind(groups[1 - best], groups[best], equal_var=bartlett > 0.05)
            interval = test.confidence_interval()
            case["tukey"] = [{"p": test.pvalue, "low": interval.low, "high": interval.high, "index": 1 - best}]
        elif bartlett < 0.05:
            case["tukey"] = [
                dict(games_howell(group, groups[best], len(groups)), index=a) for a, group in enumerate(groups) if a != best]
        else:
            squares = [group.var(ddof=1) for group in groups]
            case["tukey"] = [
                dict(by_range(group.mean() - groups[best].mean(), math.sqrt(variance * (1 / len(group) + 1 / sizes[best])), df, len(sizes)), index=a)
                for a, group in enumerate(groups) if a != best
                for variance, df in [moderated_seeds(squares, sizes, a, best)]]
        cases.append(case)
    return cases


def games_howell(group, reference, count: int):
    """Games and Howell (1976): Welch's error and degrees of freedom."""
    test = stats.ttest_ind(group, reference, equal_var=False)
    gap = group.mean() - reference.mean()
    return by_range(gap, gap / test.statistic, test.df, count)


def by_range(gap: float, error: float, df: float, count: int):
    """Tukey and Kramer's p and range of one difference among all of so many configurations."""
    half = stats.studentized_range.ppf(0.95, count, df) / math.sqrt(2) * error
    return {"p": stats.studentized_range.sf(abs(gap) / error * math.sqrt(2), count, df), "low": gap - half, "high": gap + half}


def bartlett(random):
    groups = [[np.round(random.normal(0, spread, size), 4).tolist() for size, spread in zip(sizes, spreads)]
              for sizes, spreads in (((3, 3, 3), (1, 1, 4)), ((2, 4, 6, 3), (1, 2, 9, 1)), ((10, 10), (1, 1)),
                                     ((3,) * 24, (1, 2) * 12), ((3,) * 60, (1, 1.5) * 30))]
    return [{"groups": group, "p": stats.bartlett(*group).pvalue} for group in groups]


def main():
    random = np.random.default_rng(8)
    fixture = {
        "student": student(), "fisher": fisher(), "range": studentized_range(), "range_criticals": range_criticals(),
        "dunnett": dunnett(), "bartlett": bartlett(random), "means": means(random), "differences": differences(random),
        "one_way": one_way(random)}
    FILE.write_text(json.dumps(fixture, indent=1, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
