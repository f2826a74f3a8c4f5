"""What groups were called in kpis.json while they were told in the shop's language, so that a trend goes on from there."""

from retention.pages.kit.labels import value_group_label
from retention.pages.kit.words import LOCALES, Words
from retention.settings.preset_programmes import NAMES

BY_LABEL = ("value_of_segment", "value_of_band", "value_of_channel")
# Of programmes that come with the package; what a shop called its own stands in its settings only, so such a trend begins anew.
BY_NAME = ("programme_gain", "break_even_uplift", "cannibalised_share", "members_in_programme")


def spellings(name: str, group: str) -> set[str]:
    """All that a `group` of figure `name` may be called: its key, and its label in either language."""
    if name in BY_LABEL:
        return {group} | {value_group_label(name, group, Words(language)) for language in LOCALES}
    return {group} | {names[group] for names in NAMES.values() if name in BY_NAME and group in names}
