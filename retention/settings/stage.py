"""stage: in 01_data_pyramid.yaml: from which figure on each sign of a shop's stage holds."""

from pydantic import Field

from retention.settings.reading import Settings


class StageRules(Settings):
    """Thresholds of the twelve signs by which a shop's stage is told."""

    one_view: float = Field(0.8, gt=0, le=1, description="share of orders whose customer is known, at least")
    islands: float = Field(0.5, gt=0, le=1, description="share of customers known in two or more sources, at least")
    follow_up: float = Field(0.05, gt=0, le=1, description="share of the best customers with an owner and a call or note in touch_days, at least")
    analysable: float = Field(0.9, gt=0, le=1, description="share of the rows read that could be used, at least")
    staff_use: float = Field(10, gt=0, description="calls, notes and messages under a colleague's name in the last 30 days per colleague, at least")
    segments_used: int = Field(1, ge=1, description="campaigns of a year and journeys that name a group of customers, at least")
    automation: int = Field(1, ge=1, description="journeys that run, at least")
    consent: float = Field(0.3, gt=0, le=1, description="share of customers of whom a yes or no to marketing is on record, at least")
    costs: float = Field(0.8, gt=0, le=1, description="share of the last year's sales whose cost is known, at least")
    scale: int = Field(1000, ge=1, description="customers up to which they can be looked after by hand")
    freshness: int = Field(7, ge=0, description="days from the last order to the last day that any file tells of, at most")
    missed_sales: float = Field(0.5, ge=0, lt=1, description="share of the dormant best customers without a touch in touch_days, at most")
    touch_days: int = Field(90, ge=1, description="days back within which a touch counts")
    core: int = Field(4, ge=1, le=6, description="signs of the six at the core from which a shop has left the first stage")
    fields_filled: float = Field(0.05, gt=0, le=1, description="share of customers for whom an own field is filled, so that it is used")
    fields: tuple[str, ...] = Field((), description="own fields about size, style or season; empty: those whose names or labels say so")
