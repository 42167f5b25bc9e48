// The lab on a page: <pathfinders-lab> holds its spec as JSON and, for a reader without scripts, a figure and a
// description. It comes to life when it is nearly in sight, or at once when the page's address speaks to it.
import { addressee, parse } from "./fragment.js";
import { h } from "./dom.js";
import { mount } from "./main.js";
import { registerScene, registerView, scenes, views } from "./registry.js";
import { say } from "./words.js";
import "./stand.js";

const NEAR = "800px";
const page = (self.pathfinders ||= {});
page.models ||= {};
Object.assign(page, { registerScene, registerView });

// Of several labs with one model, the first on the page answers a link.
const isFirst = (node, slug) =>
  [...document.querySelectorAll("pathfinders-lab")].find((lab) => lab.spec?.slug === slug) === node;

class LabElement extends HTMLElement {
  get spec() {
    return (this.read ||= JSON.parse(this.querySelector("script").textContent));
  }

  connectedCallback() {
    this.hash = () => this.follow();
    addEventListener("hashchange", this.hash);
    this.watch = new IntersectionObserver(([entry]) => entry.isIntersecting && this.wake(), { rootMargin: NEAR });
    this.watch.observe(this);
    this.follow();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.hash);
    this.watch.disconnect();
    this.lab?.destroy();
    this.lab = null;
  }

  wake() {
    if (this.lab) return true;
    const { slug } = this.spec;
    const model = page.models[slug];
    const structure = page.structures?.[slug];
    const lacks = !model || (this.spec.predict && !views.has("predict"));
    // A lab without its scene, or without what explains it, still plays, but waits for them while the page loads.
    const comes = (this.spec.scene && !scenes.has(this.spec.scene)) || (this.spec.why && !(structure && views.has("why")));
    if (lacks || (comes && document.readyState !== "complete")) {
      if (document.readyState !== "complete") addEventListener("load", () => this.wake(), { once: true });
      else if (!this.sorry) this.append((this.sorry = h("p", { role: "status" }, say.noModel(slug))));
      return false;
    }
    this.watch.disconnect();
    this.querySelector("figure")?.remove();
    this.lab = mount(this, model, this.spec, { shares: true, structure });
    return true;
  }

  follow() {
    const { slug } = this.spec;
    if (addressee(location.hash) !== slug || !isFirst(this, slug)) return;
    if (!this.wake()) return addEventListener("load", () => this.follow(), { once: true });
    const { ctx } = this.lab;
    const { values, problem } = parse(location.hash, ctx.model.parameters, ctx.defaults);
    ctx.reset();
    if (values) ctx.setAll(values);
    ctx.commit();
    ctx.tell(problem || say.restored);
    this.scrollIntoView({ block: "nearest" });
  }
}

customElements.get("pathfinders-lab") || customElements.define("pathfinders-lab", LabElement);
