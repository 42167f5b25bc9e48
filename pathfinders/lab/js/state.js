// The lab's whole state and every way it can change: pure functions from a state to the next one.
//
// values   the parameters now, in the model's order       ghost    the parameters before the last gesture, or null
// index    the moment shown, a fraction of a saved step   playing  whether the moment moves by itself
// opening  whether the moment is still the one with which the lab opens: played from there, it begins at the beginning
// chart    which chart is shown
// touched  true between the first change and the commit   message  one sentence for the reader, or ""
export const initial = (values, index) => ({
  values, index, opening: true, ghost: null, playing: false, chart: 0, touched: false, message: "",
});

const same = (a, b) => a.every((value, i) => value === b[i]);

export function set(state, values) {
  if (same(values, state.values)) return state;
  const ghost = state.touched ? state.ghost : state.values;
  return { ...state, values, ghost, touched: true, message: "" };
}

export const commit = (state) => (state.touched ? { ...state, touched: false } : state);

export const seek = (state, index, last) => ({ ...state, index: Math.min(last, Math.max(0, index)), opening: false });

export const play = (state, last) =>
  ({ ...state, playing: true, opening: false, index: state.opening || state.index >= last ? 0 : state.index });

export const pause = (state) => ({ ...state, playing: false });

export const show = (state, chart) => ({ ...state, chart });

export const tell = (state, message) => ({ ...state, message });

export const reset = (state, values, index) => ({ ...initial(values, index), chart: state.chart });
