// Light or dark: what the host page says (furo, the Sphinx themes, JupyterLab), else what the reader's system says.
const dark = matchMedia("(prefers-color-scheme: dark)");
export const still = matchMedia("(prefers-reduced-motion: reduce)");

function scheme() {
  const { body, documentElement: page } = document;
  const lab = body.dataset.jpThemeLight;
  if (lab) return lab === "false" ? "dark" : "light";
  const theme = [body, page].map((node) => node.dataset.theme).find((name) => name === "dark" || name === "light");
  return theme || (dark.matches ? "dark" : "light");
}

export function follow(host) {
  const update = () => host.setAttribute("data-scheme", scheme());
  const watch = new MutationObserver(update);
  for (const node of [document.body, document.documentElement]) {
    watch.observe(node, { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light"] });
  }
  dark.addEventListener("change", update);
  update();
  return () => {
    watch.disconnect();
    dark.removeEventListener("change", update);
  };
}
