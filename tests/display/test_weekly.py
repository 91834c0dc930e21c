"""How does the week's roster fit into a few lines?"""

from display.weekly import Line, lines


def test_departments_with_the_same_days_share_a_line() -> None:
    duty = [("TP", (0, 2, 4)), ("YT", (1, 3)), ("TNMT", (0, 2, 4))]

    assert lines(duty) == (Line((0, 2, 4), ("TP", "TNMT")), Line((1, 3), ("YT",)))


def test_a_department_without_duty_stands_in_no_line() -> None:
    assert lines([("TP", ()), ("YT", (1,))]) == (Line((1,), ("YT",)),)
