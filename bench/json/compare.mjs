// compare.mjs WORK PROGRAM ROUNDS: both libraries in turns; a ratio is the median of the rounds' ratios.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cases } from './cases.mjs';

const [work, program, rounds] = process.argv.slice(2);
const library = (file) =>
  import(pathToFileURL(resolve(work, 'node_modules/jsonpath-rfc9535/dist/esm', file)));

// The library parses a path at every call. Its own parts with the parsed path are measured too, as if it could keep one.
const { query, paths } = await library('index.js');
const parse = (await library('parser/index.js')).default;
const visitQuery = (await library('core/visitors/query.js')).default;
const { Stack } = await library('utils/stack.js');
const names = ['count', 'length', 'match', 'search', 'value'];
const functions = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, (await library(`core/functions/${name}.js`)).default])));

function selectParsed(document, parsed) {
  const values = [];
  const context = { cache: new Map(), capturePaths: false, functions, regexp: 'i-regexp', stack: new Stack() };
  visitQuery(context, document, document, parsed, (value) => values.push(value));
  return values;
}

// Nanoseconds a call, of this thread's processor time where the machine is shared.
function measure(run) {
  for (let i = 0; i < 200; ++i) run();
  let calls = 1;
  for (;;) {
    const before = process.cpuUsage();
    for (let i = 0; i < calls; ++i) run();
    const used = process.cpuUsage(before);
    const micros = used.user + used.system;
    if (micros > 100_000) return (micros * 1000) / calls;
    calls *= micros > 5_000 ? Math.ceil(120_000 / micros) : 10;
  }
}

function javascript() {
  const out = {};
  for (const { name, path, document } of cases) {
    const parsed = parse(path);
    out[name] = {
      values: selectParsed(document, parsed).length,
      compiled: measure(() => selectParsed(document, parsed)),
      'each time': measure(() => query(document, path)),
      places: measure(() => paths(document, path)),
    };
  }
  return out;
}

const file = resolve(work, 'cases.json');
writeFileSync(file, JSON.stringify(cases));

function mimus() {
  const run = spawnSync(program, [file, '--benchmark_format=json', '--benchmark_min_time=0.1'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  const out = {};
  for (const one of JSON.parse(run.stdout).benchmarks) {
    const [name, kind] = one.name.split('/');
    out[name] ??= {};
    out[name][kind] = one.cpu_time;
    if (one.values !== undefined) out[name].values = one.values;
  }
  return out;
}

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const results = Array.from({ length: Number(rounds) }, () => ({ ours: mimus(), theirs: javascript() }));
const kinds = ['compiled', 'each time', 'places'];
console.log(`ns of processor time a call, median of ${rounds} rounds: Mimus / jsonpath-rfc9535 (times as fast)`);
console.log(['case'.padEnd(20), 'values'.padStart(7), ...kinds.map((kind) => kind.padStart(32))].join(''));
const all = [];
for (const { name } of cases) {
  const row = [name.padEnd(20), String(results[0].theirs[name].values).padStart(7)];
  if (results[0].ours[name].values !== results[0].theirs[name].values) row.push('  NOT THE SAME VALUES');
  for (const kind of kinds) {
    const ours = median(results.map((round) => round.ours[name][kind]));
    const theirs = median(results.map((round) => round.theirs[name][kind]));
    const ratio = median(results.map((round) => round.theirs[name][kind] / round.ours[name][kind]));
    all.push(ratio);
    row.push(`${ours.toFixed(0)} / ${theirs.toFixed(0)} (${ratio.toFixed(1)})`.padStart(32));
  }
  console.log(row.join(''));
}
console.log(`least ratio ${Math.min(...all).toFixed(1)}, median ${median(all).toFixed(1)}`);
