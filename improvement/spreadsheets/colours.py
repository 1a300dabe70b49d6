"""What colour a cell is, whichever of Excel's three ways it was given in."""

import colorsys

from openpyxl.styles.colors import COLOR_INDEX, Color

# Excel's theme order swaps the light and dark pairs of the file's own order.
THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


def resolve_colour(colour: Color | None, theme: dict[str, str]) -> str:
    """Return a colour as `rrggbb` in lower case, or an empty string where there is none.

    `theme` maps the scheme's names (`accent1`) to `rrggbb`; a tint lightens or darkens in HLS, as Excel does.
    """
    if colour is None:
        return ""
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return colour.rgb[-6:].lower()
    if colour.type == "indexed" and colour.indexed is not None and colour.indexed < len(COLOR_INDEX):
        return str(COLOR_INDEX[colour.indexed])[-6:].lower()
    if colour.type == "theme" and colour.theme is not None and colour.theme < len(THEME_ORDER):
        base = theme.get(THEME_ORDER[colour.theme], "")
        return _tinted(base, colour.tint or 0.0) if base else ""
    return ""


def _tinted(colour: str, tint: float) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness = lightness * (1 + tint) if tint < 0 else lightness * (1 - tint) + tint
    return "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))


def hue_name(colour: str) -> str:
    """Return red, amber, green, blue, or an empty string where a fill is no rating colour.

    Hue decides; pale and grey fills are headings and shading, not ratings.
    """
    if not colour:
        return ""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.4 or lightness > 0.85 or lightness < 0.12:
        return ""
    degrees = hue * 360
    for name, low, high in (
        ("red", 0, 18),
        ("amber", 18, 66),
        ("green", 66, 170),
        ("blue", 190, 255),
        ("red", 342, 361),
    ):
        if low <= degrees < high:
            return name
    return ""
