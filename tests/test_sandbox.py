"""Notebooks run in the sandbox as they run in Jupyter, and only plain data comes out."""

import base64
import math
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from pathfinders.course.sandbox import Ask, Cell, Limits, Sandbox, Unsafe, capabilities
from pathfinders.practice.answers import Answer

PLAIN = Limits(cell=30, call=10, run=120)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The files that come with an assignment, as an instructor has them: a notebook and a link among them."""
    folder = tmp_path_factory.mktemp("released")
    (folder / "data").mkdir()
    (folder / "data" / "stock.csv").write_text("time,level\n0,10\n1,12\n")
    (folder / "helper.py").write_text("def twice(x):\n    return 2 * x\n")
    (folder / "exercise.ipynb").write_text("{}")
    (folder / "link").symlink_to("/etc/hostname")
    return folder


@pytest.fixture(scope="module")
def box(released):
    with Sandbox(released, jobs=2, limits=PLAIN, allow_root=True) as sandbox:
        yield sandbox


def cells(*sources):
    return tuple(Cell(f"c{number}", source) for number, source in enumerate(sources))


def shown(ran, cell="c0"):
    """All that a cell has left, as text."""
    return "".join(output.data for output in ran.outputs[cell])


def test_variables_and_functions_leave_as_plain_data(box):
    source = "import numpy as np\nx = np.array([1.0, 2.0])\nlabels = {1: 'stall'}\ndef f(a, b): return a + b"
    ran = box.run(cells(source), (Ask("x"), Ask("labels"), Ask("f", ((1, 2), (0.5, 1))), Ask("absent")))
    assert ran.ended == "finished" and ran.lost == () and ran.confined
    assert ran.answers["x"] == Answer("x", True, "a list", [1.0, 2.0])
    assert ran.answers["labels"].value == {"1": "stall"}
    assert [call.result for call in ran.answers["f"].calls] == [3, 1.5]
    assert ran.answers["absent"] == Answer("absent")


def test_prints_values_figures_and_errors_are_kept_as_text_and_png(box):
    draw = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])"
    ran = box.run(cells("print('seen')\n40 + 2", draw, "1 / 0", "import sys; sys.stderr.write('a warning')"))
    assert shown(ran) == "seen\n42\n"
    assert "png" in [output.kind for output in ran.outputs["c1"]]
    picture = next(output.data for output in ran.outputs["c1"] if output.kind == "png")
    assert base64.b64decode(picture).startswith(b"\x89PNG")
    assert ran.outputs["c2"][0].kind == "error" and "ZeroDivisionError" in shown(ran, "c2")
    assert shown(ran, "c3").startswith("a warning")
    assert ran.ended == "finished"


WINDOWS = {
    "widget": "%matplotlib widget",
    "qt": "%matplotlib qt",
    "notebook": "%matplotlib notebook",
    "none": "%matplotlib",
    "shell": "get_ipython().enable_matplotlib('ipympl')",
    "use": "import matplotlib\nmatplotlib.use('TkAgg')\nmatplotlib.use(backend='module://ipympl.backend_nbagg')",
    "pyplot": "from matplotlib import pyplot\npyplot.switch_backend(newbackend='wx')",
}


def test_a_backend_that_needs_a_window_is_the_inline_one_however_it_is_asked_for(box):
    draw = "\nimport matplotlib.pyplot as plt\nplt.ion()\nplt.plot([1, 2])\nplt.show()"
    cells = [Cell(name, source + draw) for name, source in WINDOWS.items()]
    files = Cell("files", "import matplotlib\nmatplotlib.use('Agg')\nprint(matplotlib.get_backend())")
    ran = box.run((*cells, Cell("breakpoint", "breakpoint()\nprint('on')"), files))
    kinds = {name: [one.kind for one in outputs] for name, outputs in ran.outputs.items()}
    assert ran.raised == {}
    assert all(kinds[name][-1] == "png" and "error" not in kinds[name] for name in WINDOWS), kinds
    assert (shown(ran, "breakpoint"), shown(ran, "files").lower()) == ("on\n", "agg\n")


ALIEN = {
    "tqdm": ("from nowhere_bars import bars", "ModuleNotFoundError: No module named 'nowhere_bars'"),
    "name": ("from json import nothing_such", "ImportError: cannot import name 'nothing_such' from 'json'"),
    "input": ("input('How far? ')", "EOFError: EOF when reading a line"),
    "getpass": ("import getpass\ngetpass.getpass()", "EOFError"),
    "web": ("import urllib.request\nurllib.request.urlopen('http://localhost')", "URLError: <urlopen error"),
    "outside": ("open('/usr/own.csv', 'w')", ""),
    "absent": ("open('own.csv')", "FileNotFoundError: [Errno 2] No such file or directory: 'own.csv'"),
    "kernel": ("get_ipython().kernel", "AttributeError: 'Shell' object has no attribute 'kernel'"),
    "test": ("judge('A')", "NameError: name 'judge' is not defined"),
    "pool": ("import multiprocessing\nmultiprocessing.Pool(2)", ""),
}
THEIRS = {
    "unknown": ("nothing_such", "NameError: name 'nothing_such' is not defined"),
    "syntax": ("x = = 1", "SyntaxError: invalid syntax"),
    "zero": ("1 / 0", "ZeroDivisionError: division by zero"),
    "called": ("class EOFError(Exception): pass\nraise EOFError('x')", "EOFError: x"),
    "long": ("raise ValueError('x' * 999 + '\\n' + 'y')", "ValueError: xxx"),
}


def test_which_error_a_cell_ended_in_is_told_and_whether_it_may_be_the_sandboxs_doing(box):
    all_ = ALIEN | THEIRS
    ran = box.run(tuple(Cell(name, source) for name, (source, _) in all_.items()))
    told = {name: f"{one.kind}: {one.words}" for name, one in ran.raised.items()}
    assert list(told) == list(all_)
    for name, (_, said) in all_.items():
        assert told[name].startswith(said) and len(told[name]) < 200, told[name]
    assert [name for name, one in ran.raised.items() if one.alien] == list(ALIEN)
    assert "/" not in told["name"] and "ipython-input" not in told["syntax"]
    assert all(one.words.isprintable() for one in ran.raised.values())


def test_html_javascript_and_widgets_leave_only_their_text(box):
    ran = box.run(
        cells("from IPython.display import HTML, SVG, display\ndisplay(HTML('<script>1</script>'))")
    )
    assert "<script>" not in shown(ran)
    assert {output.kind for output in ran.outputs["c0"]} == {"text"}


def test_magics_shell_commands_and_await_work_as_in_jupyter(box):
    ran = box.run(
        cells(
            "%time 1 + 1", "!echo from the shell", "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')"
        )
    )
    assert "CPU times" in shown(ran) and shown(ran, "c1") == "from the shell\n"
    assert shown(ran, "c2") == "awaited\n"


def test_a_model_runs_with_pysd_and_the_chapters_check_is_there(box):
    source = "import pathfinders, pysd\nmodel = pysd.read_vensim(str(pathfinders.path('two_bands_pure')))\n"
    source += "len(model.run())"
    ran = box.run(cells(source, "from pathfinders import check\ncheck"))
    assert int(shown(ran)) > 10, shown(ran)
    assert "check" in shown(ran, "c1")


def test_every_run_has_its_own_copy_of_the_released_files(box, released):
    source = (
        "import os\nprint(sorted(f for f in os.listdir() if f[0] != '.'))\nopen('helper.py', 'w').write('')"
    )
    for _ in range(2):
        assert "['data', 'helper.py']" in shown(box.run(cells(source)))
    assert (released / "helper.py").read_text().startswith("def twice")


def test_released_modules_can_be_imported_but_never_shadow_a_library(box):
    source = "%%writefile numpy.py\nones = 'forged'"
    ran = box.run(cells(source, "import numpy, helper\nprint(helper.twice(4), numpy.ones)"))
    assert shown(ran, "c1").startswith("8 <function ones")


def test_two_runs_of_a_notebook_draw_the_same_random_numbers(box):
    source = "import random, numpy as np\nx = [random.random(), *np.random.rand(2)]"
    first, second = (box.run(cells(source), (Ask("x"),)).answers["x"].value for _ in range(2))
    assert first == second and len(set(first)) == 3


def test_runs_side_by_side_do_not_meet(box):
    def one(number):
        source = f"import os\nopen('mine', 'x').write('{number}')\nx = [{number}, len(os.listdir())]"
        return box.run(cells(source), (Ask("x"),)).answers["x"].value

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(one, range(8)))
    assert [number for number, _ in found] == list(range(8)) and len({size for _, size in found}) == 1


def test_nan_infinity_and_numbers_without_end_are_data(box):
    source = "a, b, c, d = float('nan'), float('inf'), 10**5000, 'half \\ud800 character'"
    answers = box.run(cells(source), tuple(map(Ask, "abcd"))).answers
    assert math.isnan(answers["a"].value) and answers["a"].type == "not a finite number"
    assert answers["b"].value == math.inf
    assert answers["c"].value is None and "too long" in answers["c"].type
    assert answers["d"].value == "half ? character"


def test_what_a_function_prints_while_it_is_asked_is_no_output(box):
    ran = box.run(
        cells("def f(x):\n    print('the hidden value is', x)\n    return x"), (Ask("f", ((31,),)),)
    )
    assert "31" not in str(ran.outputs) and ran.answers["f"].calls[0].result == 31


def test_values_that_are_asked_with_are_unknown_while_cells_run(box):
    source = "import gc\nwanted = int('27' + '182818')\n"
    source += "found = any(wanted in o for o in gc.get_objects() if type(o) in (list, tuple))"
    ran = box.run(cells(source + "\ndef f(x): return x"), (Ask("found"), Ask("f", ((27182818,),))))
    assert ran.answers["found"].value is False and ran.answers["f"].calls[0].result == 27182818


def test_unconfined_is_said_in_every_result(released):
    with Sandbox(released, limits=PLAIN, allow_root=True, confined=False) as box:
        ran = box.run(
            cells("x = open('data/stock.csv').read()\nimport os\nhere = os.getcwd()"), (Ask("x"), Ask("here"))
        )
    assert not box.confined and not ran.confined
    assert ran.answers["x"].value.startswith("time,level")
    assert not os.path.exists(ran.answers["here"].value)


@pytest.mark.parametrize("isolation", ["landlock", "bubblewrap"])
def test_a_course_among_the_packages_files_is_covered(isolation, root, request):
    if isolation not in capabilities().works:
        pytest.skip(f"{isolation} does not work here: {capabilities()}")
    course = root / "models" / "course-of-a-test"
    course.mkdir()
    request.addfinalizer(lambda: shutil.rmtree(course))
    (course / "gradebook.db").write_text("secret")
    source = (
        f"import os\nseen = os.listdir({str(course)!r})\nbeside = len(os.listdir({str(course.parent)!r}))"
    )
    options = {"limits": PLAIN, "allow_root": True, "isolation": isolation}
    with Sandbox(secrets=[course], **options) as box:
        ran = box.run(cells(source), (Ask("seen"), Ask("beside")))
    assert ran.answers["seen"].value == [] and ran.answers["beside"].value > 1


def test_a_secret_that_cannot_be_covered_is_refused(root):
    with pytest.raises(Unsafe, match="students' code has to read"):
        Sandbox(secrets=[root / "pathfinders"], allow_root=True)
    with pytest.raises(Unsafe, match="students' code has to read"):
        Sandbox(secrets=[root / "models" / "two_bands.mdl"], allow_root=True)
