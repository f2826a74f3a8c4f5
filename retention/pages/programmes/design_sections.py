"""What notebook 03 shows further down: points and what they cost, what the result hangs on, better designs, what if, and the experiment."""

from retention.pages.kit import blocks
from retention.pages.kit.blocks import prose
from retention.pages.kit.section import Need, Section, section
from retention.pages.membership import pictures as member_pictures
from retention.pages.membership.sentences import redeemed_in_words
from retention.pages.programmes import design_pictures, pictures, sentences, sliders, verdict
from retention.pages.programmes import design_sentences as says
from retention.pages.programmes.sections import A_SIMULATION, Book, of
from retention.programmes import experiment as tests
from retention.programmes.terms import assumptions_table
from retention.tables.kpis import KPI_LEVEL

QUIETLY = A_SIMULATION.quietly
POINTS = Need(lambda book: book.words("points-flow-none") if of(book).with_points is None else "")
A_PROPOSAL = Need(lambda book: of(book).designs.why)


# --- points ------------------------------------------------------------------------------------------


@section(QUIETLY, POINTS)
def points_flow(book: Book) -> Section:
    """Points issued, spent and expired by month, whether they settle, and which share is ever spent."""
    plan, words = of(book), book.words
    said = (
        says.flow_in_words(plan.points_flow, words),
        redeemed_in_words(plan.redeemed, words),
        says.expiring_in_words(plan.expiring, words),
    )
    chart = design_pictures.flow(plan.points_flow, plan.pointed.programme.label, words)
    return Section((chart, prose("\n\n".join(said))), plan.points_flow)


@section(QUIETLY, POINTS.quietly)
def liability(book: Book) -> Section:
    """What open points stand for, in the books and to be expected."""
    plan = of(book)
    label, level = plan.pointed.programme.label, KPI_LEVEL
    return Section((design_pictures.liability(plan.liability, label, level, book.words),), plan.liability)


@section(QUIETLY, POINTS.quietly)
def points_age(book: Book) -> Section:
    """Open points at the end by age."""
    plan = of(book)
    return Section((member_pictures.ageing(plan.points_age, plan.pointed.programme.label, book.words),), plan.points_age)


# --- what it hangs on ----------------------------------------------------------------------------------


@section(QUIETLY)
def sensitivity(book: Book) -> Section:
    """The gain of the programme in question with each assumption at its ends."""
    plan = of(book)
    return Section((design_pictures.tornado(plan.sensitivity, plan.in_question.programme.label, book.words),), plan.sensitivity)


@section()
def assumptions(book: Book) -> Section:
    """Everything that is assumed, with where it comes from."""
    plan, words = of(book), book.words
    told = (plan.assumptions, plan.margin, plan.margin_given)
    rows, heads = says.assumption_rows(*told, words)
    moved = says.updated_in_words(plan.settings.assumptions.elasticity, plan.assumptions.elasticity, words)
    table = blocks.table(rows, heads, words, caption=words("points-assumptions-caption"))
    return Section((*((prose(moved),) if moved else ()), table), assumptions_table(*told))


# --- a better one ------------------------------------------------------------------------------------


@section(QUIETLY)
def search(book: Book) -> Section:
    """All designs tried: gain against what members see of them, the front and the proposed ones marked; the programmes named."""
    plan, words, tried = of(book), book.words, of(book).designs.tried
    if plan.designs.why:
        first = blocks.missing(says.nothing_in_words(tried, plan.settings.design, words), words)
    else:
        first = design_pictures.front(plan.marked, len(tried), plan.settings.months, words)
    table = blocks.table(*says.choice_rows(plan.choices, words), words, caption=words("points-choices-caption"))
    return Section((first, table), tried)


@section(QUIETLY, A_PROPOSAL.quietly)
def proposed(book: Book) -> Section:
    """What the search proposes, judged on fresh draws, beside the programmes judged, and written out."""
    plan, words, found = of(book), book.words, of(book).designs
    said = prose(verdict.proposed_in_words(plan.proposed, len(found.tried), found.winners_curse, words))
    chart = pictures.gains(plan.choices, plan.settings.months, KPI_LEVEL, words)
    tables = (sentences.tier_rows(found.programmes, words), sentences.rule_rows(found.programmes, words))
    written = blocks.folded(words("points-proposed"), *(blocks.table(rows, heads, words) for rows, heads in tables))
    return Section((said, chart, written), plan.proposed)


@section(QUIETLY)
def what_if(book: Book) -> Section:
    """Sliders where somebody can move them, else a table of changes to the programme in question."""
    plan = of(book)
    return Section((sliders.shown(plan.in_question.programme, plan.small, plan.changed, book.words),), plan.changed)


# --- the experiment ------------------------------------------------------------------------------------


@section(QUIETLY)
def needed(book: Book) -> Section:
    """What each programme needs, what is assumed, and what was measured."""
    plan = of(book)
    return Section((design_pictures.needed(plan.needed, plan.measured_uplift, book.words),), plan.needed)


@section()
def measured(book: Book) -> Section:
    """What the shop's own test has shown, where it has run one."""
    plan, words, s = of(book), book.words, of(book).settings
    if plan.measured is None:
        return Section(() if plan.measured_by.campaign else (prose(words("points-measured-missing")),))
    found = {str(row["quantity"]): {str(name): value for name, value in row.items()} for row in plan.measured.to_dict("records")}
    return Section((prose(says.measured_in_words(found, plan.measured_by.campaign, s.experiment_days, words)),), plan.measured)


@section()
def experiment(book: Book) -> Section:
    """How many members and days would show the uplift that is assumed, and others."""
    plan, words = of(book), book.words
    figures = {str(name): float(value) for name, value in plan.experiment_plan.set_index("quantity")["value"].items()}
    said = prose(says.plan_in_words(figures, tests.LEVEL, tests.POWER, words))
    if plan.experiment_sizes.empty:
        return Section((said,), plan.experiment_sizes)
    table = blocks.table(*says.size_rows(plan.experiment_sizes, words), words)
    return Section((said, blocks.folded(words("points-sizes", days=plan.settings.experiment_days), table)), plan.experiment_sizes)
