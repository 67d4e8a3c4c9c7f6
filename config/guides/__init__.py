"""The pictures of the guides and of the README, taken from the demonstration by bin/guides."""

import datetime as dt
from zoneinfo import ZoneInfo

# A Friday of November, ten minutes before a session: everything the guides tell is at hand.
NOW = dt.datetime(2026, 11, 20, 13, 50, tzinfo=ZoneInfo("Europe/Paris"))
# That of every account of the demonstration (config/demo/cast.py), which this side does not load.
PASSWORD = "demo-trait-d-union"
