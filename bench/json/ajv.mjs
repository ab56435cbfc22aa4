// node ajv.mjs FOLDER: how many bodies a second ajv judges, of the cases that jsonschema_bench wrote there. One line of
// JSON for each description. Needs the npm package ajv beside this file or in NODE_PATH.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
let Ajv;
try {
  Ajv = require('ajv/dist/2020').default;
} catch {
  console.log('skipped: ajv is not installed (npm install ajv)');
  process.exit(0);
}

for (const file of fs.readdirSync(process.argv[2]).filter((name) => name.endsWith('.cases.json'))) {
  const { document, cases } = JSON.parse(fs.readFileSync(path.join(process.argv[2], file), 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, discriminator: false });
  ajv.addSchema({ $id: 'doc:/api', components: document.components });
  const pairs = [];
  let faulty = 0;
  for (const { pointer, bodies } of cases) {
    try {
      const validate = ajv.compile({ $ref: 'doc:/api#' + pointer });
      for (const body of bodies) pairs.push([validate, body]);
    } catch {
      faulty += bodies.length;
    }
  }
  let accepted = 0;
  const round = () => {
    accepted = 0;
    for (const [validate, body] of pairs) if (validate(body)) accepted += 1;
  };
  const until = (seconds) => {
    const start = process.hrtime.bigint();
    let rounds = 0;
    let spent = 0;
    do {
      round();
      rounds += 1;
      spent = Number(process.hrtime.bigint() - start) / 1e9;
    } while (spent < seconds);
    return (rounds * pairs.length) / spent;
  };
  until(1); // warm
  console.log(JSON.stringify({ file, bodies: pairs.length, faulty, accepted, per_second: Math.round(until(2)) }));
}
