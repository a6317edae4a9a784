"""The house style file: what the firm may change, and what a mistake in it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.common.exceptions import UsageError
from reportgen.common.house_style import HouseStyle, load_house_style
from reportgen.common.picture_size import picture_size
from tests.report_builders import picture


def style(folder: Path, text: str) -> HouseStyle:
    path = folder / "house.toml"
    path.write_text(text, encoding="utf-8")
    return load_house_style(path)


def test_the_packaged_style_is_the_academys() -> None:
    house = load_house_style()
    assert house.firm == "The Star Commercial Academy"
    assert house.phones == ("0870 224 3380", "0870 224 3381")
    assert house.email == "mark@starcommercialacademy.com"
    assert "All rights in this report are reserved." in house.rights
    assert house.logo is None
    assert house.all_colours["heat_1"] != house.all_colours["heat_4"]


def test_an_own_file_needs_only_what_differs(tmp_path: Path) -> None:
    house = style(tmp_path, '[firm]\nname = "Quay Partners"\n[colours]\naccent = "#aa0011"\n')
    assert (house.firm, house.colours["accent"]) == ("Quay Partners", "AA0011")
    assert house.rights == load_house_style().rights
    assert house.colours["ink"] == load_house_style().colours["ink"]


def test_a_file_that_names_its_firm_takes_no_telephone_of_another(tmp_path: Path) -> None:
    house = style(tmp_path, '[firm]\nname = "Quay Partners"\nweb = "quay.example"\n')
    assert (house.phones, house.email, house.web, house.logo) == ((), "", "quay.example", None)
    assert style(tmp_path, '[colours]\nink = "112233"\n').phones == load_house_style().phones


def test_the_packaged_firm_has_no_part_in_reports_on_another_set(tmp_path: Path) -> None:
    house = load_house_style().for_another_set()
    assert (house.firm, house.phones, house.email, house.rights) == ("[Name of the firm]", (), "", "")
    assert house.all_colours == load_house_style().all_colours
    own = style(tmp_path, '[firm]\nname = "Quay Partners"\nphones = ["1"]\n[report]\nrights = "Ours."\n')
    assert own.for_another_set() == own
    only_mail = style(tmp_path, '[firm]\nemail = "a@quay.example"\n').for_another_set()
    assert (only_mail.firm, only_mail.email, only_mail.phones) == ("[Name of the firm]", "a@quay.example", ())


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text('[firm]\nname = "Quäy"\n', encoding="utf-8-sig")
    assert load_house_style(path).firm == "Quäy"


def test_a_logo_stands_beside_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(picture("logo").png)
    assert style(tmp_path, '[firm]\nlogo = "logo.png"\n').logo == tmp_path / "logo.png"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[firm\n", "not a readable TOML file"),
        ('firm = "x"\n', "'firm' is 'x', but must be a table: a line [firm]"),
        ("firm = 3\n", "'firm' is 3, but must be a table: a line [firm]"),
        ('logo = "logo.png"\n', "'logo' stands outside its table; it belongs under the line [firm]"),
        ("[fonts]\n", "no table 'fonts'"),
        ('[firm]\nmane = "x"\n', "no entry 'mane'"),
        ("[firm]\nname = 3\n", "'name' is 3"),
        ('[firm]\nname = " "\n', "'name' is empty"),
        ('[firm]\nphones = "0870"\n', "'phones' is '0870'"),
        ('[firm]\nlogo = "gone.png"\n', "cannot be read"),
        ('[firm]\nlogo = "house.toml"\n', "house.toml cannot be used: it is neither a PNG nor a JPEG"),
        ('[report]\nsubtitle = "Report"\n', "{client}"),
        ('[colours]\naccent = "blue"\n', "colour 'accent' is 'blue'"),
        ("[colours]\naccent = 7\n", "colour 'accent' is 7"),
        ('[colours]\nheat = ["000000"]\n', "should list 4 colours"),
        ('[colours]\nheat = ["FFFFFF", "000000", "111111", "222222"]\n', "'111111' (5.1) follows '000000' (0.0)"),
        ('[colours]\nheat = ["FBF0DA", "BDD3E8", "B5CCE2", "0B4A86"]\n', "'heat' should grow darker"),
        ('[colours]\naccent = "green"\n', "colour 'accent' is 'green'"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_entry(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        style(tmp_path, text)
    assert said in str(refused.value)
    assert "house.toml" in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent\.toml: the house style cannot be read"):
        load_house_style(tmp_path / "absent.toml")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not a readable TOML file: it is not saved as UTF-8") as refused:
        load_house_style(path)
    assert "codec" not in str(refused.value)


# ---------------------------------------------------------------------------------------------------------- pictures

JFIF = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9)
FRAME = b"\xff\xc0\x00\x0b\x08\x00\x30\x00\x90\x01" + bytes(3)
DATA = b"\xff\xda\x00\x08" + bytes(9)


def test_the_size_of_a_picture_is_read_from_its_header() -> None:
    assert picture_size(picture("logo", height=40).png) == (160, 40)
    assert picture_size(JFIF + FRAME + DATA) == (0x90, 0x30)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "neither a PNG nor a JPEG"),
        (picture("logo").png[:-4], "its end is missing"),
        (picture("logo").png[:30], "its end is missing"),
        (picture("logo", height=0).png, "it has no size"),
        (JFIF + FRAME, "its end is missing"),
        (JFIF + DATA, "it has no size"),
        (b"\xff\xd8\xff\xee\x00\x0eAdobe" + bytes(20), "save it as PNG"),
    ],
)
def test_a_picture_that_is_not_whole_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "logo.png").write_bytes(data)
    with pytest.raises(UsageError, match=said):
        style(tmp_path, '[firm]\nlogo = "logo.png"\n')
