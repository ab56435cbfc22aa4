// Are the OpenAPI documents in the folder argv[2] valid by OpenAPI's schema? Says what is wrong with each that is not.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';

const [folder] = process.argv.slice(2);
let wrong = 0;
for (const file of readdirSync(folder)) {
  const { valid, errors } = await new Validator().validate(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  if (valid) continue;
  wrong++;
  console.log(`${file}: ${JSON.stringify(errors)}`);
}
process.exit(wrong === 0 ? 0 : 1);
