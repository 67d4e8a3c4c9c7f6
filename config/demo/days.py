"""The days of the story, counted back from today in weeks of school."""

import datetime as dt

from partnerships.calendar import public_holidays
from partnerships.models import SchoolHoliday


class Days:
    """School weeks of zone B around a day: 0 is its own, 1 the one before, -1 the one after."""

    def __init__(self, today):
        self.today = today
        self.holidays = list(
            SchoolHoliday.objects.for_pupils().of_zone("B").values_list("starts_on", "returns_on")
        )
        monday = today - dt.timedelta(days=today.weekday())
        self.past = self._weeks(monday, -7)
        self.future = self._weeks(monday, 7)

    def _weeks(self, monday, step):
        """Mondays of school weeks, from one on, the given one included whatever it is."""
        weeks = [monday]
        while len(weeks) < 45:
            monday += dt.timedelta(days=step)
            if not self._in_holidays(monday):
                weeks.append(monday)
        return weeks

    def _in_holidays(self, monday):
        wednesday = monday + dt.timedelta(days=2)
        return any(starts <= wednesday < returns for starts, returns in self.holidays)

    def on(self, weeks_back, weekday):
        """The weekday (0 is Monday) of that week: always before today when weeks_back ≥ 1."""
        weeks = self.past if weeks_back >= 0 else self.future
        day = weeks[abs(weeks_back)] + dt.timedelta(days=weekday)
        while day in public_holidays(day.year):
            day += dt.timedelta(days=1)
        return day


def first_of_month(day):
    return day.replace(day=1)


def end_of_month(day):
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
