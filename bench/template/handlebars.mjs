// One rendering of the template of src/render/template_bench.cc ("two_kilobytes") by handlebars.js, precompiled.
// Prints nanoseconds of CPU, as template_bench does: the best of several rounds.
import Handlebars from 'handlebars';

const expressions = ['{{path.id}}', '{{query.page}}', '{{query.sort}}', '{{header.X-Request-Id}}', '{{cookie.session}}'];
const words = 'Some words that stand before the expression, ninety bytes of them, as in a letter or a page. ';
let source = '';
for (let i = 0; i < 20; ++i) source += `${words}${expressions[i % 5]}\n`;

const data = { path: { id: '42' }, query: { page: '2', sort: 'name' }, header: { 'X-Request-Id': 'r-1' }, cookie: { session: 'abc' } };
const render = Handlebars.template(eval(`(${Handlebars.precompile(source, { noEscape: true })})`));

let best = Infinity;
let bytes = 0;
for (let round = 0; round < 8; ++round) {
  const turns = 20000;
  const begin = process.cpuUsage();
  for (let i = 0; i < turns; ++i) bytes += render(data).length;
  const used = process.cpuUsage(begin);
  const each = ((used.user + used.system) * 1000) / turns;
  best = Math.min(best, each);
}
if (bytes === 0) throw new Error('nothing was rendered');
console.log(best.toFixed(0));
