"""Cut Noto Sans CJK SC to the characters of Chinese business text, so that charts need no installed font (R6)."""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

DEBIAN_FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
DEBIAN_COPYRIGHT = Path("/usr/share/doc/fonts-noto-cjk/copyright")
RANGES = (
    (0x0020, 0x024F),  # Latin
    (0x0370, 0x045F),  # Greek and Cyrillic
    (0x2000, 0x22FF),  # punctuation, currencies, arrows, mathematics
    (0x2460, 0x27BF),  # numbers in circles, boxes, symbols
    (0x3000, 0x30FF),  # Chinese punctuation and kana
    (0xFF00, 0xFFEF),  # full width
)
# Characters of the state's table of 8,105 that GBK lacks: they are registered in names of people and places.
NAMES_BEYOND_GBK = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖"
    "䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮鿍鿎鿏𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉"
    "𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧"
    "𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕"
    "𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹"
    "𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)


def characters() -> set[int]:
    """Return the code points to keep: GBK, the names beyond it, Latin and symbols."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    gbk = "".join(pair.decode("gbk", errors="ignore") for pair in pairs)
    ranges = {code for first, last in RANGES for code in range(first, last + 1)}
    return ranges | {ord(character) for character in gbk + NAMES_BEYOND_GBK}


def cut_font(folder: Path) -> None:
    """Write the font with the kept characters and its licence into the folder."""
    fonts = TTCollection(DEBIAN_FONT, lazy=True).fonts
    font = next(font for font in fonts if font["name"].getDebugName(1) == "Noto Sans CJK SC")
    options = subset.Options(hinting=False, layout_features=["kern"], name_IDs=["*"], name_languages=[0x409])
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    font.save(folder / "NotoSansSC-Regular.otf")
    holder = font["name"].getDebugName(0)
    licence = DEBIAN_COPYRIGHT.read_text().split("License: SIL-1.1\n")[-1].split("\nLicense:")[0]
    lines = ("" if line == " ." else line.removeprefix(" ") for line in licence.rstrip().splitlines())
    (folder / "LICENSE.txt").write_text(f"{holder}\n\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    cut_font(Path(sys.argv[1]))
