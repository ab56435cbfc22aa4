"""Configurations, and the requests that go with them."""
import json

CONSTANT = '{"ok":true}'


def write_requests(name, rows):
    """Rows of (method, target[, expected body]); the file that mimus_bench_load reads."""
    path = f"build/bench/{name}.tsv"
    with open(path, "w") as file:
        file.writelines("\t".join(row) + "\n" for row in rows)
    return path


def write_routes(name, routes, form="json"):
    """A native file. Its YAML is block style, as people write it."""
    path = f"build/bench/{name}.{form}"
    with open(path, "w") as file:
        if form == "json":
            json.dump({"routes": routes}, file, indent=1)
        else:
            file.write("routes:\n")
            for route in routes:
                lines = [f"{key}: {json.dumps(value)}" for key, value in route.items()]
                file.write("  - " + "\n    ".join(lines) + "\n")
    return path


def constant():
    routes = [{"path": "/constant", "response": {"ok": True}}]
    return write_routes("constant", routes), write_requests("constant", [("GET", "/constant", CONSTANT)])


def basic_profile():
    return write_requests("basic_profile", [("GET", "/basic_profile")])


def fake_template():
    routes = [{"path": "/person", "response": {"name": "{{faker 'person.fullName'}}", "mail": "{{faker 'internet.email'}}",
                                               "city": "{{faker 'location.city'}}"}}]
    return write_routes("fake_template", routes), write_requests("fake_template", [("GET", "/person")])


def mixed_route(i):
    """The i-th of many routes and the request that it answers: of 100, 70 exact paths, 25 with captures, 4 with a
    condition, 1 regular expression."""
    kind, answer = i % 100, {"route": i}
    body = json.dumps(answer, separators=(",", ":"))
    if kind < 70:
        return {"path": f"/api/v1/things/{i}/detail", "method": "GET", "response": answer}, \
            ("GET", f"/api/v1/things/{i}/detail", body)
    if kind < 95:
        return {"path": f"/api/v{i}/users/{{id:int}}/orders/{{order}}", "method": "GET", "response": answer}, \
            ("GET", f"/api/v{i}/users/42/orders/a-7", body)
    if kind < 99:
        return {"path": f"/search/{i}", "method": "GET", "when": {"query": {"page": "2"}}, "response": answer}, \
            ("GET", f"/search/{i}?page=2&size=10", body)
    return {"path": f"regex:/items-{i}/[a-z]+/\\d+", "method": "GET", "response": answer}, \
        ("GET", f"/items-{i}/blue/31", body)


def mixed(count, form="json"):
    pairs = [mixed_route(i) for i in range(count)]
    return write_routes(f"mixed-{count}", [route for route, _ in pairs], form), \
        write_requests(f"mixed-{count}", [request for _, request in pairs])


SINGLE = {
    "capture": ({"path": "/users/{id:int}", "response": {"ok": True}}, ("GET", "/users/42", CONSTANT)),
    "template": ({"path": "/users/{id}", "response": {"id": "{{path.id}}", "page": "{{query.page}}"}},
                 ("GET", "/users/42?page=7", '{"id":42,"page":"7"}')),
    "regex": ({"path": "regex:/items/[a-z]+/\\d+", "response": {"ok": True}}, ("GET", "/items/blue/31", CONSTANT)),
    "condition": ({"path": "/search", "when": {"query": {"page": "2"}, "header": {"Host": {"contains": "local"}}},
                   "response": {"ok": True}}, ("GET", "/search?page=2", CONSTANT)),
}


def single(kind):
    route, request = SINGLE[kind]
    return write_routes(kind, [route]), write_requests(kind, [request])
