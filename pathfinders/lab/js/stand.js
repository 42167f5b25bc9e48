// A scene that stands by itself, such as the cover's: <pathfinders-scene name="cover">. It brings its own dynamics
// and a frame that holds no run.
import { h, s } from "./dom.js";
import { scenes } from "./registry.js";
import { follow, still } from "./scheme.js";
import { css } from "./lab.css";

const nothing = () => {};
const frame = () => ({
  time: 0, index: 0, run: null, playing: false, reduced: still.matches, value: () => 0, parameter: () => 0,
});

class SceneElement extends HTMLElement {
  connectedCallback() {
    const scene = scenes.get(this.getAttribute("name"));
    if (!scene || this.scene) return this.later();
    const root = this.shadowRoot || this.attachShadow({ mode: "open" });
    const heard = h("p", { class: "unseen", role: "status" });
    const seen = h("p", { class: "unseen", id: "seen" });
    const svg = s("svg", { class: "scene", viewBox: scene.viewBox, role: "group", "aria-label": scene.title,
      "aria-describedby": "seen" });
    root.replaceChildren(h("style", {}, css), svg, seen, heard);
    this.toggleAttribute("data-lm-suppress-shortcuts", true);
    this.unfollow = follow(this);
    const announce = (text) => (heard.textContent = text);
    this.scene = scene.mount(svg, {
      set: nothing, commit: nothing, play: nothing, pause: nothing, seek: nothing, announce,
    });
    this.redraw = () => this.scene.draw(frame());
    still.addEventListener("change", this.redraw);
    this.redraw();
    seen.textContent = scene.describe(frame());
  }

  // The script of the scene comes after this one.
  later() {
    if (document.readyState !== "complete") addEventListener("load", () => this.connectedCallback(), { once: true });
  }

  disconnectedCallback() {
    if (!this.scene) return;
    still.removeEventListener("change", this.redraw);
    this.unfollow();
    this.scene.destroy();
    this.scene = null;
  }
}

// After the whole script has run: an element that is already on the page asks for its scene at once.
queueMicrotask(() => {
  customElements.get("pathfinders-scene") || customElements.define("pathfinders-scene", SceneElement);
});
