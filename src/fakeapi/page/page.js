// The documentation page of the fake data server. All that it shows comes from GET fake, so it cannot disagree
// with the server. Texts go in as text nodes, never as markup.

const base = new URL('.', location.href);
const at = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children);
  return node;
}

// ---- what is asked -----------------------------------------------------------------------------

// One thing that can be tried: {verb, path, summary, returns, fields, body, words}. A field is {name, hint, value,
// choices, part}: part says where it goes, into the path or the query.
function fromEndpoint(endpoint) {
  return {
    verb: endpoint.method,
    path: endpoint.path,
    summary: endpoint.summary,
    returns: '',
    fields: endpoint.parameters.map((p) => ({ name: p.name, hint: p.type, value: p.example, choices: p.choices, part: p.in })),
    body: endpoint.body,
    formats: endpoint.formats,
  };
}

function fromMethod(module, method) {
  const fields = method.parameters.map((p) => ({
    name: p.name, hint: p.default === undefined ? p.type : `${p.type}; ${p.default}`, choices: p.choices, part: 'query', required: p.required,
  }));
  return {
    verb: 'GET',
    path: `/fake/${module}/${method.name}`,
    summary: method.summary,
    returns: method.returns,
    fields,
    quantity: true,
    formats: true,
  };
}

// The request that the fields of an open card make.
function requestOf(item, inputs) {
  let path = item.path;
  const query = new URLSearchParams();
  for (const { field, input } of inputs) {
    const value = input.value.trim();
    if (field.part === 'path') path = path.replace(`{${field.name}}`, encodeURIComponent(value));
    else if (field.part === 'quantity') path += value === '' ? '' : `/${encodeURIComponent(value)}`;
    else if (field.part === 'query' && value !== '') query.append(field.name, value);
  }
  if (at('locale').value) query.append('locale', at('locale').value);
  if (at('seed').value.trim()) query.append('seed', at('seed').value.trim());
  const url = new URL(path.slice(1), base);
  url.search = query.toString();
  const body = inputs.find(({ field }) => field.part === 'body')?.input.value;
  return { verb: item.verb, url, body };
}

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
function curlOf({ verb, url, body }) {
  const parts = ['curl', quoted(url.href)];
  if (body !== undefined) parts.push('-H', quoted('Content-Type: application/json'), '-d', quoted(body));
  else if (verb !== 'GET') parts.splice(1, 0, '-X', verb);
  return parts.join(' ');
}

function readable(text, type) {
  if (!type.includes('json') || type.includes('ndjson')) return text;
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

const kMostShown = 20_000;

async function ask(request, output) {
  const began = performance.now();
  output.replaceChildren(element('p', { class: 'note' }, 'Asking …'));
  try {
    const headers = request.body === undefined ? {} : { 'Content-Type': 'application/json' };
    const response = await fetch(request.url, { method: request.verb, headers, body: request.body });
    const text = await response.text();
    const took = (performance.now() - began).toFixed(1);
    const type = response.headers.get('content-type') ?? '';
    const shown = readable(text, type);
    output.replaceChildren(
      element('p', {}, element('span', { class: `status ${response.ok ? 'good' : 'bad'}` }, `${response.status} ${response.statusText}`),
        ` · ${type} · ${new Blob([text]).size} bytes · ${took} ms`),
      element('pre', { tabindex: '0', 'aria-label': 'Response' },
        shown.length > kMostShown ? `${shown.slice(0, kMostShown)}\n… ${shown.length - kMostShown} more characters` : shown));
  } catch (error) {
    output.replaceChildren(element('p', {}, element('span', { class: 'status bad' }, 'No answer'), ` · ${error.message}. Is the server still running?`));
  }
}

// ---- cards -------------------------------------------------------------------------------------

function inputFor(field) {
  if (field.part === 'body') return element('textarea', { spellcheck: 'false' }, field.value);
  if (!field.choices) return element('input', { placeholder: field.hint ?? '', value: field.value ?? '', spellcheck: 'false', autocomplete: 'off' });
  const options = field.choices.map((choice) => element('option', { value: choice }, choice || '—'));
  return element('select', {}, ...options);
}

function fieldsOf(item, formats) {
  const fields = [...item.fields];
  if (item.quantity) fields.push({ name: 'quantity', hint: 'one', part: 'quantity' });
  if (item.formats) fields.push({ name: 'format', choices: ['', ...formats], part: 'query' });
  return fields;
}

function inside(item, formats) {
  const inputs = fieldsOf(item, formats).map((field) => ({ field, input: inputFor(field) }));
  const curl = element('pre', { 'aria-label': 'curl command' });
  const output = element('div', { 'aria-live': 'polite' });
  const show = () => { curl.textContent = curlOf(requestOf(item, inputs)); };
  const body = item.body === undefined ? [] : [{ field: { name: 'body', part: 'body', value: item.body }, input: inputFor({ part: 'body', value: item.body }) }];
  inputs.push(...body);
  for (const { input } of inputs) input.addEventListener('input', show);
  for (const id of ['locale', 'seed']) at(id).addEventListener('input', show);
  const copy = element('button', { type: 'button', onclick: async () => {
    await navigator.clipboard?.writeText(curl.textContent);
    copy.textContent = 'Copied';
    setTimeout(() => { copy.textContent = 'Copy curl'; }, 1200);
  } }, 'Copy curl');
  show();
  const form = element('form', { class: 'inside', onsubmit: (event) => {
    event.preventDefault();
    ask(requestOf(item, inputs), output);
  } },
    element('div', { class: 'fields' }, ...inputs.filter(({ field }) => field.part !== 'body').map(({ field, input }) =>
      element('label', {}, element('b', {}, field.name), field.required ? ' needed' : '', input))),
    ...body.map(({ input }) => element('label', {}, 'Body', input)),
    element('div', { class: 'row' }, element('button', { class: 'go' }, 'Try it'), copy),
    curl, output);
  return form;
}

function card(item, formats) {
  const details = element('details', {},
    element('summary', {},
      element('span', { class: 'verb' }, item.verb), element('code', {}, item.path),
      element('span', { class: 'about' }, item.summary), element('span', { class: 'returns' }, item.returns)));
  // What is inside a card is made when it is opened: there are hundreds.
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(inside(item, formats));
  });
  const words = `${item.path} ${item.path.replace(/([a-z])([A-Z])/g, '$1 $2')} ${item.summary}`.toLowerCase();
  return { details, words };
}

// ---- the page ----------------------------------------------------------------------------------

function section(name, note, items, formats) {
  const cards = items.map((item) => card(item, formats));
  const heading = element('h2', { id: name.replaceAll(' ', '-') }, name, ' ', element('small', {}, note));
  return { node: element('section', {}, heading, ...cards.map((c) => c.details)), cards, name };
}

function sectionsOf(index) {
  const groups = Map.groupBy ? Map.groupBy(index.endpoints, (e) => e.group) : groupBy(index.endpoints, (e) => e.group);
  const endpoints = [...groups].map(([name, list]) => section(name, '', list.map(fromEndpoint), index.formats));
  const modules = index.modules.map((m) => section(m.name, `${m.methods.length} methods`, m.methods.map((method) => fromMethod(m.name, method)), index.formats));
  return [...endpoints, ...modules];
}

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function search(sections) {
  const words = at('search').value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { node, cards } of sections) {
    let here = 0;
    for (const one of cards) {
      one.details.hidden = !words.every((word) => one.words.includes(word));
      here += one.details.hidden ? 0 : 1;
    }
    node.hidden = here === 0;
    found += here;
  }
  at('nothing').hidden = found > 0;
}

function chooseTheme() {
  const root = document.documentElement;
  const show = () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    at('theme').textContent = dark ? 'Light' : 'Dark';
    return dark;
  };
  const kept = localStorage.getItem('mimus-theme');
  if (kept) root.dataset.theme = kept;
  show();
  at('theme').addEventListener('click', () => {
    root.dataset.theme = show() ? 'light' : 'dark';
    localStorage.setItem('mimus-theme', root.dataset.theme);
    show();
  });
}

async function main() {
  chooseTheme();
  const response = await fetch(new URL('fake', base));
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  const index = await response.json();
  at('locale').append(element('option', { value: '' }, 'en (default)'),
    ...index.locales.map((l) => element('option', { value: l.code }, `${l.code} · ${l.title}`)));
  const sections = sectionsOf(index);
  at('lists').replaceChildren(...sections.map((s) => s.node));
  at('contents').append(...sections.map((s) => element('a', { href: `#${s.name.replaceAll(' ', '-')}` }, s.name)));
  at('search').addEventListener('input', () => search(sections));
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

main().catch((error) => {
  at('lists').replaceChildren(element('p', { class: 'note' }, `The list could not be loaded: ${error.message}`));
});
