"""The font of pictures: Chinese text is right also on a machine without Chinese fonts (R6)."""

from functools import cache
from pathlib import Path

from matplotlib.font_manager import FontProperties, fontManager

BUNDLED = Path(__file__).resolve().parent.parent / "fonts"
INSTALLED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)


def installed(name: str) -> bool:
    """Whether this machine has a font of the name."""
    try:
        fontManager.findfont(FontProperties(family=[name]), fallback_to_default=False)
    except ValueError:
        return False
    return True


def bundled() -> str:
    """The name of the Chinese font that comes with the product, made known to matplotlib."""
    file = min(file for file in BUNDLED.iterdir() if file.suffix in {".otf", ".ttf"})
    fontManager.addfont(file)
    return FontProperties(fname=file).get_name()


@cache
def chinese() -> str:
    """The name of the font for Chinese text: the best installed one, else the bundled one."""
    return next(filter(installed, INSTALLED), None) or bundled()
