// npm wiremock-rest-client against the server at argv[2].
import assert from 'node:assert/strict';
import client from 'wiremock-rest-client';

const base = process.argv[2];
const wireMock = new client.WireMockRestClient(base, { logLevel: 'silent', continueOnFailure: false });

await wireMock.global.resetAll();
const stub = await wireMock.mappings.createMapping({
  request: { method: 'GET', urlPathPattern: '/things/[0-9]+' },
  response: { status: 200, body: 'a thing', headers: { 'Content-Type': 'text/plain' } },
  metadata: { team: 'red' },
});
assert.equal(await (await fetch(`${base}/things/7`)).text(), 'a thing');
await wireMock.mappings.updateMapping(stub.id, { ...stub, response: { status: 204 } });
assert.equal((await fetch(`${base}/things/7`)).status, 204);
assert.equal((await fetch(`${base}/thing`)).status, 404);

assert.equal((await wireMock.requests.getCount({ urlPath: '/things/7' })).count, 2);
const all = await wireMock.requests.getAllRequests();
assert.equal(all.requests.length, 3);
assert.equal((await wireMock.requests.getRequest(all.requests[0].id)).wasMatched, false);
await wireMock.requests.deleteRequest(all.requests[0].id);
assert.equal((await wireMock.requests.getAllRequests()).meta.total, 2);
assert.equal((await wireMock.requests.findRequests({ method: 'GET' })).requests.length, 2);
assert.equal((await wireMock.requests.removeRequestsByMetadata({ matchesJsonPath: '$.team' })).serveEvents.length, 2);
await wireMock.requests.resetAllRequests();

// (Its near misses are asked for below /requests, where WireMock has none either.)
const pattern = { matchesJsonPath: { expression: '$.team', equalTo: 'red' } };
assert.equal((await wireMock.mappings.findByMetaData(pattern)).meta.total, 1);
await wireMock.mappings.removeByMetaData(pattern);
assert.equal((await wireMock.mappings.getAllMappings()).meta.total, 0);

await wireMock.mappings.createMapping({
  scenarioName: 'walk', requiredScenarioState: 'two', request: { url: '/walk' }, response: { body: 'two' },
});
await wireMock.scenarios.setScenarioState('walk', 'two');
assert.equal(await (await fetch(`${base}/walk`)).text(), 'two');
await wireMock.scenarios.resetAllScenarios();
assert.equal((await fetch(`${base}/walk`)).status, 404);
await wireMock.global.updateGlobalSettings({ fixedDelay: 10 });
await wireMock.mappings.deleteAllMappings();
await wireMock.global.resetAll();
