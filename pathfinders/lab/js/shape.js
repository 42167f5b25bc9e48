// What several extras need: the name of a curve's shape.
export { classify } from "./behaviour.js";
