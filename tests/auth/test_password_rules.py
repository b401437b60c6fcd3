"""Which passwords may be chosen (P1; check C6)."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password",
    [
        *("", "short", "elevenchars", "password1234", "Password1234!", "administrator", "111111111111", "123456789012"),
        *("qwertyuiop12", "abcabcabcabc", "keyoukeyou12", "crmcrmcrm1234", "客友客友客友客友客友客友", "iloveyou!!!!"),
        *("liuna20201212", "zhang.liuna@x", "13800138000x", "987654321098", "abcdefghijkl", "aaaabbbbcccc"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password):
    person = make.User(username="liuna2020", name="刘娜", email="zhang.liuna@x.cn", mobile="13800138000")
    with pytest.raises(ValidationError):
        validate_password(password, person)


@pytest.mark.parametrize(
    "password",
    [
        *(
            "correct horse battery",
            "lila-wolken-tanzen",
            "春风又绿江南岸明月何时照",
            "x7$Kq9!mZr2&Lp",
            "  two spaces  at ends ",
        ),
        *(
            "83920174650293",
            "no digits at all here",
            "日照香炉生紫烟遥看瀑布挂前川",
            "🐎🔋📎🌊🍇🍉🎲🎸🎺🚲🛶🧭",
            "w" + "orte-" * 25,
        ),
    ],
)
def test_a_long_password_of_any_kind_is_accepted(password):
    validate_password(password, make.User(username="liuna", name="刘娜"))
    person = make.user("liuna")
    person.set_password(password)
    assert person.check_password(password)
