// The views, in the order in which they stand in their areas.
import "./scenarios.js";
import "./scene.js";
import "./transport.js";
import "./chart.js";
import "./caption.js";
import "./sliders.js";
import "./tools.js";
import "./table.js";
export { mount } from "./lab.js";
