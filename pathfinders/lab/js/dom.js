// The few lines that stand in for a framework.
const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

export const s = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

// Writes an attribute or a text only when it changes: the hot path of a drag touches what moved and nothing else.
export function keep(node, name, value) {
  const cache = (node.pfKept ??= {});
  if (cache[name] === value) return;
  cache[name] = value;
  if (name === "text") node.textContent = value;
  else node.setAttribute(name, value);
}
