"""Whom the shop may contact, members, super-users, follow-up, marked accounts."""

from retention.pages.people.sections import (
    contactable,
    contacted,
    marked_accounts,
    members,
    owners,
    purposes,
    super_user_results,
    super_users,
    to_follow_up,
)

__all__ = ["contactable", "contacted", "marked_accounts", "members", "owners", "purposes", "super_user_results", "super_users", "to_follow_up"]
