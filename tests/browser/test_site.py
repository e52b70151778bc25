"""The site as a reader meets it, in a browser."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
THEOREM = "theorems/linear_models/ols_normal_equations/"
KINDS = {
    "home": "",
    "theorem": THEOREM,
    "theorem with a simulation": "theorems/probability/chebyshev/",
    "theorems": "theorems/",
    "graph": "graph/",
    "rules": "rules/algebra/",
    "symbols": "indexes/symbols/",
    "rules used": "indexes/rules/",
    "sources": "indexes/sources/",
    "calculator": "calculator/",
    "cookbook": "cookbook/",
    "trust": "trust/",
    "notebook": "notebooks/01-vector-spaces-and-norms/",
    "reference": "reference/",
    "decision": "adr/",
}


def open_steps(page):
    return page.locator(
        '.md-content li:has(> a[id^="step-"]):visible, .md-content li:has(> p > a[id^="step-"]):visible'
    )


def number_of_steps(page):
    return page.locator('.md-content a[id^="step-"]').count()


# --- the first page ---------------------------------------------------------------------------------------------------


def test_home_shows_what_this_is_in_one_screen(at, page):
    page.set_viewport_size({"width": 1280, "height": 800})
    at("")
    for text in ("Derivations you can follow", "were planted", "Show the next step"):
        box = page.get_by_text(text).first.bounding_box()
        assert box["y"] + box["height"] <= 800
    box = page.locator(".topics li a").first.bounding_box()
    assert box["y"] + box["height"] <= 800


def test_home_steps_through_a_derivation(at, page):
    at("")
    total, before = number_of_steps(page), open_steps(page).count()
    assert 1 <= before < total
    for _ in range(total - before):
        page.get_by_role("button", name="Show the next step").click()
    assert open_steps(page).count() == total
    assert page.get_by_role("button", name="Show the next step").is_hidden()


@pytest.mark.parametrize("name", ["Calculator", "Trust", "Theorems", "Notebooks", "Rules", "Topics", "Reference"])
def test_home_leads_everywhere(at, page, name):
    at("")
    page.locator(".md-tabs").get_by_role("link", name=name).click()
    page.wait_for_load_state()
    assert "404" not in page.title() and page.locator("h1").count() == 1


def test_home_names_the_seven_topics(at, page):
    at("")
    assert page.locator(".topics li").count() == 7


# --- stepping ---------------------------------------------------------------------------------------------------------


def test_arrow_keys_open_and_close_steps(at, page):
    at(THEOREM)
    assert open_steps(page).count() == 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert open_steps(page).count() == 3
    page.keyboard.press("ArrowLeft")
    assert open_steps(page).count() == 2


def test_a_step_that_opens_is_said(at, page):
    at(THEOREM)
    page.keyboard.press("ArrowRight")
    said = page.locator(".step-bar [role=status]").text_content()
    assert re.fullmatch(r"Step 2 of \d+\. squared norm: .*", said)


def test_the_heading_of_a_part_opens_with_its_first_step(at, page):
    at(THEOREM)
    heading = page.locator("h3#the-normal-equations")
    assert heading.is_hidden()
    while heading.is_hidden():
        page.keyboard.press("ArrowRight")
    assert open_steps(page).last.locator(".arithmatex").first.is_visible()
    page.keyboard.press("ArrowLeft")
    assert heading.is_hidden()


def test_keys_in_the_search_field_leave_the_steps_alone(at, page):
    at(THEOREM)
    page.locator(".md-search__input").click()
    page.keyboard.type("ridge")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert open_steps(page).count() == 1


def test_all_at_once_is_remembered(at, page):
    at(THEOREM)
    page.get_by_role("button", name="All at once").click()
    assert open_steps(page).count() == number_of_steps(page)
    at("theorems/linear_models/softmax_jacobian/")
    assert open_steps(page).count() == number_of_steps(page)
    page.get_by_role("button", name="One by one").click()
    assert open_steps(page).count() == 1


def test_an_address_that_names_a_step_opens_it(at, page):
    at(f"{THEOREM}#step-7")
    assert open_steps(page).count() == 7
    page.locator(".md-nav--secondary a[href='#the-solution']:visible").click()
    assert page.locator("h3#the-solution").is_visible()


def test_focus_stays_on_the_steps_when_the_last_one_opens(at, page):
    at("")
    button = page.get_by_role("button", name="Show the next step")
    button.focus()
    while button.is_visible():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Start again"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent").startswith("Show the next step")


def test_print_shows_all_steps(at, page):
    at(THEOREM)
    assert open_steps(page).count() == 1
    page.emulate_media(media="print")
    assert open_steps(page).count() == number_of_steps(page)
    assert page.locator(".step-bar:visible, .copy-latex:visible").count() == 0


# --- copying ----------------------------------------------------------------------------------------------------------


def test_a_formula_is_copied_as_latex(at, page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    at(THEOREM)
    page.keyboard.press("ArrowRight")
    step = open_steps(page).nth(1)
    step.hover()
    step.get_by_role("button", name="Copy LaTeX").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert (
        copied == r"L = \left(y - X w\right)^\top \left(y - X w\right)"
    )  # with the left side that the page leaves open
    assert page.get_by_text("LaTeX copied").count() == 1


def test_every_formula_has_a_button(at, page):
    at(THEOREM)
    assert page.locator(".md-content .arithmatex").count() == page.locator(".md-content .copy-latex").count() > 40


def test_code_is_copied(at, page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    at(THEOREM)
    block = page.locator(".highlight").first
    block.scroll_into_view_if_needed()
    block.hover()
    block.locator("button").first.click()
    copied = {}
    exec(page.evaluate("navigator.clipboard.readText()"), copied)  # it stands under its imports
    assert np.allclose(copied["solution"]([[1.0], [2.0]], [3.0, 6.0]), [3.0])


# --- search -----------------------------------------------------------------------------------------------------------

QUERIES = {
    "normal equations": "ols_normal_equations",  # names
    "Gibbs inequality": "kl_nonnegative",
    "newton step": "newton_step",
    "least squares": "ols_normal_equations",  # synonyms
    "variational autoencoder": "elbo",
    "Kaiming": "he_initialization",
    "principal component analysis": "pca_first_component",
    "relative entropy": "kl_nonnegative",
    "softplus": "logistic_gradient",  # words of formulas
    "lse softmax": "softmax_jacobian",
    "X^T X": "ols_normal_equations",  # formulas as typed
    "X'X": "ols_normal_equations",
    "X^T(σ(Xw)−y)": "logistic_gradient",
    "vae": "elbo",  # what people call it
    "overfitting": "bias_variance",
    "autodiff": "reverse_mode",
    "gradient of log det": "gaussian_mle",
    "log det": "gaussian_mle",
    "sigmoid derivative": "logistic_gradient",
    "frobenius norm": "low_rank",
    "singular value decomposition": "low_rank",
    "optimization": "topics/optimization",  # British and American
    "optimisation": "topics/optimization",
    "regularization": "ridge_regression",
    "regularisation": "ridge_regression",
    "batch normalisation": "normalization",
}
FIRST = {
    "triangle inequality": "positivity",
    "central limit theorem": "theorems/probability/central_limit",
    "ridge": "ridge_regression",
    "lasso": "lasso_threshold",
    "softmax": "softmax_jacobian",
    "softmax derivative": "softmax_jacobian",
}


def found_by(at, page, query):
    """The addresses that the search lists for a query, as it is typed."""
    at("")
    page.locator(".md-search__input").click()
    page.keyboard.type(query)
    page.wait_for_timeout(200)  # the last letter has been read
    page.locator(".md-search-result__item").first.wait_for()
    return page.locator(".md-search-result__item").evaluate_all("all => all.map(item => item.querySelector('a').href)")


@pytest.mark.parametrize("query", QUERIES | FIRST)
def test_search_finds_a_page_among_the_first_three(at, page, query):
    found = found_by(at, page, query)
    wanted = 1 if query in FIRST else 3
    assert any(f"/{(QUERIES | FIRST)[query]}/" in address for address in found[:wanted]), found[:5]


def test_search_shows_formulas_in_one_line_that_says_the_same(at, page):
    at("?q=softmax")
    item = page.locator(".md-search-result__item:has(a[href*='softmax_jacobian'])")
    item.first.wait_for()
    shown = item.first.text_content()
    assert "exp(z)/(1ᵀ exp(z))" in shown and "exp(z)1⊤exp(z)" not in shown


def test_search_shows_of_a_derivation_the_steps_that_match(at, page):
    at("?q=squares")
    page.locator(".md-search-result__item ol li mark").first.wait_for(state="attached")  # further hits stay folded
    steps = page.locator(".md-search-result__item ol > li")
    shown = steps.evaluate_all("all => all.map(e => getComputedStyle(e).display !== 'none')")
    assert shown == steps.evaluate_all("all => all.map(e => e.querySelector('mark') !== null)")
    assert set(shown) == {True, False}


# --- graph, theme, phone, no script -----------------------------------------------------------------------------------


def test_a_click_in_the_graph_opens_the_theorem(at, page):
    at("graph/")
    page.locator(".graph a", has_text="The Newton step").click()
    page.wait_for_url("**/theorems/optimization/newton_step/")


def test_the_graph_is_reached_by_keys_and_shows_what_is_joined(at, page):
    at("graph/")
    link = page.locator(".graph a", has_text="Gibbs' inequality")
    link.focus()
    assert page.locator(".graph .edge.lit").count() > 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/theorems/information_theory/kl_nonnegative/")


def test_a_theorem_shows_its_neighbourhood(at, page):
    at("theorems/information_theory/elbo/")
    names = page.locator(".graph a").all_text_contents()
    assert any("Gibbs" in name for name in names)
    page.locator(".graph a", has_text="Gibbs").click()
    page.wait_for_url("**/kl_nonnegative/")


def test_the_theme_is_switched_and_remembered(at, page):
    page.emulate_media(color_scheme="light")
    at("")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("label[title='Dark']").click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert before != after
    at(THEOREM)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after


SCROLLS = """() => [...document.querySelectorAll('.md-content :not(.katex *)')].filter(element =>
    element.scrollWidth > element.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
).map(element => (element.closest('.highlight') ?? element).className)"""
# What scrolls by itself: formulas; graphs, which would be too small to read; tables; code, whose lines stay whole.
MAY_SCROLL = r".*\b(arithmatex|graph|md-typeset__table|md-typeset__scrollwrap|output|highlight)\b.*"


PARTS = {"theorems": r"theorems/.*", "notebooks": r"notebooks/.*", "others": r"(?!theorems/|notebooks/).*"}


@pytest.mark.parametrize("part", PARTS)
def test_on_a_phone_nothing_scrolls_sideways_but_boxes(browser, folder, base_url, part):
    """On every page of the site, with all steps open; a phone's browser would make a page that is too wide smaller."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    context.add_init_script("localStorage.setItem('derivations.steps', 'all')")
    page = context.new_page()
    addresses = [file.relative_to(folder).as_posix().removesuffix("index.html") for file in folder.rglob("*.html")]
    addresses = sorted(address for address in addresses if re.fullmatch(PARTS[part], address))
    assert len(addresses) > 8
    wide, scrolling = {}, {}
    for address in addresses:
        page.goto(base_url + address)
        if (width := page.evaluate("Math.max(innerWidth, document.documentElement.scrollWidth)")) > 390:
            wide[address] = width
        allowed = r".*\barithmatex\b.*" if address == "" else MAY_SCROLL
        if found := [name for name in page.evaluate(SCROLLS) if not re.fullmatch(allowed, name)]:
            scrolling[address] = found
    context.close()
    assert wide == {}
    assert scrolling == {}


CELLS = """() => [...document.querySelectorAll('table.derivation tr:has(td + td)')].map(
    row => [...row.querySelectorAll('td')].map(cell => cell.getBoundingClientRect().toJSON())
)"""


def test_on_a_phone_a_step_of_a_notebook_stands_above_its_reason_and_evidence(at, page):
    page.set_viewport_size({"width": 390, "height": 844})
    at("notebooks/04-gradient-descent-and-newton/")
    rows = page.evaluate(CELLS)
    assert len(rows) > 4
    for _, formula, reason, evidence in rows:
        assert reason["y"] >= formula["y"] + formula["height"] - 1 and reason["width"] > 300
        assert evidence["height"] == 0 or evidence["y"] >= reason["y"] + reason["height"] - 1


BROKEN_WORDS = """() => [...document.querySelectorAll('.md-content td, .md-content th')].flatMap(cell => {
    const broken = [], texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        if (texts.currentNode.parentElement.closest('code, .katex')) continue;
        for (const word of texts.currentNode.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, word.index);
            range.setEnd(texts.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(box => box.top)).size > 1) broken.push(word[0]);
        }
    }
    return broken;
})"""


@pytest.mark.parametrize("kind", ["home", "theorem", "theorems", "graph", "cookbook", "trust", "symbols", "sources"])
def test_on_a_phone_words_in_tables_stay_whole(at, page, kind):
    page.set_viewport_size({"width": 390, "height": 844})
    at(KINDS[kind])
    assert page.locator(".md-content td").count() > 4
    assert page.evaluate(BROKEN_WORDS) == []


def test_derived_code_stays_between_the_tables_of_contents(at, page):
    page.set_viewport_size({"width": 1280, "height": 800})
    at(THEOREM)
    right = "e => e.getBoundingClientRect().right"
    ends = page.locator(".beside pre > code").evaluate_all(f"all => all.map({right})")
    assert len(ends) >= 4
    assert max(ends) <= page.locator(".md-content").evaluate(right)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "address",
    ["theorems/linear_models/ridge_regression/", "theorems/optimization/momentum/", "notebooks/03-svd-and-pca/"],
)
def test_lines_of_code_stay_whole_and_a_box_that_they_do_not_fit_scrolls(at, page, address, width):
    page.set_viewport_size({"width": width, "height": 844})
    at(address)
    codes = page.locator(".md-content .highlight:not(.output) pre > code")
    styles = codes.evaluate_all("all => all.map(e => [getComputedStyle(e).whiteSpace, getComputedStyle(e).overflowX])")
    assert len(styles) >= 4
    assert set(map(tuple, styles)) == {("pre", "auto")}


def test_on_paper_long_lines_of_code_go_on_below(at, page):
    at(THEOREM)
    page.emulate_media(media="print")
    spaces = page.locator(".md-content pre > code").evaluate_all("all => all.map(e => getComputedStyle(e).whiteSpace)")
    assert set(spaces) == {"pre-wrap"}


CONTRAST = """e => {
    const light = colour => {
        const ink = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d');
        for (const layer of [getComputedStyle(document.body).backgroundColor, colour])
            { ink.fillStyle = layer; ink.fillRect(0, 0, 1, 1); }
        const [r, g, b] = [...ink.getImageData(0, 0, 1, 1).data].map(c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const behind = e.closest('pre').querySelector('code');
    const found = [light(getComputedStyle(e).color), light(getComputedStyle(behind).backgroundColor)];
    return Math.max(...found) / Math.min(...found);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_that_copies_code_can_be_seen(at, page, scheme):
    """With the contrast of at least 3 that WCAG 1.4.11 asks of what is to be clicked."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    at(THEOREM)
    button = page.locator("pre .md-code__button, pre .md-clipboard").first
    button.wait_for(state="attached")
    page.wait_for_timeout(400)  # the theme fades colours in
    assert button.evaluate(CONTRAST) >= 3


def test_on_a_phone_a_wide_graph_says_that_it_scrolls(at, page):
    page.set_viewport_size({"width": 390, "height": 844})
    at("graph/")
    hint = "e => getComputedStyle(e, '::before').content"
    assert page.locator(".graph").first.evaluate(hint) == '"Scrolls sideways →"'
    page.set_viewport_size({"width": 1280, "height": 800})
    at("theorems/information_theory/elbo/")
    assert page.locator(".graph").first.evaluate(hint) == "none"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_formula_that_is_wider_than_the_text_says_that_it_scrolls(at, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    at("rules/symmetric/")
    page.evaluate("document.fonts.ready")
    page.locator("div.arithmatex.wide").first.wait_for(state="attached")
    said = page.locator("div.arithmatex").evaluate_all(
        "all => all.map(e => [e.scrollWidth > e.clientWidth + 1, getComputedStyle(e, '::before').content])"
    )
    assert {what for is_wide, what in said if is_wide} == {'"Scrolls sideways →"'}
    assert {what for is_wide, what in said if not is_wide} == {"none"}


def test_arrows_between_theorems_stand_out_in_the_graph_of_all(at, page):
    at("graph/")
    faint, strong = page.locator(".graph .edge.to_rule").first, page.locator(".graph .edge.to_theorem").first
    assert float(faint.evaluate("e => getComputedStyle(e).opacity")) < 0.6
    assert strong.evaluate("e => getComputedStyle(e).opacity") == "1"


def test_without_javascript_every_step_shows(browser, base_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base_url + THEOREM)
    assert open_steps(page).count() == number_of_steps(page) > 10
    assert page.locator(".md-content .katex").count() > 40
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_formula_is_left_for_the_browser(at, page, kind):
    at(KINDS[kind])
    assert page.locator(".md-content .arithmatex:not(:has(math))").count() == 0
    assert not page.evaluate("[...document.scripts].some(script => script.src.includes('katex'))")


def test_keys_alone_reach_everything(at, page):
    """Tab visits every link, button and field of the content that shows, and its focus can be seen."""
    at(THEOREM)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('.md-content :is(a[href], button, input, summary)')]
            .filter(e => e.checkVisibility() && e.tabIndex >= 0)
            .map((e, number) => (e.dataset.number = number))"""
    )
    assert len(wanted) > 40
    page.locator("h1").click()
    reached = set()
    for _ in range(len(wanted) * 2 + 60):
        page.keyboard.press("Tab")
        number, outlined = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.dataset.number, s.outlineStyle !== 'none' || e.closest('svg') !== null]; }"""
        )
        if number is not None:
            reached.add(int(number))
            assert outlined, page.evaluate("document.activeElement.outerHTML")
    assert set(wanted) - reached == set()


def test_a_few_tabs_lead_from_the_title_to_the_steps(at, page):
    """A paragraph, a list or a table of formulas is one stop."""
    at(THEOREM)
    page.locator("h1").click()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.step-button')"):
            break
    assert page.evaluate("document.activeElement.textContent") == "One by one"


def test_down_and_up_lead_from_formula_to_formula(at, page):
    at(THEOREM)
    page.get_by_role("button", name="All at once").click()
    buttons = page.locator(".md-content .copy-latex:visible")
    number = "document.activeElement.dataset.number"
    total = buttons.evaluate_all("all => all.map((e, n) => (e.dataset.number = n)).length")
    buttons.first.focus()
    reached = [page.evaluate(number)]
    for _ in range(total - 1):
        page.keyboard.press("ArrowDown")
        reached.append(page.evaluate(number))
    assert reached == [str(n) for n in range(total)]
    page.keyboard.press("ArrowUp")
    assert page.evaluate(number) == str(total - 2)


# --- barriers ---------------------------------------------------------------------------------------------------------

# What Material for MkDocs itself does, by rule of axe-core and the start of the selector.
THEMES_OWN = {
    "aria-dialog-name": (r"\.md-search",),  # the search has no name
    "landmark-unique": (
        r".*\.md-code__nav",
        r'nav\[aria-labelledby="__nav_',
    ),  # nor code blocks and menus
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_barrier(at, page, kind, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    at(KINDS[kind])
    if page.get_by_role("button", name="All at once").count():
        page.get_by_role("button", name="All at once").click()
    page.evaluate((Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    seen = [
        (violation["id"], str(node["target"][0]), node["html"][:120])
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    ours = [one for one in seen if not any(re.match(start, one[1]) for start in THEMES_OWN.get(one[0], ()))]
    assert ours == [], json.dumps(ours[:12], indent=1, ensure_ascii=False)
