// The documents and paths that both sides run. No chance in it: the same on every machine.

const order = {
  order: {
    id: 'A-1007',
    customer: { name: 'Ada Byron', address: { city: 'London', zip: 'W1' } },
    lines: [
      { sku: 'saw-1', count: 2, price: 8.95 },
      { sku: 'drill-7', count: 1, price: 22.99, gift: true },
      { sku: 'nail-3', count: 500, price: 0.02 },
    ],
  },
};

const rows = (count) =>
  Array.from({ length: count }, (_, i) => ({
    id: i,
    name: `name ${i % 97}`,
    active: i % 3 === 0,
    score: (i * 7919) % 1000 / 10,
    tags: [`t${i % 5}`, `t${i % 7}`],
    home: { city: `city ${i % 31}`, zip: String(10000 + i), at: { x: i % 180, y: -i % 90 } },
  }));

const table = { rows: rows(1000) };

export const cases = [
  { name: 'names', path: '$.order.customer.address.city', document: order },
  { name: 'index', path: '$.order.lines[1].sku', document: order },
  { name: 'small filter', path: '$.order.lines[?@.price < 10].sku', document: order },
  { name: 'small descent', path: '$..sku', document: order },
  { name: 'wildcard', path: '$.rows[*].name', document: table },
  { name: 'slice', path: '$.rows[100:900:3].id', document: table },
  { name: 'filter numbers', path: '$.rows[?@.score > 50 && @.active == true].id', document: table },
  { name: 'filter strings', path: "$.rows[?@.home.city == 'city 7'].id", document: table },
  { name: 'filter match', path: "$.rows[?match(@.name, 'name [1-3].*')].id", document: table },
  { name: 'filter functions', path: '$.rows[?length(@.tags) == 2 && count(@.home.*) > 2].id', document: table },
  { name: 'descent', path: '$..zip', document: table },
  { name: 'everything', path: '$..*', document: table },
  { name: 'descent and filter', path: '$..[?@.x > 90].y', document: table },
];
