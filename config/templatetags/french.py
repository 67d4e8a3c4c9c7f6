"""The words of partnerships.french as template filters, loaded everywhere as builtins."""

from django import template

from partnerships import french

register = template.Library()

FILTERS = [
    french.ago,
    french.clock,
    french.count,
    french.day,
    french.first_words,
    french.gap,
    french.hours,
    french.late,
    french.money,
    french.number,
    french.percent,
    french.phone,
    french.span_of_days,
    french.weight,
    french.when,
]
for function in FILTERS:
    register.filter(function.__name__, function)
