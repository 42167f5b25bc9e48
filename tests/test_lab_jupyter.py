"""The lab in the real JupyterLab and the real Notebook 7, with a real kernel."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import expect

CELLS = (
    'from pathfinders import Lab\nlab = Lab("two_bands")\nlab',
    'print("hierarchy in Python:", lab.params["hierarchy"])',
    "lab.set(hierarchy=0.2)\nframe = lab.run()\n"
    "print(round(frame['hierarchy'].iloc[-1], 3), frame.attrs['units']['movement'])",
    'guess = Lab("two_bands", predict=True)\nguess',
    'print("drew", guess.predicted, len(guess.prediction) == len(guess.run()))',
    "guess",
    'import pathfinders\npathfinders.diagram("two_bands")',
)
CURVE = ".pathfinders-live .chart:not(.off) .curve"
CONTEXT = "window.jupyterapp?.shell.currentWidget?.sessionContext"
SERVED = ("lab", "notebook")


@pytest.fixture(scope="module", params=SERVED)
def live(request, lab_server, browser):
    """A page on which the first cell has drawn its lab, once in JupyterLab and once in Notebook 7."""
    name = f"live-{request.param}.ipynb"
    lab_server.write(name, *CELLS)
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(getattr(lab_server, request.param)(name))
    page.wait_for_function(f"() => {CONTEXT}?.session?.kernel")
    page.evaluate(f"async () => {{ await {CONTEXT}.ready; await {CONTEXT}.session.kernel.info }}")
    run_cell(page, 0)
    page.locator(CURVE).first.wait_for()
    yield page
    page.close()


def cells(page):
    return page.locator(".jp-Notebook .jp-CodeCell")


def run_cell(page, index):
    cells(page).nth(index).locator(".jp-InputArea-editor").click()
    page.keyboard.press("Control+Enter")


def hierarchy(page):
    return page.locator(".pathfinders-live").get_by_role("slider", name="hierarchy", exact=True)


def python_says(page, index, text):
    run_cell(page, index)
    cells(page).nth(index).locator(".jp-OutputArea-output", has_text=text).wait_for()


def test_the_mouse_and_the_keys_move_it_and_python_sees_the_value(live):
    before = live.locator(CURVE).first.get_attribute("d")
    box = hierarchy(live).bounding_box()
    live.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    live.mouse.down()
    live.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    live.mouse.up()
    expect(live.locator(CURVE).first).not_to_have_attribute("d", before)
    python_says(live, 1, f"hierarchy in Python: {float(hierarchy(live).input_value())}")
    hierarchy(live).focus()
    live.keyboard.press("End")
    live.keyboard.press("ArrowLeft")
    assert hierarchy(live).input_value() == "0.95"
    python_says(live, 1, "hierarchy in Python: 0.95")


def test_python_moves_the_slider_and_runs_pysd_with_units(live):
    python_says(live, 2, "0.2 1/month")
    live.wait_for_function(
        "() => document.querySelector('.pathfinders-live').shadowRoot"
        ".querySelector('input[aria-valuetext=\"0.2\"]')"
    )
    assert hierarchy(live).input_value() == "0.2"


def test_command_keys_on_a_focused_button_or_slider_touch_no_cell(live):
    count = cells(live).count()
    lab = live.locator(".pathfinders-live")
    buttons = [lab.get_by_role("button", name=name) for name in ("Reset", "Play")]
    for control in (*buttons, hierarchy(live)):
        control.focus()
        for key in ("b", "a", "d", "d", "x", "m"):
            live.keyboard.press(key)
    # The same keys do reach a notebook whose focus is on a cell; so the count would have moved.
    assert cells(live).count() == count
    hierarchy(live).press("Home")
    hierarchy(live).press("ArrowRight")
    assert hierarchy(live).input_value() == "0.05"
    cells(live).nth(2).locator(".jp-InputPrompt").click()
    live.keyboard.press("b")
    cells(live).nth(count).wait_for()
    live.keyboard.press("d")
    live.keyboard.press("d")
    live.wait_for_function("count => document.querySelectorAll('.jp-CodeCell').length === count", arg=count)


def test_a_live_lab_hides_the_sentence_for_a_notebook_without_a_kernel(live):
    sentence = live.get_by_text("If you see no lab here, run this cell")
    sentence.wait_for(state="hidden")
    assert sentence.count() == 1


def test_keys_draw_a_prediction_that_python_has_and_touch_no_cell(live):
    count = cells(live).count()
    run_cell(live, 3)
    lab = cells(live).nth(3).locator(".pathfinders-live")
    pad = lab.get_by_role("slider", name="Your sketch of Position")
    pad.focus()
    for key in ("b", "d", "d", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowUp", "End", "PageUp"):
        live.keyboard.press(key)
    # That the keys do reach a notebook whose focus is on a cell is seen above.
    assert cells(live).count() == count
    expect(pad).to_have_attribute("aria-valuetext", re.compile("^month 120"))  # said with the next frame
    lab.get_by_role("button", name="Run").press("Enter")
    lab.get_by_text("You drew: goal-seeking").wait_for()
    python_says(live, 4, "drew goal-seeking True")
    run_cell(live, 5)  # a second view of the same lab knows what was drawn
    cells(live).nth(5).get_by_text("You drew: goal-seeking").wait_for()
    lab.get_by_role("button", name="Predict again").press("Enter")
    lab.get_by_role("button", name="Skip").press("Enter")
    lab.locator(CURVE.removeprefix(".pathfinders-live ")).first.wait_for()


@pytest.fixture(scope="module")
def saved(lab_server):
    """A notebook that was run and saved, as a student opens it the next morning."""
    name = "saved.ipynb"
    node = lab_server.write(name, CELLS[0])
    NotebookClient(node, store_widget_state=False, kernel_name="python3").execute()
    nbformat.write(node, lab_server.folder / name)
    return name


@pytest.mark.parametrize("served", SERVED)
def test_a_saved_notebook_says_what_to_do(lab_server, browser, saved, served):
    page = browser.new_page()
    page.goto(getattr(lab_server, served)(saved))
    page.get_by_text("If you see no lab here, run this cell: click on it and press Shift+Enter.").wait_for()
    assert page.locator(".pathfinders-live").count() == 0
    page.close()


def test_a_models_diagram_is_drawn_with_its_words_legible(live):
    run_cell(live, 6)
    drawing = cells(live).nth(6).locator(".jp-OutputArea-output svg")
    names = drawing.locator("text", has_text="Position")
    expect(names.first).to_be_visible()
    assert names.first.evaluate("text => text.getBoundingClientRect().height") >= 9
