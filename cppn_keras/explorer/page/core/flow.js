// The learnt prior: the flow that carries N(0, I) to the codes of a mixture of Gaussians.
// For a mixture its velocity has a closed form; see `runs/prior.py`.
"use strict";

// Numbers ~ N(0, 1) (Box and Muller 1958); `random` gives numbers from 0 to below 1.
function normals(count, random = Math.random) {
  return Float32Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  });
}

// vector (n) · matrix (n, n), which begins at `at` of `values`.
function rotate(vector, values, at) {
  const n = vector.length;
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) out[j] += vector[i] * values[at + i * n + j];
  }
  return out;
}

// The means of all components in their own axes, computed once.
function meansAlongAxes(prior) {
  if (!prior.along) {
    const [count, n] = prior.means.shape;
    prior.along = [...Array(count).keys()].map((k) =>
      rotate(prior.means.values.subarray(k * n, (k + 1) * n), prior.axes.values, k * n * n)
    );
  }
  return prior.along;
}

// What component k says of a point: {log, along}, the logarithm of how likely the point is under it
// (but for a constant), and its own velocity, along its axes.
function velocityOf(prior, k, mean, point, time) {
  const n = point.length;
  const along = rotate(point, prior.axes.values, k * n * n);
  let log = Math.log(prior.weights.values[k]);
  for (let i = 0; i < n; i++) {
    const variance = prior.variances.values[k * n + i];
    const spread = (1 - time) ** 2 + time ** 2 * variance;
    const fromMean = along[i] - time * mean[i];
    log -= 0.5 * (Math.log(spread) + fromMean ** 2 / spread);
    along[i] = mean[i] + ((time * variance - (1 - time)) / spread) * fromMean;
  }
  return { log, along };
}

// The mean of (code - noise) over all ways that pass through `point` at `time`.
function velocity(prior, point, time) {
  const n = point.length;
  const parts = meansAlongAxes(prior).map((mean, k) => velocityOf(prior, k, mean, point, time));
  const most = Math.max(...parts.map(({ log }) => log));
  const shares = parts.map(({ log }) => Math.exp(log - most));
  const sum = shares.reduce((a, b) => a + b, 0);
  const out = new Float64Array(n);
  parts.forEach(({ along }, k) => {
    const share = shares[k] / sum;
    if (share < 1e-12) return;
    for (let i = 0; i < n; i++) {
      const row = k * n * n + i * n;
      for (let j = 0; j < n; j++) out[i] += share * along[j] * prior.axes.values[row + j];
    }
  });
  return out;
}

// Noise ~ N(0, I) -> a code, Float32Array; `steps` of two evaluations each (Heun).
function transport(prior, noise, steps = 20) {
  let code = Float64Array.from(noise);
  for (let step = 0; step < steps; step++) {
    const here = velocity(prior, code, step / steps);
    const ahead = code.map((value, i) => value + here[i] / steps);
    const there = velocity(prior, ahead, (step + 1) / steps);
    code = code.map((value, i) => value + (here[i] + there[i]) / (2 * steps));
  }
  return Float32Array.from(code);
}

// A random z: through the learnt prior where there is one.
function randomCode(model, random = Math.random) {
  if (model.kind === "art") {
    return Float32Array.from({ length: model.latent }, () => 2 * random() - 1);
  }
  const noise = normals(model.latent, random);
  return model.prior ? transport(model.prior, noise) : noise;
}
