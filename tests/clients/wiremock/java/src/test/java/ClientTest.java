// org.wiremock:wiremock as a client of the server on 127.0.0.1, port in the property mimus.port.
import static com.github.tomakehurst.wiremock.client.WireMock.*;
import static com.github.tomakehurst.wiremock.common.Metadata.metadata;
import static com.github.tomakehurst.wiremock.stubbing.StubImport.stubImport;
import static org.junit.jupiter.api.Assertions.*;

import com.github.tomakehurst.wiremock.client.VerificationException;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientTest {
  private static final int PORT = Integer.getInteger("mimus.port");
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void reset() {
    WireMock.configureFor("127.0.0.1", PORT);
    WireMock.reset();
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path))
            .header("X-Kind", "test")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void stubsAndVerifies() throws Exception {
    StubMapping stub =
        stubFor(
            post(urlPathEqualTo("/orders"))
                .withHeader("X-Kind", equalTo("test"))
                .withQueryParam("q", matching("[0-9]+"))
                .withRequestBody(equalToJson("{\"item\": \"tea\"}", true, true))
                .willReturn(okJson("{\"ok\":true}").withStatus(201)));
    HttpResponse<String> answer = call("POST", "/orders?q=1", "{\"item\": \"tea\", \"n\": 1}");
    assertEquals(201, answer.statusCode());
    assertEquals("{\"ok\":true}", answer.body());
    assertEquals(stub.getId().toString(), answer.headers().firstValue("Matched-Stub-Id").orElse(""));
    verify(1, postRequestedFor(urlPathEqualTo("/orders")).withRequestBody(matchingJsonPath("$.item")));
    verify(lessThan(2), anyRequestedFor(anyUrl()));
    VerificationException missed =
        assertThrows(VerificationException.class, () -> verify(getRequestedFor(urlEqualTo("/orders"))));
    assertTrue(missed.getMessage().contains("/orders"), missed.getMessage());
    assertEquals(1, findAll(postRequestedFor(anyUrl())).size());
    assertTrue(getAllServeEvents().get(0).getWasMatched());
    assertEquals(stub.getId(), getAllServeEvents().get(0).getStubMapping().getId());
  }

  @Test
  void editsAndRemoves() throws Exception {
    StubMapping stub = stubFor(get("/a").withName("A").withMetadata(metadata().attr("team", "red")).willReturn(ok("one")));
    editStub(get("/a").withId(stub.getId()).willReturn(ok("two")));
    assertEquals("two", call("GET", "/a", "").body());
    assertEquals(1, listAllStubMappings().getMappings().size());
    assertEquals(stub.getId(), getSingleStubMapping(stub.getId()).getId());
    editStub(get("/a").withId(stub.getId()).withMetadata(metadata().attr("team", "red")).willReturn(ok("three")));
    assertEquals(1, findStubsByMetadata(matchingJsonPath("$.team", equalTo("red"))).size());
    removeStub(stub);
    assertEquals(404, call("GET", "/a", "").statusCode());
    assertEquals(1, findUnmatchedRequests().size());
    assertTrue(findNearMissesForAllUnmatched().isEmpty());
  }

  @Test
  void scenariosAndSettings() throws Exception {
    stubFor(get("/s").inScenario("walk").whenScenarioStateIs(Scenario.STARTED).willSetStateTo("two").willReturn(ok("one")));
    stubFor(get("/s").inScenario("walk").whenScenarioStateIs("two").willReturn(ok("two")));
    assertEquals("one", call("GET", "/s", "").body());
    assertEquals("two", call("GET", "/s", "").body());
    assertEquals("two", getAllScenarios().get(0).getState());
    setScenarioState("walk", Scenario.STARTED);
    assertEquals("one", call("GET", "/s", "").body());
    resetAllScenarios();
    assertEquals("one", call("GET", "/s", "").body());
    setGlobalFixedDelay(20);
    long begin = System.nanoTime();
    call("GET", "/s", "");
    assertTrue(System.nanoTime() - begin >= 20_000_000);
    setGlobalFixedDelay(0);
  }

  @Test
  void importsAndJournal() throws Exception {
    importStubs(stubImport().stub(get("/one").willReturn(ok("1"))).stub(get("/two").willReturn(ok("2"))));
    assertEquals("1", call("GET", "/one", "").body());
    call("GET", "/nothing", "");
    assertEquals(2, getAllServeEvents().size());
    assertEquals(1, findNearMissesForAllUnmatched().isEmpty() ? 0 : 1);
    assertEquals(1, removeServeEvents(getRequestedFor(urlEqualTo("/one"))).size());
    removeServeEvent(getAllServeEvents().get(0).getId());
    assertTrue(getAllServeEvents().isEmpty());
    resetToDefault();
    assertTrue(listAllStubMappings().getMappings().isEmpty());
  }
}
