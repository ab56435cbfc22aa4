#include "records.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "checks/checks.h"
#include "checks/national_id.h"
#include "fake/call.h"
#include "relation.h"
#include "support/property.h"

namespace mimus::records {
namespace {

constexpr double kNow = 1'767'225'600'000;  // 2026-01-01

json::Value doc(std::string_view text) {
  return *json::parse(text, {.comments = true, .trailing_commas = true});
}

Schema schema_of(std::string_view text) {
  Result<Schema> schema = Schema::compile(doc(text));
  if (!schema) ADD_FAILURE() << describe(schema.error());
  return *std::move(schema);
}

json::Value make(std::string_view schema, std::uint64_t index, std::uint64_t seed = 7,
                 std::string_view locale = "en") {
  Records::Options options{{}, fake::Locale::find(locale), kNow};
  const Records records(schema_of(schema), Chance(seed), options);
  Maker maker(records);
  std::string out;
  const Status status = maker.append_json(0, index, out);
  EXPECT_TRUE(status) << (status ? "" : describe(status.error()));
  Result<json::Value> read = json::parse(out);
  EXPECT_TRUE(read) << out;
  return read ? *std::move(read) : json::Value();
}

TEST(Records, FieldsOfEveryKind) {
  const json::Value row = make(
      R"({"id": "int", "name": "person.fullName", "n": 3, "b": true, "nothing": null, "word": "active",
      "text": "{{this.id}}: {{number.int({\"min\":5,\"max\":5})}}", "tags": ["word.noun"], "pair": ["a", 2],
      "address": {"city": "location.city", "zip": "location.zipCode"}, "when": "date.past",
      "many": {"$array": {"x": {"$int": [1, 6]}}, "$count": 4}, "lit": {"$literal": "person.fullName"}})",
      41);
  EXPECT_EQ(row.at("id"), 42);
  EXPECT_EQ(row.at("n"), 3);
  EXPECT_EQ(row.at("b"), true);
  EXPECT_TRUE(row.at("nothing").is_null());
  EXPECT_EQ(row.at("word"), "active");
  EXPECT_EQ(row.at("text"), "42: 5");
  EXPECT_GE(row.at("tags").as_array().size(), 1u);
  EXPECT_LE(row.at("tags").as_array().size(), 3u);
  EXPECT_EQ(row.at("pair"), doc(R"(["a", 2])"));
  EXPECT_TRUE(row.at("address").at("city").is_string());
  EXPECT_EQ(row.at("many").as_array().size(), 4u);
  EXPECT_EQ(row.at("lit"), "person.fullName");
  EXPECT_EQ(row.at("when").as_string().size(), 24u);
}

struct BadSchema {
  std::string_view rule, schema, pointer, says;
};
constexpr BadSchema kBad[] = {
    {"a method that nobody knows", R"({"a": {"b": "person.fulName"}})", "/a/b", "person.fullName"},
    {"a wrong argument", R"J({"a": "number.int({\"mix\": 1})"})J", "/a", "mix"},
    {"a directive that nobody knows", R"({"a": {"$itn": 3}})", "/a/$itn", "$int"},
    {"an unknown method in a template", R"({"a": "x {{person.nmae}}"})", "/a", "person"},
    {"min above max", R"({"a": {"$int": {"min": 5, "max": 1}}})", "/a/$int", "swap"},
    {"a probability of 2", R"({"a": {"$int": 5, "$null": 2}})", "/a/$null", "0 to 1"},
    {"two directives", R"({"a": {"$int": 5, "$float": 2}})", "/a/$float", "two things"},
    {"a member beside a directive", R"({"a": {"$int": 5, "max": 2}})", "/a/max", "does not belong"},
    {"a reference to nothing",
     R"({"$records": {"user": {"id": "int"}, "order": {"u": {"$ref": "usr.id"}}}})",
     "/$records/order/u/$ref", "user"},
    {"a field that is not there",
     R"({"$records": {"user": {"id": "int"}, "order": {"u": {"$ref": "user.idd"}}}})",
     "/$records/order/u/$ref", "'id'"},
    {"an empty choice", R"({"a": {"$oneOf": []}})", "/a/$oneOf", "list"},
    {"no date", R"({"a": {"$date": {"min": "yesterday"}}})", "/a/$date/min", "no date"},
    {"a locale that nobody speaks", R"({"$locale": "xx", "a": 1})", "/$locale", "xx"},
    {"no object", "[1]", "", "object"},
    {"arguments in a list of elements", R"J({"a": [{"b": "number.int({\"min\":\"x\"})"}]})J",
     "/a/0/b", "min"},
};
TEST(Schema, ErrorsSayWhereAndWhat) {
  for (const BadSchema& row : kBad) {
    SCOPED_TRACE(row.rule);
    const Result<Schema> schema = Schema::compile(doc(row.schema));
    ASSERT_FALSE(schema);
    EXPECT_EQ(schema.error().where.pointer.substr(0, row.pointer.size()), row.pointer)
        << describe(schema.error());
    const std::string all = schema.error().message + "; " + schema.error().hint;
    EXPECT_NE(all.find(row.says), std::string::npos) << all;
  }
}

TEST(Schema, EveryExampleOfTheTablesCompiles) {
  for (const auto table : {shorthands(), directives()}) {
    for (const Word& word : table) {
      SCOPED_TRACE(word.name);
      const std::string text =
          R"({"$records": {"user": {"id": "int", "v": )" +
          std::string(word.name == "$ref" || word.name == "$many" ? "1" : word.example) +
          R"(, "name": "x", "email": "y"}, "order": {"id": "int", "user": {"$ref": "user.id"}, "v": )" +
          std::string(word.name == "$many" ? "2" : word.example) + "}}}";
      const Schema schema = schema_of(text);
      const Records records(schema, Chance(3), {5, {}, kNow});
      Maker maker(records);
      EXPECT_TRUE(maker.record(0, 0));
    }
  }
}

// A record depends on seed and index alone, whatever was made before, on whichever thread, with
// whichever other fields.
TEST(Records, KeyedIndependence) {
  constexpr std::string_view kShort =
      R"({"name": "person.fullName", "tags": ["word.noun"], "n": {"$int": 1000000}})";
  constexpr std::string_view kLong =
      R"({"before": "lorem.sentence", "name": "person.fullName", "tags": ["word.noun"], "more": ["lorem.word"], "n": {"$int": 1000000}})";
  for_each_seed(20, [&](const Chance& chance) {
    const std::uint64_t index = chance.fork("i").below(1'000'000'000'000);
    const std::uint64_t seed = chance.bits();
    const json::Value alone = make(kShort, index, seed);
    const json::Value among = make(kLong, index, seed);
    for (const char* field : {"name", "tags", "n"}) EXPECT_EQ(alone.at(field), among.at(field));
  });
  const Records records(schema_of(kShort), Chance(1), {{}, {}, kNow});
  std::vector<std::string> forward(200), backward(200);
  std::thread other([&] {
    Maker maker(records);
    for (std::size_t i = 200; i-- > 0;) EXPECT_TRUE(maker.append_json(0, i, backward[i]));
  });
  Maker maker(records);
  for (std::size_t i = 0; i < 200; ++i) EXPECT_TRUE(maker.append_json(0, i, forward[i]));
  other.join();
  EXPECT_EQ(forward, backward);
}

TEST(Records, JsonAndValuesAreTheSame) {
  const Records records(
      schema_of(
          R"({"id": "int", "p": "person.fullName", "o": {"a": ["date.past"], "b": {"$oneOf": [1, "x", null]}},
      "maybe": {"$array": "word.noun", "$null": 0.5}, "mail": {"$template": "{{this.p}}"}})"),
      Chance(5), {{}, {}, kNow});
  Maker maker(records);
  for (std::uint64_t i = 0; i < 100; ++i) {
    std::string text;
    ASSERT_TRUE(maker.append_json(0, i, text));
    EXPECT_EQ(text, fake::to_json(*maker.record(0, i)));
  }
}

TEST(Records, OnePersonARecord) {
  constexpr std::string_view kSchema =
      R"({"sex": "person.sexType", "first": "person.firstName", "last": "person.lastName", "name": "person.fullName",
      "user": "internet.user_name", "age": "age", "born": "birthdate", "createdAt": "date.past", "updatedAt": "date.past", "deleted_at": "date.recent"})";
  for (std::uint64_t i = 0; i < 300; ++i) {
    const json::Value row = make(kSchema, i);
    const std::string name(row.at("name").as_string());
    EXPECT_NE(name.find(std::string_view(row.at("first").as_string())), std::string::npos) << name;
    EXPECT_NE(name.find(std::string_view(row.at("last").as_string())), std::string::npos) << name;
    EXPECT_LE(std::string_view(row.at("createdAt").as_string()),
              std::string_view(row.at("updatedAt").as_string()));
    EXPECT_LE(std::string_view(row.at("updatedAt").as_string()),
              std::string_view(row.at("deleted_at").as_string()));
    const int born = std::stoi(std::string(row.at("born").as_string()));
    const auto age = row.at("age").to_number<std::int64_t>();
    EXPECT_TRUE(2026 - born - age == 0 || 2026 - born - age == 1) << born << " " << age;
    EXPECT_GE(age, 18);
  }
}

TEST(Records, CityBelongsToItsCountry) {
  constexpr std::string_view kSchema =
      R"({"city": "location.city", "country": "location.country", "zone": "location.timeZone"})";
  EXPECT_EQ(make(kSchema, 3, 7, "de").at("country"), "Germany");
  EXPECT_EQ(make(kSchema, 3, 7, "de").at("zone"), "Europe/Berlin");
  EXPECT_EQ(make(kSchema, 3, 7, "fr").at("country"), "France");
}

TEST(Records, UniqueValues) {
  constexpr std::string_view kSchema =
      R"({"email": {"$method": "internet.email", "$unique": true}, "code": {"$int": [100, 1099], "$unique": true},
      "pick": {"$oneOf": ["a", "b", "c", "d"], "$unique": true}})";
  const Records records(schema_of(kSchema), Chance(2), {{}, {}, kNow});
  Maker maker(records);
  std::set<std::string> emails, codes, picks;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const fake::Value row = *maker.record(0, i);
    emails.insert(std::string(row.member("email")->text()));
    codes.insert(fake::to_json(*row.member("code")));
    if (i < 4) picks.insert(std::string(row.member("pick")->text()));
    EXPECT_TRUE(checks::find_kind("email")->check(row.member("email")->text()))
        << row.member("email")->text();
  }
  EXPECT_EQ(emails.size(), 1000u);
  EXPECT_EQ(codes.size(), 1000u);
  EXPECT_EQ(picks.size(), 4u);
}

TEST(Records, NullProbabilityAndWeights) {
  const Records records(
      schema_of(
          R"({"n": {"$int": 5, "$null": 0.25}, "w": {"$oneOf": [{"$weight": 9, "value": "often"}, {"$weight": 1, "value": "rare"}]}})"),
      Chance(2), {{}, {}, kNow});
  Maker maker(records);
  int nulls = 0, rare = 0;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    const fake::Value row = *maker.record(0, i);
    nulls += row.member("n")->get<std::nullptr_t>() != nullptr;
    rare += row.member("w")->text() == "rare";
  }
  EXPECT_NEAR(nulls, 1000, 150);
  EXPECT_NEAR(rare, 400, 100);
}

constexpr std::string_view kShop = R"({"$records": {
    "user": {"$count": 50, "id": "int", "orders": {"$many": "order.id"}, "name": "person.fullName"},
    "order": {"$count": 333, "id": "int", "userId": {"$ref": "user.id"}, "userName": {"$ref": "user.name"}}}})";

TEST(Records, RelationsHoldInBothDirections) {
  for_each_seed(10, [](const Chance& chance) {
    const Records records(schema_of(kShop), Chance(chance.bits()), {{}, {}, kNow});
    Maker maker(records);
    std::map<std::string, std::string> owner, name;
    std::size_t listed = 0;
    for (std::uint64_t i = 0; i < records.count(0); ++i) {
      const fake::Value user = *maker.record(0, i);
      const std::string id = fake::to_json(*user.member("id"));
      name[id] = user.member("name")->text();
      for (const fake::Value& order : *user.member("orders")->get<fake::Value::Array>()) {
        EXPECT_TRUE(owner.emplace(fake::to_json(order), id).second) << "an order of two users";
        ++listed;
      }
    }
    EXPECT_EQ(listed, records.count(1));
    for (std::uint64_t i = 0; i < records.count(1); ++i) {
      const fake::Value order = *maker.record(1, i);
      const std::string user = fake::to_json(*order.member("userId"));
      EXPECT_EQ(owner[fake::to_json(*order.member("id"))], user);
      EXPECT_EQ(name[user], order.member("userName")->text());
    }
  });
}

TEST(Records, FieldsInARingAreAnError) {
  const Records records(schema_of(R"({"a": "{{this.b}}", "b": "{{this.a}}"})"), Chance(2),
                        {{}, {}, kNow});
  Maker maker(records);
  const Result<fake::Value> row = maker.record(0, 0);
  ASSERT_FALSE(row);
  EXPECT_NE(row.error().message.find("ring"), std::string::npos);
  EXPECT_FALSE(maker.record(0, 1)) << "and the maker goes on working";
}

TEST(Records, ListsHaveALimit) {
  const Records records(
      schema_of(R"({"a": {"$array": {"b": {"$array": 1, "$count": 1000}}, "$count": 100}})"),
      Chance(2), {{}, {}, kNow, 50'000});
  Maker maker(records);
  std::string out = "before";
  const Status status = maker.append_json(0, 0, out);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, Code::kLimit);
  EXPECT_EQ(out, "before");
}

TEST(Relation, ParentAndChildrenAgree) {
  for_each_seed(60, [](const Chance& chance) {
    const std::uint64_t parents = 1 + chance.fork("p").below(40);
    const std::uint64_t children = 1 + chance.fork("c").below(400);
    const Relation relation(chance, parents, children);
    std::set<std::uint64_t> seen;
    for (std::uint64_t p = 0; p < parents; ++p) {
      for (std::uint64_t slot = relation.first(p); slot < relation.first(p + 1); ++slot) {
        EXPECT_EQ(relation.parent(relation.child(slot)), p);
        seen.insert(relation.child(slot));
      }
    }
    EXPECT_EQ(seen.size(), children);
  });
}

TEST(Permutation, IsOne) {
  for (const std::uint64_t size : {1ull, 2ull, 3ull, 10ull, 1000ull, 4097ull}) {
    const Permutation order(Chance(9), size);
    std::set<std::uint64_t> seen;
    for (std::uint64_t i = 0; i < size; ++i) {
      seen.insert(order.at(i));
      EXPECT_LT(order.at(i), size);
      EXPECT_EQ(order.where(order.at(i)), i);
    }
    EXPECT_EQ(seen.size(), size);
  }
}

// As a script with faker.seed(42) that makes the fields one after the other.
TEST(Records, AStreamIsFakersOwn) {
  const Records records(schema_of(R"J({"a": "person.firstName", "b": "number.int(100)"})J"),
                        Chance(0), {{}, {}, kNow});
  fake::Mersenne draws(42), again(42);
  fake::Engine engine(draws), other(again);
  Maker maker(records, engine);
  for (std::uint64_t i = 0; i < 20; ++i) {
    const fake::Value row = *maker.record(0, i);
    EXPECT_EQ(row.member("a")->text(), fake::to_string(*fake::call(other, "person.firstName")));
    EXPECT_EQ(fake::to_json(*row.member("b")),
              fake::to_json(*fake::Call::parse("number.int(100)")->value(other)));
  }
}

TEST(KeyedValue, DoesNotDependOnOthers) {
  const fake::Value first = *keyed_value(Chance(1), "users/42", "person.fullName");
  (void)keyed_value(Chance(1), "users/43", "person.fullName");
  EXPECT_EQ(*keyed_value(Chance(1), "users/42", "person.fullName")->get<std::string>(),
            *first.get<std::string>());
  EXPECT_NE(fake::to_json(*keyed_value(Chance(2), "users/42", "person.fullName")),
            fake::to_json(first));
  EXPECT_FALSE(keyed_value(Chance(1), "x", "person.nobody"));
}

}  // namespace
}  // namespace mimus::records
