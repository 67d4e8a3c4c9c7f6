"""In whose journal a line is written: the structure that keeps the record, and its household.

Every line about a person carries the number of their household: `audit.record(…, **of(family))`.
"""

from families.models import Family, Parent, Referral


def of(family: Family) -> dict:
    return {"structure": family.structure, "family": family.pk}


def of_sender(referral: Referral) -> dict:
    return {"structure": referral.sender, "family": household(referral.parent)}


def of_receiver(referral: Referral) -> dict:
    return {"structure": referral.receiver, "family": household(referral.received_as)}


def household(record: Parent | None) -> int | None:
    return record.family_id if record else None
