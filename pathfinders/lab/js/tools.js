// Reset, share, download.
import { h } from "./dom.js";
import { write } from "./fragment.js";
import { registerView } from "./registry.js";
import { csv } from "./table.js";
import { say } from "./words.js";

function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

async function share(ctx) {
  const { model, defaults } = ctx;
  history.replaceState(history.state, "", write(model.slug, model.parameters, ctx.state().values, defaults));
  try {
    await navigator.clipboard.writeText(location.href);
    ctx.tell(say.shared);
  } catch {
    ctx.tell(say.linked);
  }
}

registerView("tools", {
  area: "foot",
  mount(root, ctx) {
    const button = (text, onclick) => h("button", { type: "button", class: "quiet", onclick }, text);
    const tools = [
      button(say.reset, ctx.reset),
      ...(ctx.shares ? [button(say.share, () => share(ctx))] : []),
      button(say.csv, () => download(ctx.model.slug + ".csv", csv(ctx.model, ctx.run()))),
    ];
    root.append(h("div", { class: "buttons" }, ...tools));
    return { update() {}, destroy() {} };
  },
});
