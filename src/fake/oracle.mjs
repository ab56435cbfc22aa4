// faker-js itself, answering what the tests ask: node oracle.mjs PACKAGE PLAN ANSWERS
//
// A line of the plan is JSON: {"l": locale, "s": seed, "m": "module.method", "a": [arguments], "n": calls}, or {"l": locale,
// "d": "module.entry"} for its data. A line of the answer: the values, and the next raw draw, with tabs between. A call that
// throws is "!".
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [packageDir, planFile, answersFile] = process.argv.slice(2);
const { allFakers } = await import(pathToFileURL(join(packageDir, 'dist/index.js')));
console.warn = () => {}; // deprecated methods talk
const takesFunction = new Set(['helpers.maybe', 'helpers.multiple', 'helpers.uniqueArray']);
for (const faker of Object.values(allFakers)) faker.setDefaultRefDate('2026-04-21T14:09:14.123Z');

function canonical(value) {
  if (value === undefined) return 'undefined';
  if (value instanceof Date) return `Date(${value.toISOString()})`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return String(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

// What JSON cannot say: regular expressions.
function revive(value) {
  if (value === null || typeof value !== 'object') return value;
  if (typeof value.$regex === 'string') return new RegExp(value.$regex, value.flags ?? '');
  if (Array.isArray(value)) return value.map(revive);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, revive(member)]));
}

function answer({ l, s, m, a = [], n = 1, d }) {
  const faker = allFakers[l];
  const [module, name] = (m ?? d).split('.');
  if (d) return canonical(faker.rawDefinitions[module]?.[name]);
  faker.seed(s);
  const out = [];
  for (let i = 0; i < n; i++) {
    try {
      const args = a.map(revive);
      if (takesFunction.has(m) && typeof args[0] === 'string') {
        const text = args[0];
        args[0] = () => faker.helpers.fake(text);
      }
      out.push(canonical(faker[module][name](...args)));
    } catch {
      out.push('!');
    }
  }
  out.push(String(faker.fakerCore.randomizer.next()));
  return out.join('\t');
}

const lines = readFileSync(planFile, 'utf8').split('\n').filter(Boolean);
writeFileSync(answersFile, lines.map((line) => answer(JSON.parse(line))).join('\n') + '\n');
