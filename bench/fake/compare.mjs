// node compare.mjs FAKER_PACKAGE FAKE_BENCH ROUNDS: CPU nanoseconds of one call, faker-js and ours, the least of all rounds.
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';

const [packageDir, bench, rounds] = process.argv.slice(2);
const { faker } = await import(pathToFileURL(join(resolve(packageDir), 'dist/index.js')));
faker.seed(42);
faker.setDefaultRefDate('2026-01-01T00:00:00Z');

function profile() {
  return {
    username: faker.internet.username(),
    name: faker.person.fullName(),
    sex: faker.person.sexType(),
    address: faker.location.streetAddress(true),
    mail: faker.internet.email(),
    birthdate: faker.date.birthdate(),
  };
}

// "string.alphanumeric(20)" as a function; both sides make JSON.
function callOf(name) {
  if (name === 'profile') return profile;
  const [, module, method, args] = /^(\w+)\.(\w+)(?:\((.*)\))?$/.exec(name) ?? [];
  const values = args === undefined ? [] : JSON.parse(`[${args}]`);
  return module && (() => faker[module][method](...values));
}

function nanoseconds(call) {
  const batch = (count) => {
    const before = process.cpuUsage();
    for (let i = 0; i < count; i++) JSON.stringify(call());
    const { user, system } = process.cpuUsage(before);
    return ((user + system) * 1000) / count;
  };
  batch(2000); // compiled by now
  return batch(Math.max(1000, Math.ceil(1e8 / Math.max(batch(500), 1))) >> 1);
}

const ours = new Map();
const theirs = new Map();
const keep = (map, name, time) => map.set(name, Math.min(time, map.get(name) ?? Infinity));
for (let round = 0; round < Number(rounds); round++) {
  const report = JSON.parse(execFileSync(bench, ['--benchmark_format=json', '--benchmark_min_time=0.05'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  for (const { name, cpu_time: time } of report.benchmarks) {
    keep(ours, name, time);
    const call = callOf(name);
    if (call) keep(theirs, name, nanoseconds(call));
  }
}
console.log('CPU ns a call'.padEnd(28), 'faker-js'.padStart(9), 'mimus'.padStart(9), 'ratio'.padStart(7));
for (const [name, time] of ours) {
  const other = theirs.get(name);
  console.log(name.padEnd(28), (other?.toFixed(0) ?? '').padStart(9), time.toFixed(1).padStart(9), other ? (other / time).toFixed(1).padStart(7) : '');
}
