"""An address drawn as a QR code, for a poster, a sheet or a screen."""

import base64

import qrcode

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
    'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
    '<path d="{dots}"/></svg>'
)


def drawn(url: str) -> str:
    """The drawing, written in the page (data:), with the white edge that telephones look for."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(url)
    rows = code.get_matrix()
    dots = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    svg = SVG.format(side=len(rows), dots=dots)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
