from workshops.forms.lists import SessionFilter, WorkshopFilter

__all__ = ["SessionFilter", "WorkshopFilter"]
