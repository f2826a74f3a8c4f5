"""What comments of a survey are about: themes by a list of terms, and whether detractors write about one more often than promoters do.

No model of moods is needed, since each comment carries its score. To write of a theme is not to complain of it; what is told is who writes of
it more. Terms are looked for the longest first, and one that is found covers what stands inside it, so that "no smell" is not found as "smell".
No comment leaves this module but in the sheet of `themes_check`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact

from retention import stats
from retention.settings import Theme, folded, load_yaml

# With fewer comments of a group than this its comments are counted, and no share is told.
LEAST = 30
LANGUAGES = ("zh", "en")
# A letter of an alphabet that parts its words by spaces: not Thai, Chinese, Japanese or Korean.
LETTER = r"[^\W_\u0e00-\u0eff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
COVERED = "\0"
COUNTED = ("theme", "comments", "detractors", "of_detractors", "promoters", "of_promoters")


@dataclass(frozen=True)
class Term:
    """A term as it is looked for: `stem` is folded, without the * at the end that stands for any ending."""

    stem: str
    theme: str
    negated: bool
    any_ending: bool

    @classmethod
    def of(cls, written: str, theme: str, negated: bool) -> "Term":
        """A term of settings."""
        text = folded(written)
        return cls(text.removesuffix("*").strip(), theme, negated, text.endswith("*"))

    @cached_property
    def pattern(self) -> re.Pattern:
        """Words of an alphabet are whole words. Made when a comment holds the stem, since it takes its time and few are ever needed."""
        before = rf"(?<!{LETTER})" if re.match(LETTER, self.stem) else ""
        after = f"{LETTER}*" if self.any_ending else rf"(?!{LETTER})" if re.match(LETTER, self.stem[-1]) else ""
        return re.compile(before + re.escape(self.stem) + after)


@dataclass(frozen=True)
class TermList:
    """All terms, the longest first, and the themes in their order."""

    terms: tuple[Term, ...]
    themes: tuple[str, ...]

    def about(self, comment: str) -> tuple[frozenset[str], frozenset[str]]:
        """Themes of a comment, and those of which it says only that the trouble is not there.

        >>> found, negated = term_list({}).about("没有味道，就是偏大")
        >>> sorted(found), sorted(negated)
        (['size'], ['quality'])
        """
        text = folded(comment)
        found: set[str] = set()
        negated: set[str] = set()
        for term in self.terms:
            if term.stem in text:
                text, times = term.pattern.subn(COVERED, text)
                if times:
                    (negated if term.negated else found).add(term.theme)
        return frozenset(found), frozenset(negated - found)


@cache
def packaged() -> Mapping[str, Theme]:
    """Themes that come with the package, Chinese and English terms together: customers of one shop write both."""
    lists = [load_yaml(Path(__file__).parent / f"terms_{language}.yaml") for language in LANGUAGES]
    names = dict.fromkeys(name for terms in lists for name in terms)
    both = {name: [Theme(**terms[name]) for terms in lists if name in terms] for name in names}
    return {
        name: Theme(terms=tuple(t for one in parts for t in one.terms), negated=tuple(t for one in parts for t in one.negated))
        for name, parts in both.items()
    }


def term_list(own: Mapping[str, Theme]) -> TermList:
    """The packaged terms and the shop's `own` (settings: `themes`), which go before: a term of the shop's leaves the theme it is packaged with."""
    called = {folded(name): name for name in packaged()}
    mine = {called.get(folded(name), name): theme for name, theme in own.items()}
    taken = {folded(term) for theme in mine.values() for term in (*theme.terms, *theme.negated)}
    terms = []
    for name in dict.fromkeys([*packaged(), *mine]):
        given, theirs = mine.get(name, Theme(replace=True)), packaged().get(name, Theme(replace=True))
        kept = [] if name in mine and given.replace else [told for told in _told(theirs) if folded(told[0]) not in taken]
        terms += [Term.of(term, name, negated) for term, negated in (*kept, *_told(given))]
    themes = tuple(dict.fromkeys(term.theme for term in terms))
    return TermList(tuple(sorted(terms, key=lambda term: (-len(term.stem), term.stem))), themes)


def _told(theme: Theme) -> list[tuple[str, bool]]:
    """Terms of a theme and whether they are negated."""
    return [(term, False) for term in theme.terms] + [(term, True) for term in theme.negated]


@dataclass(frozen=True)
class Themes:
    """`table`: one row per theme. `counts`: answers read = those without score or comment + earlier ones of a customer + the comments counted.

    Columns of `table`: theme; comments (all that write of it); detractors and promoters (comments with it) of of_detractors and of_promoters,
    share_, low_ and high_ of each (Wilson); difference (detractors' share less promoters') with low and high (Newcombe); p (Fisher); apart (told
    apart, after Benjamini and Hochberg over the themes); negated_detractors and negated_promoters (comments that say the trouble is not there).
    Shares are missing where a group has fewer than `LEAST` comments, `apart` is then false.
    """

    table: pd.DataFrame
    counts: Mapping[str, int]


def themes_of(answers: pd.DataFrame, terms: TermList, level: float = stats.LEVEL) -> Themes:
    """Of which themes detractors (0–6) and promoters (9–10) write. `answers`: customer_id, answered_on, score, comment.

    One comment per customer, the last one, since what a customer writes twice tells of one customer; unknown customers are one each.
    """
    told, counts = last_comments(answers)
    groups = np.select([told["score"] <= 6, told["score"] >= 9], ["detractors", "promoters"], "passives")
    known = {comment: terms.about(comment) for comment in told["comment"].unique()}
    about = [known[comment] for comment in told["comment"]]
    sizes = {name: int((groups == name).sum()) for name in ("detractors", "passives", "promoters")}
    rows = []
    for theme in terms.themes:
        has = np.array([theme in found for found, _ in about], dtype=bool)
        denied = np.array([theme in negated for _, negated in about], dtype=bool)
        row = {"theme": theme, "comments": int(has.sum())}
        for name in ("detractors", "promoters"):
            row |= {name: int((has & (groups == name)).sum()), f"of_{name}": sizes[name], f"negated_{name}": int((denied & (groups == name)).sum())}
        rows.append(row)
    silent = sum(not found and not negated for found, negated in about)
    found = pd.DataFrame(rows, columns=[*COUNTED, "negated_detractors", "negated_promoters"])
    return Themes(_compared(found, level), counts | sizes | {"without_theme": silent})


def last_comments(answers: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """The last comment of each customer with a score, in an order of their own; how many answers were read, left out and kept."""
    score = pd.to_numeric(answers["score"], errors="coerce")
    scored = score.between(0, 10) & (score % 1 == 0)
    blank = answers["comment"].isna() | (answers["comment"].fillna("").astype(str).str.strip() == "")
    told = answers.assign(score=score, comment=answers["comment"].astype(str), answered_on=pd.to_datetime(answers["answered_on"]))
    told = told[scored & ~blank].sort_values(["answered_on", "comment", "score"], na_position="first")
    last = told[told["customer_id"].isna() | ~told.duplicated("customer_id", keep="last")]
    counts = {"read": len(answers), "no_score": int((~scored).sum()), "no_comment": int((scored & blank).sum())}
    return last.reset_index(drop=True), counts | {"earlier": len(told) - len(last), "comments": len(last)}


def _compared(found: pd.DataFrame, level: float) -> pd.DataFrame:
    """Shares of both groups, and their difference."""
    enough = {}
    for name in ("detractors", "promoters"):
        k, n = found[name].to_numpy(), found[f"of_{name}"].to_numpy()
        enough[name] = n >= LEAST
        low, high = stats.wilson(k, n, level)
        shown = {f"share_{name}": k / np.maximum(n, 1), f"low_{name}": low, f"high_{name}": high}
        found = found.assign(**{column: np.where(enough[name], values, np.nan) for column, values in shown.items()})
    both = enough["detractors"] & enough["promoters"]
    k1, n1, k2, n2 = found[list(COUNTED[2:])].to_numpy(dtype=int).T
    low, high = (np.where(both, end, np.nan) for end in stats.newcombe(k1, np.maximum(n1, 1), k2, np.maximum(n2, 1), level))
    p = np.array([_p(*row) if known else np.nan for *row, known in zip(k1, n1, k2, n2, both, strict=True)], dtype=float)
    apart = stats.benjamini_hochberg(p) <= 1 - level
    return found.assign(difference=found["share_detractors"] - found["share_promoters"], low=low, high=high, p=p, apart=apart)


def _p(k1: int, n1: int, k2: int, n2: int) -> float:
    """Exact p that two shares are one; missing where nobody wrote of the theme, so that it weighs on no other."""
    return float(fisher_exact([[k1, n1 - k1], [k2, n2 - k2]]).pvalue) if k1 + k2 else np.nan
