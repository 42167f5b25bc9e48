// Views and scenes register themselves here, so that a new one is a new file and no other file changes.
//
// A view:  { area: "head" | "stage" | "side" | "below" | "foot", mount(root, ctx) → { update(snapshot), destroy() } | null }
// A scene: { viewBox, title, describe(frame) → sentence, mount(svg, actions) → { draw(frame), destroy() } }
export const views = new Map();
export const scenes = new Map();
export const registerView = (name, view) => views.set(name, view);
export const registerScene = (name, scene) => scenes.set(name, scene);
