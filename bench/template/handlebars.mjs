// One rendering of the template of src/render/template_bench.cc ("two_kilobytes") by handlebars.js, precompiled.
// Prints nanoseconds of CPU, as template_bench does, the best of several rounds: of bytes in a buffer, which is what
// a server sends and what ours yields; and of a string alone, which V8 leaves in pieces until somebody reads it.
import Handlebars from 'handlebars';

const expressions = ['{{path.id}}', '{{query.page}}', '{{query.sort}}', '{{header.X-Request-Id}}', '{{cookie.session}}'];
const words = 'Some words that stand before the expression, ninety bytes of them, as in a letter or a page. ';
let source = '';
for (let i = 0; i < 20; ++i) source += `${words}${expressions[i % 5]}\n`;

const data = { path: { id: '42' }, query: { page: '2', sort: 'name' }, header: { 'X-Request-Id': 'r-1' }, cookie: { session: 'abc' } };
const render = Handlebars.template(eval(`(${Handlebars.precompile(source, { noEscape: true })})`));
const buffer = Buffer.alloc(4096);

function best(turn) {
  let best = Infinity;
  let bytes = 0;
  for (let round = 0; round < 8; ++round) {
    const turns = 20000;
    const begin = process.cpuUsage();
    for (let i = 0; i < turns; ++i) bytes += turn();
    const used = process.cpuUsage(begin);
    best = Math.min(best, ((used.user + used.system) * 1000) / turns);
  }
  if (bytes === 0) throw new Error('nothing was rendered');
  return best.toFixed(0);
}

console.log(best(() => buffer.write(render(data), 'latin1')), best(() => render(data).length));
