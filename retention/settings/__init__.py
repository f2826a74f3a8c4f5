"""Settings: one frozen model per YAML, unknown keys refused with the nearest name."""

from retention.settings.asked import day_asked, notebooks_asked
from retention.settings.folder import MODELS, not_read, notebook_of, notebook_settings, shop_settings
from retention.settings.lifetime import LifetimeSettings
from retention.settings.loyalty import (
    Assumed,
    Assumptions,
    Benefit,
    BurnWay,
    DesignLimits,
    LoyaltySettings,
    PointRules,
    Programme,
    Qualification,
    Tier,
    full_steps,
)
from retention.settings.offers import (
    AffinitySettings,
    Channel,
    ClusterSettings,
    Group,
    MatrixRow,
    OffersSettings,
    ScoreCuts,
    SegmentationSettings,
)
from retention.settings.pyramid import MarkRules, PyramidSettings, SuperUserRule
from retention.settings.reading import Settings, SettingsProblem, describe, load_yaml
from retention.settings.shop import DELIVERY_ONLY, CampaignEvent, ListSettings, OwnField, Purpose, ShopSettings

__all__ = [
    "DELIVERY_ONLY",
    "MODELS",
    "AffinitySettings",
    "Assumed",
    "Assumptions",
    "Benefit",
    "BurnWay",
    "CampaignEvent",
    "Channel",
    "ClusterSettings",
    "DesignLimits",
    "Group",
    "LifetimeSettings",
    "ListSettings",
    "LoyaltySettings",
    "MarkRules",
    "MatrixRow",
    "OffersSettings",
    "OwnField",
    "PointRules",
    "Programme",
    "Purpose",
    "PyramidSettings",
    "Qualification",
    "ScoreCuts",
    "SegmentationSettings",
    "Settings",
    "SettingsProblem",
    "ShopSettings",
    "SuperUserRule",
    "Tier",
    "day_asked",
    "describe",
    "load_yaml",
    "not_read",
    "notebook_of",
    "notebook_settings",
    "notebooks_asked",
    "shop_settings",
    "full_steps",
]
