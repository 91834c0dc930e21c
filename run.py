"""Which command of Một Cửa runs, and in which environment? (`python3 run.py --help`)

Standard library only: this file runs on the system's Python before anything is installed. Its sentences are
Vietnamese right here because the catalogues in locales/ need libraries that are not there yet. It keeps to
what Python 3.7 can parse, so that an old Python meets a sentence and not a SyntaxError. Imports are few, and
late where only a first start or a developer needs them: every later start of the server pays for the others.
"""

from __future__ import annotations

import hashlib
import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
OLDEST_PYTHON = (3, 11)
RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")
STAMP = "mot-cua.stamp"

HELP = """\
Một Cửa – hệ thống lấy số thứ tự của Bộ phận Một cửa.

Cách dùng:
  python3 run.py [tùy chọn]              chuẩn bị môi trường (nếu cần) rồi chạy máy chủ
  python3 run.py LỆNH [...]              chạy một lệnh của máy chủ

Tùy chọn của máy chủ:
  --config TỆP        tệp cấu hình của cơ quan (mặc định: config.toml)
  --sample TÊN        chạy mẫu samples/TÊN (ví dụ: commune), dữ liệu riêng trong data/TÊN
  --data THƯ-MỤC      nơi giữ cơ sở dữ liệu, ảnh, nhật ký, khóa (mặc định: data/)
  --host ĐỊA-CHỈ      địa chỉ mạng mà máy chủ nghe
  --port CỔNG         cổng (mặc định: 8080)
  --at "NGÀY GIỜ"     chạy theo đồng hồ tập huấn, ví dụ --at "2017-03-13 08:40"

Lệnh của máy chủ, ví dụ:
  python3 run.py accounts add TÊN --role officer|supervisor|administrator --password-stdin
  python3 run.py tokens add --device kiosk-1
  python3 run.py tokens add --account TÊN
  python3 run.py import people TỆP       nhập danh bạ công chức từ .xlsx, .csv (xem trước, hỏi lại)
  python3 run.py import procedures TỆP   nhập danh mục thủ tục
  python3 run.py voice clips             các đoạn cần ghi âm để loa đọc bằng giọng người
  python3 run.py voice say 4 17 --desk 4 --out TỆP.mp3    nghe thử một lượt gọi
  python3 run.py printers                các máy in đã khai báo, trạng thái, cần làm gì
  python3 run.py printers test MÃ        hỏi trạng thái, in trang thử có thước
  python3 run.py simulate-printer        máy in giả lập để tập và trình diễn
  python3 run.py check                   kiểm tra tất cả, chỗ nào hỏng thì nói cách sửa
  python3 run.py backup                  sao lưu dữ liệu ngay (máy chủ đang chạy cũng được); --list: các bản đã có
  python3 run.py restore TỆP             khôi phục dữ liệu từ bản sao lưu
  python3 run.py audit verify            nhật ký có còn nguyên vẹn không
  python3 run.py privacy export|erase    xuất, xóa những gì được lưu về một người
  python3 run.py LỆNH --help             các tùy chọn của một lệnh

Trên máy tính của máy lấy số có máy in riêng (docs/agent.md):
  python3 run.py agent --server http://MÁY-CHỦ:8080 --kiosk kiosk-1

Dành cho người phát triển:
  python3 run.py test [...]              chạy kiểm thử (các tùy chọn của pytest; --long: chạy đủ cả phần dài)
  python3 run.py lint                    kiểm tra cách viết, kiểu dữ liệu, lỗ hổng đã biết của thư viện (khi có mạng)
  python3 run.py bench [TÊN ...]         đo tốc độ; không có TÊN thì liệt kê các phép đo
  python3 run.py lock [--upgrade]        ghim lại phiên bản thư viện (cần uv)

Biến môi trường:
  MOT_CUA_ENV         thư mục của môi trường Python (mặc định: .venv cạnh run.py)
"""


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        return complain(
            "Một Cửa cần Python 3.11 trở lên; lệnh này vừa chạy bằng Python "
            f"{sys.version_info[0]}.{sys.version_info[1]}. "
            "Hãy cài Python mới hơn rồi chạy lại, ví dụ: python3.11 run.py"
        )
    command = arguments[0] if arguments else ""
    if command in ("-h", "--help"):
        sys.stdout.write(HELP)
        return 0
    developers = {"test": run_tests, "lint": run_lint, "bench": run_benchmark, "lock": renew_locks}
    if command in developers:
        return developers[command](arguments[1:])
    if command == "agent":
        return become([ready_python(RUNTIME), os.path.join(ROOT, "agent.py"), *arguments[1:]])
    return run_server(arguments)


def run_server(arguments: list[str]) -> int:
    """Nothing, or options only, mean the server itself: `serve`."""
    command = ["serve"] if not arguments or arguments[0].startswith("-") else []
    python = ready_python(RUNTIME)
    return become([python, os.path.join(ROOT, "server.py"), *command, *arguments])


def run_tests(arguments: list[str]) -> int:
    python = ready_python(DEVELOPMENT)
    from environment import printing_tools
    from environment.browser import chromium

    printing_tools.make_ready()
    found = chromium()
    if found:
        os.environ["MOT_CUA_CHROMIUM"] = found
    keep_compiled()
    os.chdir(ROOT)
    # The whole suite waits for browsers and servers much of the time: three processes keep two cores busy.
    is_whole = all(argument.startswith("-") and not argument.startswith("-n") for argument in arguments)
    processes = max(2, (os.cpu_count() or 2) * 3 // 2)
    parallel = ["-n", str(processes), "--dist", "worksteal"] if is_whole else []
    return become([python, "-m", "pytest", *parallel, *arguments])


def run_lint(arguments: list[str]) -> int:
    """All speak even when the first complains: one round shows everything there is to mend."""
    python = ready_python(DEVELOPMENT)
    import subprocess

    from environment.advisories import Asking

    os.chdir(ROOT)
    asking = Asking(ROOT)
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    codes = [subprocess.call([python, "-m", *check]) for check in checks]
    codes.append(asking.report())
    return next((code for code in codes if code), 0)


def run_benchmark(arguments: list[str]) -> int:
    from environment.benchmarks import listing, script

    if not arguments or arguments[0].startswith("-"):
        sys.stdout.write(listing(ROOT))
        return 0
    path = script(ROOT, arguments[0])
    if path is None:
        return complain(f"Không có phép đo “{arguments[0]}”. {listing(ROOT)}")
    python = ready_python(DEVELOPMENT)
    keep_compiled()
    # A benchmark imports the product as well as its neighbours in benchmarks/.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (ROOT, os.environ.get("PYTHONPATH"))))
    return become([python, path, *arguments[1:]])


def keep_compiled() -> None:
    """Servers are started hundreds of times: as in an office, each but the first finds the modules compiled."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def renew_locks(arguments: list[str]) -> int:
    from environment.locks import renew

    return renew(ROOT, arguments)


def environment_folder() -> str:
    named = os.environ.get("MOT_CUA_ENV")
    return os.path.realpath(named) if named else os.path.join(ROOT, ".venv")


def python_in(folder: str) -> str:
    return os.path.join(folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def stamp_for(locks: tuple[str, ...]) -> str:
    """One line for the Python, one for each lock file: what an environment must have been made from."""
    lines = [f"python {sys.version_info[0]}.{sys.version_info[1]} {sys.platform}"]
    for name in locks:
        with open(os.path.join(ROOT, name), "rb") as lock:
            # Git on Windows may have turned the line ends; the pinned versions are the same.
            text = lock.read().replace(b"\r\n", b"\n")
        lines.append(f"{name} {hashlib.sha256(text).hexdigest()}")
    return "".join(line + "\n" for line in lines)


def is_ready(folder: str, wanted: str) -> bool:
    """The stamp is written last into an environment; one with more locks serves those with fewer."""
    try:
        with open(os.path.join(folder, STAMP), encoding="utf-8") as stamp:
            made_from = stamp.read().splitlines()
    except (OSError, ValueError):
        return False
    return set(wanted.splitlines()) <= set(made_from) and os.path.exists(python_in(folder))


def ready_python(locks: tuple[str, ...]) -> str:
    """The Python of an environment that holds exactly what `locks` pin, made now if it is not there."""
    folder, wanted = environment_folder(), stamp_for(locks)
    if not is_ready(folder, wanted):
        from environment.make import CannotMake, make

        try:
            make(folder, [os.path.join(ROOT, name) for name in locks], STAMP, wanted, is_ready)
        except CannotMake as problem:
            raise SystemExit(complain(str(problem))) from None
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            complain("Đã dừng khi chưa chuẩn bị xong; lần chạy sau sẽ làm lại từ đầu.")
            raise SystemExit(130) from None
    return python_in(folder)


def become(command: list[str]) -> int:
    """Turn into `command`; on Windows execv would leave the console, so there it runs as a child."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(command[0], command)
    from environment.child import wait_for

    return wait_for(command)


def complain(sentence: str) -> int:
    sys.stderr.write(sentence.rstrip() + "\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
