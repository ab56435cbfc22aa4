// Node's own HTTP client (undici) against the server at argv[2]: keep-alive, 200 requests at once.
import assert from 'node:assert/strict';

const base = process.argv[2];

async function json(path, init) {
  const response = await fetch(base + path, init);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const one = await json('/users/7');
assert.equal(one.status, 200);
assert.match(one.headers.get('content-type'), /^application\/json/);
assert.equal(one.headers.get('access-control-allow-origin'), '*');
assert.deepEqual(one.body, { id: 7, name: 'Jörg' });

const created = await json('/users', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ name: 'Ann "the" Lee' }),
});
assert.equal(created.status, 201);
assert.equal(created.headers.get('location'), '/users/7');
assert.deepEqual(created.body, { name: 'Ann "the" Lee' });

const many = await Promise.all(Array.from({ length: 200 }, (_, id) => json(`/users/${id}`)));
many.forEach((answer, id) => assert.equal(answer.body.id, id));

// A body of unknown length goes out chunked.
async function* pieces() {
  yield '{"name":';
  yield '"Bo"}';
}
const streamed = await json('/users', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: ReadableStream.from(pieces()),
  duplex: 'half',
});
assert.deepEqual(streamed.body, { name: 'Bo' });

const missing = await json('/nothing/here');
assert.equal(missing.status, 404);
