// compare_schema.mjs WORK PROGRAM ROUNDS: ajv and Mimus in turns, on the same bodies; a ratio is the median of the rounds' ratios.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [work, program, rounds] = process.argv.slice(2);
const Ajv = createRequire(resolve(work, 'x.js'))('ajv/dist/2020').default;
const folder = resolve(work, 'schema-cases');
rmSync(folder, { recursive: true, force: true });

function mimus() {
  const run = spawnSync(program, [folder, '--benchmark_format=json', '--benchmark_min_time=0.5'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return Object.fromEntries(JSON.parse(run.stdout).benchmarks.map((one) => [one.name, one.cpu_time]));
}

// OpenAPI 3.0's words in JSON Schema's, where ajv does not know them: nullable without a type, switches beside minimum.
function plain(node) {
  if (Array.isArray(node)) return node.map(plain);
  if (node === null || typeof node !== 'object') return node;
  const out = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, plain(value)]));
  for (const [word, bound] of [['exclusiveMinimum', 'minimum'], ['exclusiveMaximum', 'maximum']]) {
    if (typeof out[word] !== 'boolean') continue;
    const exclusive = out[word];
    delete out[word];
    if (exclusive && bound in out) [out[word], out[bound]] = [out[bound], undefined];
    if (out[bound] === undefined) delete out[bound];
  }
  if (out.nullable === true && out.type === undefined) {
    delete out.nullable;
    return { anyOf: [out, { type: 'null' }] };
  }
  return out;
}

function compiled(name) {
  const { document, cases } = JSON.parse(readFileSync(join(folder, `${name}.cases.json`), 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, unicodeRegExp: false });
  ajv.addSchema({ $id: 'doc:/api', components: plain(document.components) });
  const pairs = [];
  for (const { pointer, bodies } of cases) {
    const validate = ajv.compile({ $ref: `doc:/api#${pointer}` });
    for (const body of bodies) pairs.push([validate, body]);
  }
  return pairs;
}

// Nanoseconds of processor time for all bodies once.
function measure(pairs) {
  const round = () => {
    let accepted = 0;
    for (const [validate, body] of pairs) if (validate(body)) accepted += 1;
    return accepted;
  };
  const repeat = (micros) => {
    const before = process.cpuUsage();
    for (let count = 1; ; ++count) {
      round();
      const used = process.cpuUsage(before);
      if (used.user + used.system > micros) return ((used.user + used.system) * 1000) / count;
    }
  };
  repeat(2_500_000);  // until the engine has optimised every validator
  return repeat(500_000);
}

const first = mimus();  // writes the cases
const pairs = Object.fromEntries(Object.keys(first).map((name) => [name, compiled(name)]));
const results = Array.from({ length: Number(rounds) }, () => ({
  ours: mimus(),
  theirs: Object.fromEntries(Object.entries(pairs).map(([name, list]) => [name, measure(list)])),
}));

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
console.log(`ns of processor time a body, median of ${rounds} rounds: Mimus / ajv (times as fast)`);
for (const [name, list] of Object.entries(pairs)) {
  const ours = median(results.map((round) => round.ours[name])) / list.length;
  const theirs = median(results.map((round) => round.theirs[name])) / list.length;
  const ratio = median(results.map((round) => round.theirs[name] / round.ours[name]));
  console.log(`${name.padEnd(28)} ${list.length} bodies  ${ours.toFixed(0)} / ${theirs.toFixed(0)} (${ratio.toFixed(1)})`);
}
