"""What every answer carries, whatever the page."""

NEVER_ASKED = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]


class PrivateAnswers:
    """What was shown to somebody signed in is not kept by browsers and proxies.

    Shared computers are the rule in schools: after signing out, going back shows nothing.
    Files of static/ are answered before this by whitenoise, and may be kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", ", ".join(f"{feature}=()" for feature in NEVER_ASKED)
        )
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response
