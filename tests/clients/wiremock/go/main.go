// github.com/wiremock/go-wiremock against the server at the first argument.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/wiremock/go-wiremock"
)

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func expect(what string, got, wanted interface{}) {
	if got != wanted {
		must(fmt.Errorf("%s: %v instead of %v", what, got, wanted))
	}
}

func call(method, url, body string) (int, string) {
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	must(err)
	request.Header.Set("X-Kind", "test")
	answer, err := http.DefaultClient.Do(request)
	must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(err)
	return answer.StatusCode, string(text)
}

func main() {
	base := os.Args[1]
	client := wiremock.NewClient(base)
	must(client.Reset())

	orders := wiremock.Post(wiremock.URLPathEqualTo("/orders")).
		WithHeader("X-Kind", wiremock.EqualTo("test")).
		WithBodyPattern(wiremock.EqualToJson(`{"item": "tea"}`, wiremock.IgnoreExtraElements)).
		WillReturnResponse(wiremock.NewResponse().WithStatus(201).WithJSONBody(map[string]interface{}{"ok": true})).
		AtPriority(1)
	must(client.StubFor(orders))
	status, body := call("POST", base+"/orders", `{"item": "tea", "n": 1}`)
	expect("status", status, 201)
	expect("body", body, `{"ok":true}`)
	status, _ = call("POST", base+"/orders", `{}`)
	expect("another body", status, 404)

	must(client.StubFor(wiremock.Get(wiremock.URLEqualTo("/step")).InScenario("walk").WhenScenarioStateIs("Started").
		WillSetStateTo("two").WillReturnResponse(wiremock.OK().WithBody("one"))))
	must(client.StubFor(wiremock.Get(wiremock.URLEqualTo("/step")).InScenario("walk").WhenScenarioStateIs("two").
		WillReturnResponse(wiremock.OK().WithBody("two"))))
	for _, wanted := range []string{"one", "two", "two"} {
		_, body = call("GET", base+"/step", "")
		expect("step", body, wanted)
	}
	must(client.ResetAllScenarios())
	_, body = call("GET", base+"/step", "")
	expect("the first step again", body, "one")

	verified, err := client.Verify(orders.Request(), 1)
	must(err)
	expect("verified", verified, true)
	found, err := client.FindRequestsByCriteria(orders.Request())
	must(err)
	expect("found", len(found.Requests), 1)
	unmatched, err := client.FindUnmatchedRequests()
	must(err)
	expect("unmatched", len(unmatched.Requests), 1)
	all, err := client.GetAllRequests()
	must(err)
	expect("all", len(all.Requests), 6)
	one, err := client.GetRequestByID(all.Requests[0].ID)
	must(err)
	expect("one", one.Request.URL, "/step")
	must(client.DeleteRequestByID(all.Requests[0].ID))
	removed, err := client.DeleteRequestsByCriteria(orders.Request())
	must(err)
	expect("removed", len(removed.Requests), 1)
	must(client.DeleteStub(orders))
	status, _ = call("POST", base+"/orders", `{"item": "tea"}`)
	expect("without its stub", status, 404)
	must(client.DeleteAllRequests())
	must(client.Clear())
	status, _ = call("GET", base+"/step", "")
	expect("cleared", status, 404)
}
