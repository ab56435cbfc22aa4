#include "condense.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "asked.h"
#include "exchanges_for_tests.h"
#include "redact.h"
#include "support/property.h"
#include "value_kind.h"
#include "volatile_value.h"

namespace mimus::recording {
namespace {

using Exchanges = std::vector<exchange::Exchange>;

const Note* find_note(const Condensed& made, Note::Kind kind, std::string_view stub, std::string_view where) {
  for (const Note& note : made.notes) {
    if (note.kind == kind && note.stub == stub && note.where == where) return &note;
  }
  return nullptr;
}

// The recorded body and the answer's are the same JSON but for the places that are made anew, and these have the same form.
void expect_same_json(const json::Value& recorded, const json::Value& actual, const Condensed& made, const std::string& pointer) {
  if (recorded == actual) return;
  if (recorded.is_object() && actual.is_object()) {
    ASSERT_EQ(recorded.get_object().size(), actual.get_object().size()) << pointer;
    for (const auto& member : recorded.get_object()) {
      const json::Value* other = actual.get_object().if_contains(member.key());
      ASSERT_NE(other, nullptr) << pointer << "/" << member.key();
      expect_same_json(member.value(), *other, made, pointer + "/" + json::escape_pointer(member.key()));
    }
    return;
  }
  if (recorded.is_array() && actual.is_array()) {
    ASSERT_EQ(recorded.get_array().size(), actual.get_array().size()) << pointer;
    for (std::size_t i = 0; i < recorded.get_array().size(); ++i) {
      expect_same_json(recorded.get_array()[i], actual.get_array()[i], made, pointer + "/" + std::to_string(i));
    }
    return;
  }
  const bool excused = std::ranges::any_of(made.notes, [&](const Note& note) {
    return note.kind == Note::Kind::kVolatile && note.where == pointer && has_form_of(note.what, actual) && has_form_of(note.what, recorded);
  });
  EXPECT_TRUE(excused) << pointer << ": recorded " << json::write(recorded) << ", got " << json::write(actual);
}

// The promise of condense.h, for any exchanges.
void expect_replays(const Exchanges& exchanges, const Condensed& made) {
  Replaying replaying(made.stubs);
  for (const exchange::Exchange& one : exchanges) {
    SCOPED_TRACE(one.request.method + " " + one.request.url + " " + one.request.body);
    const Answer answer = replaying.ask(one.request);
    EXPECT_EQ(answer.status, one.response->status) << answer.body;
    EXPECT_EQ(answer.type, exchange::find(one.response->fields, "Content-Type").value_or(""));
    if (answer.body == one.response->body) continue;
    const auto recorded = json::parse(one.response->body);
    const auto actual = json::parse(answer.body);
    ASSERT_TRUE(recorded && actual) << one.response->body << "\n" << answer.body;
    expect_same_json(*recorded, *actual, made, "");
  }
}

Condensed replayed(const Exchanges& exchanges) {
  Condensed made = condense(exchanges);
  expect_replays(exchanges, made);
  return made;
}

std::vector<std::string> labels(const Condensed& made) {
  std::vector<std::string> list;
  for (const stub::Stub& stub : made.stubs) list.push_back(stub.label);
  return list;
}
using Labels = std::vector<std::string>;

const stub::JsonBody& json_of(const stub::Stub& stub) {
  static const stub::JsonBody kNone;
  const auto* body = std::get_if<stub::JsonBody>(&stub.responses.front().body);
  EXPECT_NE(body, nullptr) << stub.label;
  return body ? *body : kNone;
}

TEST(Condense, EqualExchangesAreOne) {
  const auto made = replayed({got("/a", R"({"x":1})"), got("/a", R"({"x":1})"), got("/b", "{}")});
  EXPECT_EQ(labels(made), (Labels{"GET /a", "GET /b"}));
  ASSERT_NE(find_note(made, Note::Kind::kFolded, "GET /a", ""), nullptr);
  EXPECT_EQ(find_note(made, Note::Kind::kFolded, "GET /a", "")->exchanges, 2u);
}

TEST(Condense, DifferentAnswersComeInOrder) {
  const auto made = replayed({got("/a", R"({"s":"new"})"), got("/a", R"({"s":"new"})"), got("/a", R"({"s":"done"})"), got("/a", R"({"s":"done"})")});
  ASSERT_EQ(made.stubs.size(), 1u);
  EXPECT_EQ(made.stubs[0].choice, stub::Choice::kSequence);
  EXPECT_EQ(made.stubs[0].responses.size(), 3u);  // the last is given from then on
}

TEST(Condense, PathsBecomeTemplatesAndEchoesLinks) {
  const auto made = replayed({got("/users/17", R"({"id":17,"ref":"17","href":"/users/17/orders","kind":"user"})"),
                              got("/users/42", R"({"id":42,"ref":"42","href":"/users/42/orders","kind":"user"})")});
  ASSERT_EQ(labels(made), Labels{"GET /users/{id:int}"});
  EXPECT_EQ(json::write(json_of(made.stubs[0]).value),
            R"({"id":"{{path.id}}","ref":"{{trim path.id}}","href":"/users/{{path.id}}/orders","kind":"user"})");
  EXPECT_NE(find_note(made, Note::Kind::kLinked, "GET /users/{id:int}", "/href"), nullptr);
}

TEST(Condense, WhatNoRuleExplainsStaysApart) {
  EXPECT_EQ(labels(replayed({got("/users/17", R"({"id":17,"name":"Ada"})"), got("/users/42", R"({"id":42,"name":"Bob"})")})),
            (Labels{"GET /users/17", "GET /users/42"}));
}

TEST(Condense, AnExceptionIsAskedBeforeTheRule) {
  const auto made = replayed({got("/users/1", R"({"id":1})"), got("/users/2", R"({"id":2})"),
                              said("GET", "/users/3", "", 404, R"({"error":"no user 3"})")});
  EXPECT_EQ(labels(made), (Labels{"GET /users/{id:int}", "GET /users/3"}));
}

TEST(Condense, NoncesAndTimesAreMadeAnew) {
  const auto order = [](std::string nonce, std::string id, int second) {
    return said("POST", "/orders", R"({"item":"pen","nonce":")" + nonce + "\"}", 201,
                R"({"id":")" + id + R"(","item":"pen","at":"2025-11-20T09:50:)" + std::to_string(second) + R"(.123Z"})", "application/json", second - 57);
  };
  const auto made = replayed({order("0f8e4a0c-4b9f-4d0b-8a39-9b2d5b4e7c11", "9b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11", 57),
                              order("1f8e4a0c-4b9f-4d0b-8a39-9b2d5b4e7c11", "8b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11", 58)});
  ASSERT_EQ(labels(made), Labels{"POST /orders"});
  EXPECT_EQ(json::write(json_of(made.stubs[0]).value), R"({"id":"{{uuid}}","item":"pen","at":"{{now}}"})");
}

TEST(Condense, AFieldRepeatsTheNewIdentifier) {
  Exchanges exchanges;
  for (const std::string id : {"9b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11", "8b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11"}) {
    exchanges.push_back(said("POST", "/orders", R"({"n":)" + std::to_string(exchanges.size()) + "}", 201, R"({"id":")" + id + "\"}"));
    exchanges.back().response->fields.push_back({"Location", "/orders/" + id});
    exchanges.back().response->fields.push_back({"X-Ray", id.substr(0, 3)});
  }
  const auto made = replayed(exchanges);
  ASSERT_EQ(labels(made), Labels{"POST /orders"});
  EXPECT_NE(find_note(made, Note::Kind::kDropped, "POST /orders", "X-Ray"), nullptr);
  const Answer answer = Replaying(made.stubs).ask(exchanges[0].request);
  const auto body = json::parse(answer.body);
  ASSERT_TRUE(body && body->is_object());
  const std::string id(std::string_view(body->at("id").as_string()));
  EXPECT_NE(answer.head.find("\r\nLocation: /orders/" + id + "\r\n"), answer.head.npos) << answer.head << answer.body;
}

TEST(Condense, AnIdentifierThatIsAskedForLaterIsNotMadeAnew) {
  const std::string id = "9b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11";
  const auto made = replayed({said("POST", "/orders", R"({"n":1})", 201, R"({"id":")" + id + "\"}"),
                              said("POST", "/orders", R"({"n":2})", 201, R"({"id":"8b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11"})"),
                              got("/orders/" + id, R"({"state":"open"})")});
  EXPECT_EQ(labels(made), (Labels{"POST /orders", "POST /orders", "GET /orders/" + id}));
}

TEST(Condense, FreeTextIsGeneralisedOnlyWhereItComesBack) {
  EXPECT_EQ(labels(replayed({said("POST", "/echo", R"({"name":"Ada","n":1})", 200, R"({"hello":"Ada","twice":[1,1]})"),
                             said("POST", "/echo", R"({"name":"Bob","n":2})", 200, R"({"hello":"Bob","twice":[2,2]})")})),
            Labels{"POST /echo"});
  EXPECT_EQ(labels(replayed({said("POST", "/login", R"({"name":"Ada"})", 200, R"({"ok":true})"),
                             said("POST", "/login", R"({"name":"Bob"})", 200, R"({"ok":true})")})),
            (Labels{"POST /login", "POST /login"}));
}

TEST(Condense, AFieldOfTheRequestDecides) {
  Exchanges exchanges{got("/a", R"({"x":1})"), said("GET", "/a", "", 200, "<x>1</x>", "application/xml"), got("/a", R"({"x":1})")};
  exchanges[1].request.fields.push_back({"Accept", "application/xml"});
  const auto made = replayed(exchanges);
  EXPECT_EQ(made.stubs.size(), 2u);
  EXPECT_NE(find_note(made, Note::Kind::kByHeader, "GET /a", "Accept"), nullptr);
}

TEST(Condense, RedactedPartsOfARequestMayBeAnything) {
  Exchanges exchanges{said("POST", "/login?api_key=k1", R"({"user":"ada","password":"p"})", 200, R"({"token":"t"})")};
  const Exchanges as_sent = exchanges;
  const Redactor redactor = *Redactor::compile({});
  for (exchange::Exchange& one : exchanges) EXPECT_EQ(redactor.redact(one).size(), 3u);
  const auto made = condense(exchanges);
  Replaying replaying(made.stubs);
  EXPECT_EQ(replaying.ask(as_sent[0].request).body, R"({"token":"REDACTED"})");
  exchange::Request other = as_sent[0].request;
  other.body = R"({"user":"bob","password":"p"})";
  EXPECT_EQ(replaying.ask(other).status, 404) << "the rest still counts";
}

TEST(Condense, ARedactedSegmentMayBeAnything) {
  Exchanges exchanges{said("POST", "/login", "", 200, R"({"token":"t0ken-of-ada"})"), got("/sessions/t0ken-of-ada/cart", "[]")};
  (void)Redactor::compile({})->redact(exchanges);
  const auto made = replayed(exchanges);
  EXPECT_EQ(labels(made), (Labels{"POST /login", "GET /sessions/*/cart"}));
}

TEST(Condense, WhatIsNotUtf8IsLeftOutAndNamed) {
  Exchanges exchanges{got("/town/K%F6ln?q=%FF&n=1", "{}"), got("/field", "{}")};
  exchanges[1].response->fields.push_back({"X-Town", "K\xF6ln"});
  exchanges[1].response->fields.push_back({"X-Ok", "yes"});
  const auto made = replayed(exchanges);
  EXPECT_NE(find_note(made, Note::Kind::kDropped, "GET /town/K\xF6ln", "query q"), nullptr);
  EXPECT_NE(find_note(made, Note::Kind::kDropped, "GET /field", "response header X-Town"), nullptr);
  ASSERT_EQ(made.stubs.size(), 2u);
  EXPECT_EQ(made.stubs[0].label, "GET /town/K%F6ln") << "a name can stand in a file too";
  EXPECT_EQ(made.stubs[1].responses[0].fields, (std::vector<http::OwnedField>{{"X-Ok", "yes"}}));
}

TEST(Condense, BytesThatAreNotOursStayAsTheyWere) {
  const std::string binary("\x89PNG\0\xff\x01", 7);
  const auto made = replayed({got("/pretty", "{\n  \"a\" : 1.50\n}\n"), said("GET", "/bin", "", 200, binary, "image/png"),
                              said("GET", "/text", "", 200, "Hello {{name}}", "text/plain"), got("/braces", R"({"a":"{{b}}"})"),
                              said("GET", "/none", "", 204, "", ""), said("GET", "/bare", "", 200, "x", ""),
                              said("GET", "/moved", "", 302, "", "text/html"), said("DELETE", "/a", "", 200, "", "")});
  EXPECT_EQ(made.stubs.size(), 8u);
}

TEST(Condense, LargeBodiesGoToFiles) {
  const std::string large = "[" + std::string(20'000, '1') + "]";
  const auto made = condense(Exchanges{got("/big/list", large), got("/big/list", large), got("/small", "[]")}, {.files_root = "/tmp/x"});
  ASSERT_EQ(made.files.size(), 1u);
  EXPECT_EQ(made.files[0].bytes, large);
  EXPECT_TRUE(made.files[0].name.starts_with("bodies/big-list-") && made.files[0].name.ends_with(".json")) << made.files[0].name;
  ASSERT_EQ(made.stubs.size(), 2u);
  const auto* body = std::get_if<stub::FileBody>(&made.stubs[0].responses[0].body);
  ASSERT_NE(body, nullptr);
  EXPECT_EQ(*body, (stub::FileBody{made.files[0].name, "/tmp/x"}));
}

TEST(Condense, TimingAndPieces) {
  Exchanges exchanges{said("GET", "/events", "", 200, "data: 1\n\ndata: 2\n\n", "text/event-stream")};
  exchanges[0].wait = std::chrono::milliseconds(80);
  exchanges[0].response->pieces = {{Nanoseconds(0), 9}, {std::chrono::milliseconds(500), 18}};
  EXPECT_EQ(condense(exchanges).stubs[0].latency.index(), 0u);
  const stub::Stub timed = condense(exchanges, {.timing = true}).stubs[0];
  ASSERT_NE(std::get_if<stub::FixedDelay>(&timed.latency), nullptr);
  EXPECT_EQ(std::get_if<stub::FixedDelay>(&timed.latency)->delay.count(), 80);
  EXPECT_EQ(timed.more->events_at, (std::vector{stub::Milliseconds(0), stub::Milliseconds(500)}));
  EXPECT_EQ(timed.pace.pieces, 0u);
}

// Pieces end where the network cut them; an event has come when its last byte had.
TEST(Condense, EventsAreTimedByTheirEnds) {
  using std::chrono::milliseconds;
  struct Row {
    std::string_view rule, body, type;
    std::vector<exchange::Piece> pieces;
    std::vector<double> events;
    std::uint32_t spread;  // pieces over the whole time, instead
  };
  const Row rows[] = {
      {"two in one piece", "data: 1\n\ndata: 2\n\ndata: 3\n\n", "text/event-stream; charset=utf-8", {{milliseconds(5), 18}, {milliseconds(90), 27}}, {5, 5, 90}, 0},
      {"one in two pieces", "data: 1\n\ndata: 2\n\n", "text/event-stream", {{milliseconds(0), 9}, {milliseconds(20), 12}, {milliseconds(70), 18}}, {0, 70}, 0},
      {"no end", "data: 1\r\n\r\ndata: 2", "text/event-stream", {{milliseconds(0), 11}, {milliseconds(40), 18}}, {0, 40}, 0},
      {"a comment keeps the line open", ": hi\n\ndata: 2\n\n", "text/event-stream", {{milliseconds(0), 6}, {milliseconds(40), 15}}, {0, 40}, 0},
      {"one alone comes in pieces", "data: 1\ndata: 2\n\n", "text/event-stream", {{milliseconds(0), 8}, {milliseconds(40), 17}}, {}, 2},
      {"no event stream", "data: 1\n\ndata: 2\n\n", "text/plain", {{milliseconds(0), 9}, {milliseconds(40), 18}}, {}, 2},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.rule);
    Exchanges exchanges{said("GET", "/events", "", 200, std::string(row.body), std::string(row.type))};
    exchanges[0].response->pieces = row.pieces;
    const stub::Stub made = condense(exchanges, {.timing = true}).stubs[0];
    std::vector<double> events;
    for (const stub::Milliseconds time : made.more->events_at) events.push_back(time.count());
    EXPECT_EQ(events, row.events);
    EXPECT_EQ(made.pace.pieces, row.spread);
  }
}

TEST(Condense, WhatHasNoAnswerIsSkippedAndNamed) {
  Exchanges exchanges{got("/a", "{}"), got("/b", "{}"), got("/c", "{}")};
  exchanges[1].response.reset();
  exchanges[1].failure = "connection reset";
  exchanges[2].response->status = 101;
  const auto made = condense(exchanges);
  EXPECT_EQ(labels(made), Labels{"GET /a"});
  ASSERT_EQ(made.notes.size(), 2u);
  EXPECT_EQ(made.notes[0].what, "connection reset");
  EXPECT_EQ(made.notes[1].what, "status 101");
}

TEST(Condense, RecordingAgainUpdatesAndNeverDuplicates) {
  const Exchanges before{got("/a", R"({"v":1})"), got("/users/1", R"({"id":1})"), got("/users/2", R"({"id":2})")};
  auto first = merge({}, condense(before).stubs);
  EXPECT_EQ(first.added, 2u);
  auto again = merge(first.stubs, condense(before).stubs);
  EXPECT_EQ(again.unchanged, 2u);
  EXPECT_EQ(again.stubs, first.stubs);
  auto later = merge(first.stubs, condense(Exchanges{got("/a", R"({"v":2})"), got("/b", "{}")}).stubs);
  EXPECT_EQ(later.updated, 1u);
  EXPECT_EQ(later.added, 1u);
  ASSERT_EQ(later.stubs.size(), 3u);
  EXPECT_EQ(later.stubs[0].id, first.stubs[0].id);
  EXPECT_EQ(json::write(json_of(later.stubs[0]).value), R"({"v":2})");
}

// ---- any exchanges ----

template <std::size_t N>
std::string one_of(const Chance& chance, const char* const (&list)[N]) { return list[chance.below(N)]; }

std::string arbitrary_id(const Chance& chance) {
  static constexpr const char* kIds[] = {"1", "2", "17", "007", "42", "5f2b8c0e9d3a", "123456789012", "2025-11-20", "ord_8Fk3kQ0z", "me", "new",
                                         "9b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11", "0b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11", "a b", "j%C3%B6rg"};
  return one_of(chance, kIds);
}

std::string arbitrary_url(const Chance& chance, const std::string& id) {
  static constexpr const char* kPaths[] = {"/users/", "/users/", "/users/", "/x/"};
  std::string url = one_of(chance.fork("path"), kPaths);
  for (const char c : id) url += c == ' ' ? std::string("%20") : std::string(1, c);
  if (chance.fork("deep").below(4) == 0) url += "/items/" + std::to_string(chance.fork("item").below(4));
  if (chance.fork("query").below(3) == 0) url += "?page=" + std::to_string(chance.fork("page").below(3));
  if (chance.fork("more").below(5) == 0) url += (url.find('?') == url.npos ? "?" : "&") + std::string("q=a+b&q=c");
  return url;
}

std::string arbitrary_answer(const Chance& chance, const std::string& id, const std::string& ref, std::size_t nth) {
  switch (chance.fork("answer").below(9)) {
    case 6: return R"({"is":")" + ref + R"(","in":["a )" + ref + R"( b","c"]})";
    case 7: return "true";
    case 8: return R"({"id":)" + (id == "17" || id == "42" || id == "1" ? id : "0") + "}";
    case 0: return R"({"id":")" + id + R"(","href":"/x/)" + id + "\"}";
    case 1: return R"({"n":)" + std::to_string(chance.fork("n").below(3)) + "}";
    case 2: return R"({"at":)" + std::to_string(1763632257 + nth) + R"(,"list":[1,{"id":")" + id + "\"}]}";
    case 3: return "[ 1, 2 ]";
    case 4: return R"({"id":")" + std::to_string(10 + nth) + R"(d2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c1a"})";
    default: return R"({"t":"{{x}}"})";
  }
}

Exchanges arbitrary_exchanges(const Chance& chance) {
  static constexpr const char* kMethods[] = {"GET", "GET", "GET", "POST", "PUT", "DELETE"};
  Exchanges list;
  const std::uint64_t count = 1 + chance.fork("count").below(14);
  for (std::uint64_t i = 0; i < count; ++i) {
    const Chance own = chance.fork(i);
    const std::string id = arbitrary_id(own.fork("id"));
    const std::string method = one_of(own.fork("method"), kMethods);
    std::string body, ref = arbitrary_id(own.fork("ref"));
    if (own.fork("free").below(3) == 0) ref = "free text " + std::to_string(own.fork("text").below(9));
    if (method[0] == 'P') body = R"({"ref":")" + ref + R"(","n":)" + std::to_string(own.fork("n").below(3)) + "}";
    const int status = own.fork("status").below(8) == 0 ? 404 : 200;
    // Exchanges come in families, so that there is something to generalise.
    const Chance family = chance.fork("family").fork(own.fork("which").below(2));
    const Chance& style = own.fork("odd").below(5) == 0 ? own : family;
    list.push_back(said(method, arbitrary_url(style.fork("url"), id), body, status, arbitrary_answer(style.fork("answers"), id, ref, i),
                        "application/json", static_cast<std::int64_t>(i)));
    if (own.fork("accept").below(4) == 0) list.back().request.fields.push_back({"Accept", "application/json"});
  }
  return list;
}

TEST(Condense, ReplayingTheRequestsGivesTheAnswers) {
  std::size_t generalised = 0, linked = 0, made_anew = 0, sequences = 0;
  for_each_seed(1'500, [&](const Chance& chance) {
    const Exchanges exchanges = arbitrary_exchanges(chance);
    const Condensed made = condense(exchanges);
    expect_replays(exchanges, made);
    EXPECT_EQ(condense(exchanges).stubs, made.stubs) << "deterministic";
    const Merged again = merge(made.stubs, condense(exchanges).stubs);
    EXPECT_EQ(again.added, 0u);
    for (const Note& note : made.notes) {
      generalised += note.kind == Note::Kind::kGeneralised;
      linked += note.kind == Note::Kind::kLinked;
      made_anew += note.kind == Note::Kind::kVolatile;
      sequences += note.kind == Note::Kind::kSequence;
    }
    if (::testing::Test::HasFailure()) {
      for (const exchange::Exchange& one : exchanges) {
        std::printf("%s %s %s -> %d %s\n", one.request.method.c_str(), one.request.url.c_str(), one.request.body.c_str(), one.response->status,
                    one.response->body.c_str());
      }
      for (const stub::Stub& stub : made.stubs) std::printf("  %d %s\n", stub.priority, stub.label.c_str());
    }
  });
  // The property is about something.
  EXPECT_GT(generalised, 40u);
  EXPECT_GT(linked, 20u);
  EXPECT_GT(made_anew, 2u);
  EXPECT_GT(sequences, 20u);
}

TEST(Condense, StrictOrderIsThatOfTheRequests) {
  Exchanges exchanges{said("GET", "http://a/quick", "", 200, "1"), said("GET", "http://a/slow", "", 200, "2")};
  exchanges[0].started += std::chrono::seconds(1);
  const Condensed made = condense(exchanges, {.in_order = true});
  ASSERT_EQ(made.stubs.size(), 2u);
  EXPECT_EQ(made.stubs[0].label, "GET /slow");
  EXPECT_EQ(made.stubs[1].label, "GET /quick");
  EXPECT_EQ(*made.stubs[1].more->scenario->required, "step 2");
}

// Every exchange is a step, also what another one says already; nothing is answered out of turn.
TEST(Condense, InStrictOrder) {
  for_each_seed(200, [&](const Chance& chance) {
    Exchanges exchanges = arbitrary_exchanges(chance);
    const Condensed made = condense(exchanges, {.in_order = true});
    std::erase_if(exchanges, [](const exchange::Exchange& one) { return !one.response; });
    ASSERT_EQ(made.stubs.size(), exchanges.size());
    std::set<Uuid> ids;
    for (std::size_t i = 0; i < made.stubs.size(); ++i) {
      const auto& step = made.stubs[i].more->scenario;
      ASSERT_TRUE(step);
      EXPECT_EQ(step->scenario, kOrder);
      EXPECT_EQ(*step->required, i == 0 ? "Started" : *made.stubs[i - 1].more->scenario->next);
      EXPECT_EQ(made.stubs[i].responses.size(), 1u);
      EXPECT_EQ(made.stubs[i].responses[0].status, exchanges[i].response->status);
      ids.insert(made.stubs[i].id.value);
    }
    EXPECT_EQ(ids.size(), made.stubs.size());
    if (!made.stubs.empty()) {
      EXPECT_EQ(made.stubs.back().more->scenario->next, "over");
    }
    // The same again changes nothing; a shorter one takes its place.
    EXPECT_EQ(merge(made.stubs, made.stubs).stubs, made.stubs);
    exchanges.resize(exchanges.size() / 2);
    const Condensed shorter = condense(exchanges, {.in_order = true});
    if (!shorter.stubs.empty()) {
      EXPECT_EQ(merge(made.stubs, shorter.stubs).stubs.size(), shorter.stubs.size());
    }
  });
}

struct KindCase {
  std::string_view text;
  ValueKind kind;
};
constexpr KindCase kKinds[] = {
    {"42", ValueKind::kInteger},           {"", ValueKind::kText},
    {"orders", ValueKind::kText},          {"chapter-10-part-2", ValueKind::kText},
    {"2025-11-20", ValueKind::kTime},      {"2025-11-20T09:50:57Z", ValueKind::kTime},
    {"5f2b8c0e9d3a", ValueKind::kHex},     {"deadbeefcafe", ValueKind::kText},
    {"ord_8Fk3kQ0z", ValueKind::kToken},   {"9b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11", ValueKind::kUuid},
    {"12345678901234567890", ValueKind::kText}};
TEST(ValueKind, Rows) {
  for (const KindCase& row : kKinds) EXPECT_EQ(kind_of(row.text), row.kind) << row.text;
}

}  // namespace
}  // namespace mimus::recording
