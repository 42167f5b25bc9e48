// The lab in JupyterLab and Notebook 7: values travel to Python while a slider is dragged, now and then, and at its end.
import { h } from "./dom.js";
import { mount } from "./main.js";

const EVERY = 100;

function render({ model, el }) {
  // The text is printed by our own compiler, which lets nothing of a model file become code.
  const made = (text) => text && new Function("return " + text)();
  const compiled = made(model.get("_model"));
  const structure = made(model.get("_structure"));
  const names = compiled.parameters.map((p) => p.name);
  const host = h("div", { class: "pathfinders-live" });
  el.append(host);
  let sent = 0;
  let timer = 0;
  const send = (values) => {
    clearTimeout(timer);
    sent = performance.now();
    model.set("values", Object.fromEntries(names.map((name, i) => [name, values[i]])));
    model.save_changes();
  };
  let pulling = false;
  const onvalues = (values, committed) => {
    if (pulling) return;
    clearTimeout(timer);
    if (committed) return send(values);
    timer = setTimeout(() => send(values), Math.max(0, EVERY - (performance.now() - sent)));
  };
  const onprediction = (prediction, predicted) => {
    model.set({ prediction, predicted });
    model.save_changes();
  };
  const given = model.get("prediction");
  const lab = mount(host, compiled, model.get("_spec"), { onvalues, onprediction, given, structure });
  const pull = () => {
    const values = model.get("values");
    const { ctx } = lab;
    // A hand on the slider wins over what Python says meanwhile.
    if (ctx.state().touched || names.every((name, i) => values[name] === ctx.state().values[i])) return;
    pulling = true;
    ctx.setAll(names.map((name) => values[name]));
    ctx.commit();
    pulling = false;
  };
  pull();
  model.on("change:values", pull);
  return () => {
    model.off("change:values", pull);
    clearTimeout(timer);
    lab.destroy();
  };
}

export default { render };
