// npm wiremock-captain against the server at argv[2].
import assert from 'node:assert/strict';
import { WireMock } from 'wiremock-captain';

const base = process.argv[2];
const mock = new WireMock(base);

await mock.clearAll();
const created = await mock.register(
  { method: 'POST', endpoint: '/orders', body: { item: 'tea' }, headers: { 'X-Kind': 'test' } },
  { status: 201, body: { ok: true }, headers: { 'Content-Type': 'application/json' } },
  { requestBodyFeature: 'equalToJson', requestIgnoreExtraElements: true, stubPriority: 2 },
);
const order = (body) => fetch(`${base}/orders`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-kind': 'test' },
  body: JSON.stringify(body),
});
const answer = await order({ item: 'tea', n: 2 });
assert.equal(answer.status, 201);
assert.deepEqual(await answer.json(), { ok: true });
assert.equal((await order({ item: 'coffee' })).status, 404);

// A scenario of two steps.
const step = (required, next, body) => mock.register(
  { method: 'GET', endpoint: '/step' },
  { status: 200, body },
  { scenario: { scenarioName: 'walk', requiredScenarioState: required, newScenarioState: next } },
);
await step('Started', 'two', { step: 1 });
await step('two', undefined, { step: 2 });
const walk = async () => (await (await fetch(`${base}/step`)).json()).step;
assert.deepEqual([await walk(), await walk(), await walk()], [1, 2, 2]);
assert.equal((await mock.getAllScenarios())[0].state, 'two');
await mock.resetAllScenarios();
assert.equal(await walk(), 1);

assert.equal((await mock.getRequestsForAPI('POST', '/orders')).length, 2);
assert.equal((await mock.getUnmatchedRequests()).length, 1);
assert.equal((await mock.getAllRequests()).length, 6);
assert.equal((await mock.getAllMappings()).length, 3);
assert.equal((await mock.getMapping(created.id)).priority, 2);
await mock.deleteMapping(created.id);
assert.equal((await order({ item: 'tea' })).status, 404);
await mock.clearAllRequests();
assert.equal((await mock.getAllRequests()).length, 0);
await mock.resetMappings();
assert.equal((await mock.getAllMappings()).length, 0);
