"""What comes in from files and goes out to them, list by list."""

from partnerships.resources.files import FileResource
from partnerships.resources.holidays import SchoolHolidayResource
from partnerships.resources.lists import list_resource
from partnerships.resources.schools import SchoolResource
from partnerships.resources.territories import NeighbourhoodResource

__all__ = [
    "FileResource",
    "NeighbourhoodResource",
    "SchoolHolidayResource",
    "SchoolResource",
    "list_resource",
]
