// What a page does by itself: how much of it is shown, what a word means, and folds that open for the printer.
(() => {
  const page = document.documentElement;
  const folds = () => [...document.querySelectorAll("article details")];

  // Folds that share a name close each other; all at once are open only without it.
  const unfold = () => {
    for (const fold of folds()) {
      fold.removeAttribute("name");
      fold.open = true;
    }
  };

  const show = (length) => {
    page.dataset.length = length;
    for (const button of document.querySelectorAll("[data-length][aria-pressed]")) {
      button.setAttribute("aria-pressed", button.dataset.length === length);
    }
    if (length === "all") unfold();
    else for (const fold of folds()) fold.open = false;
  };

  // A link into a part that the chosen length leaves out, or that is folded, shows that part.
  const follow = (arriving) => {
    const target = document.querySelector(":target");
    if (!target) return;
    const short = page.dataset.length === "short" && target.closest(".pf-beyond");
    if (short) show("course");
    const closed = folds().filter((fold) => !fold.open && fold.contains(target));
    for (const fold of closed) fold.open = true;
    if (arriving) target.scrollIntoView({ behavior: "instant" });
    else if (short || closed.length) target.scrollIntoView();
  };

  const tipOf = (node) => (node instanceof Element ? node.closest(".pf-tip") : null);
  const close = () => document.querySelectorAll(".pf-tip.open").forEach((tip) => tip.classList.remove("open"));

  // A tip near the right edge moves left as far as it must.
  const place = (tip) => {
    const text = tip.querySelector(".pf-tip-text");
    text.style.setProperty("--shift", "0px");
    const over = text.getBoundingClientRect().right - page.clientWidth + 12;
    if (over > 0) text.style.setProperty("--shift", `${-over}px`);
  };

  const wake = (event) => {
    const tip = tipOf(event.target);
    if (tip) place(tip);
  };
  addEventListener("pointerover", wake);
  addEventListener("focusin", wake);
  addEventListener("pointerout", (event) => tipOf(event.target)?.classList.remove("closed"));
  addEventListener("focusout", (event) => tipOf(event.target)?.classList.remove("closed"));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    document.querySelectorAll(".pf-tip:is(:hover, :focus-within)").forEach((tip) => tip.classList.add("closed"));
  });

  // A finger cannot hover: its first tap tells the meaning, the second follows the link.
  let finger = false;
  addEventListener("pointerdown", (event) => (finger = event.pointerType === "touch"), true);
  addEventListener("click", (event) => {
    const length = event.target.closest?.("button[data-length]");
    if (length) show(length.dataset.length);
    const tip = tipOf(event.target);
    const first = finger && tip && !tip.classList.contains("open");
    if (first) event.preventDefault();
    if (!tip || first) close();
    if (first) tip.classList.add("open");
  });

  // The drawers' switches are labels, which work without this script; a keyboard needs them to be buttons.
  const drawer = (node) => document.getElementById(node.dataset.switch);
  addEventListener("keydown", (event) => {
    const node = event.target.closest?.("[data-switch]");
    if (node && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      drawer(node).click();
    } else if (event.key === "Escape") {
      for (const box of document.querySelectorAll(".sidebar-toggle:checked")) box.click();
    }
  });
  addEventListener("change", () => {
    for (const node of document.querySelectorAll("[data-switch]")) node.ariaExpanded = drawer(node).checked;
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folds().filter((fold) => !fold.open);
    unfold();
  });
  addEventListener("afterprint", () => closed.splice(0).forEach((fold) => (fold.open = false)));
  addEventListener("hashchange", () => follow());
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link && link.hash === location.hash) follow();
  });
  // Labs come to life while the page loads, and push what stands below them.
  addEventListener("load", () => requestAnimationFrame(() => follow(true)));
})();
