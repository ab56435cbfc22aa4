"""The Python package wiremock against the server at argv[1]."""
import sys

import requests
from wiremock.client import (
    HttpMethods, Mapping, MappingRequest, MappingResponse, Mappings, NearMissMatchPatternRequest, NearMisses, Requests,
    Scenarios, WireMockMatchers,
)
from wiremock.constants import Config

base = sys.argv[1]
Config.base_url = base + "/__admin"

Mappings.delete_all_mappings()
stub = Mappings.create_mapping(
    Mapping(
        priority=100,
        request=MappingRequest(
            method=HttpMethods.POST,
            url_path="/orders",
            headers={"X-Kind": {WireMockMatchers.EQUAL_TO: "test"}},
            body_patterns=[{WireMockMatchers.MATCHES_JSON_PATH: "$.item"}],
        ),
        response=MappingResponse(status=201, json_body={"ok": True}, headers={"Content-Type": "application/json"}),
        persistent=False,
        metadata={"team": "red"},
    )
)
answer = requests.post(base + "/orders", json={"item": "tea"}, headers={"X-Kind": "test"})
assert (answer.status_code, answer.json()) == (201, {"ok": True}), answer.text
assert requests.get(base + "/orders").status_code == 404

assert Mappings.retrieve_mapping(stub.id).priority == 100
assert len(Mappings.retrieve_all_mappings().mappings) == 1
orders = NearMissMatchPatternRequest(url="/orders", method=HttpMethods.POST)
assert Requests.get_matching_request_count(orders).count == 1
assert Requests.get_matching_requests(orders).requests[0].body == '{"item": "tea"}'
assert Requests.get_unmatched_requests().requests[0].method == "GET"
received = Requests.get_all_received_requests()
assert len(received.requests) == 2
assert Requests.get_request(received.requests[0].id).request.url == "/orders"
assert Requests.get_unmatched_requests_near_misses().near_misses[0].match_result.distance > 0
assert NearMisses.find_nearest_misses_by_request_pattern(orders).near_misses

stub.response.status = 202
Mappings.update_mapping(stub)
assert requests.post(base + "/orders", json={"item": "tea"}, headers={"X-Kind": "test"}).status_code == 202
Requests.reset_request_journal()
assert Requests.get_all_received_requests().requests == []
Scenarios.reset_all_scenarios()
Mappings.delete_mapping_by_metadata({WireMockMatchers.MATCHES_JSON_PATH: "$.team"})
assert Mappings.retrieve_all_mappings().mappings == []
Mappings.reset_mappings()
