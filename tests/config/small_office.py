"""A small office whose configuration is right, for tests to spoil."""

GOOD = """
[site]
code = "hall"
name = "Bộ phận Một cửa"
authority = "Ủy ban nhân dân"
hall = "khu vực chờ"
help_place = "bàn của Văn phòng"
office_room = "phòng số 1"

[hours]
closing = "warn"

[hours.sittings]
morning = "7:30-11:30"
afternoon = "13:30-17:00"

[[departments]]
code = "TP"
series = 4
name = "Phòng Tư pháp"
short_name = "Tư pháp"
duty = ["mon", "wed"]

[[departments]]
code = "YT"
series = 7
name = "Phòng Y tế"
short_name = "Y tế"
duty = ["tue"]

[[desks]]
code = "1"
name = "Quầy 1"
departments = ["TP", "YT"]

[[kiosks]]
code = "kiosk-1"
name = "Máy lấy số 1"
printer = "preview"

[[walls]]
code = "wall-1"
name = "Màn hình"

[[printers]]
code = "preview"
kind = "preview"
"""
