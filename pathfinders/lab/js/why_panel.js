// A disclosure: a real button over what it opens. What is inside is made when it is first opened.
import { h } from "./dom.js";

let count = 0;

export function panel(root, { name, gist }, fill, ctx) {
  const id = `panel-${++count}`;
  const button = h("button", { type: "button", class: "opens", "aria-expanded": "false", "aria-controls": id, onclick: () => toggle() },
    h("strong", {}, name), " ", h("span", {}, gist));
  const body = h("div", { id, role: "region", "aria-label": name, class: "opened", hidden: true });
  let inside = null;
  const toggle = () => {
    body.hidden = !body.hidden;
    button.setAttribute("aria-expanded", String(!body.hidden));
    if (!body.hidden) inside ||= fill(body);
    else inside?.close?.();
    ctx.draw();
  };
  root.append(button, body);
  return {
    open() {
      if (body.hidden) toggle();
      button.focus();
      button.scrollIntoView({ block: "start" });
    },
    update: (snapshot) => body.hidden || inside.update(snapshot),
    destroy: () => inside?.destroy(),
  };
}
