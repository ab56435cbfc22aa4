#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "stub/compiled_stub.h"
#include "support/property.h"
#include "support/shared_data.h"
#include "testing.h"

namespace mimus::native {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

Configuration load_well(const std::string& text) {
  Loaded loaded = load_here(text);
  EXPECT_EQ(described(loaded.errors), Lines{});
  return loaded.configuration ? *std::move(loaded.configuration) : Configuration{};
}

Lines labels(const Configuration& configuration) {
  Lines out;
  for (const stub::Stub& stub : configuration.stubs) out.push_back(stub.label);
  return out;
}

// ---- forms -------------------------------------------------------------------------------------

struct Form {
  std::string_view rule, text;
  Lines labels;
};
const Form kForms[] = {
    {"an object with routes", "routes: [{path: /a}]", {"ANY /a"}},
    {"an object with endpoints", R"({"endpoints": [{"path": "/a", "method": "GET"}]})", {"GET /a"}},
    {"a list", "- path: /a\n- path: /b", {"ANY /a", "ANY /b"}},
    {"a stream", "routes: [{path: /a}]\n---\n- path: /b", {"ANY /a", "ANY /b"}},
    {"settings alone", "port: 80", {}},
    {"routes still to be written", "routes:", {}},
    {"nothing at all", "", {}},
};
TEST(Configuration, Forms) {
  for (const Form& row : kForms) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(labels(load_well(std::string(row.text))), row.labels);
  }
}

TEST(Configuration, SeedThreesDocumentWithItsStrayBlanks) {
  const Configuration configuration = load_well(R"([{
"path" : " /api/endpoint" ,
"method" : " GET" ,
"response" : {"data" : " value" },
"status" : 200 ,
"latency_ms" : 100 ,
"failure_rate" : 0.1
}])");
  ASSERT_EQ(configuration.stubs.size(), 1u);
  const stub::Stub& stub = configuration.stubs[0];
  EXPECT_EQ(stub.label, "GET /api/endpoint");
  EXPECT_TRUE(delays(stub, stub::FixedDelay{stub::Milliseconds(100)}));
  ASSERT_TRUE(stub.failure);
  EXPECT_EQ(stub.failure->rate, 0.1);
  EXPECT_EQ(
      described(configuration.warnings),
      (Lines{"m.yaml:2:10: path has blanks around it, which are ignored; write \"/api/endpoint\"",
             "m.yaml:3:12: method has blanks around it, which are ignored; write \"GET\""}));
}

TEST(Configuration, SeedTwosForm) {
  const Configuration configuration =
      load_well(R"([{"PATH": "/api/1", "VALUE": {"n": "{{x}} é"}}, {"PATH": "/", "VALUE": []}])");
  ASSERT_EQ(configuration.stubs.size(), 2u);
  const stub::Stub& stub = configuration.stubs[0];
  EXPECT_EQ(stub.request.path, match::PathPattern::prefix("/api/1"));
  EXPECT_TRUE(stub.request.methods.empty());
  EXPECT_FALSE(stub.cors->enabled);
  stub::ResponseSpec expected;
  expected.fields = {{"Content-type", "application/json; charset=utf-8"},
                     {"Access-Control-Allow-Origin", "*"}};
  expected.body = stub::JsonBody{json::Object{{"n", "{{x}} é"}}, false};
  EXPECT_EQ(stub.responses, std::vector{expected});
  ASSERT_TRUE(configuration.settings.unmatched);
  EXPECT_EQ(configuration.settings.unmatched->head,
            "HTTP/1.1 404 Not Found\r\nContent-type: text/plain; charset=utf-8\r\nContent-Length: "
            "13\r\n");
  EXPECT_EQ(configuration.settings.unmatched->body, "404 Not Found");
}

// The seed's own loop: the first PATH that the path starts with.
TEST(Configuration, SeedTwosFirstPrefixWins) {
  for_each_seed(300, [](const Chance& chance) {
    const auto text_of = [](const Chance& of) {
      std::string text = "/";
      for (std::uint64_t i = 0, length = of.fork("length").below(4); i < length; ++i) {
        text += "ab/"[of.fork(i).below(3)];
      }
      return text;
    };
    Lines paths;
    json::Array list;
    for (std::uint64_t i = 0; i < 5; ++i) {
      paths.push_back(text_of(chance.fork("entry").fork(i)));
      list.push_back(json::Object{{"PATH", paths.back()}, {"VALUE", i}});
    }
    const std::string asked = text_of(chance.fork("asked"));
    const auto expected = std::find_if(paths.begin(), paths.end(), [&](const std::string& path) {
      return asked.starts_with(path);
    });
    const Configuration configuration = load_well(json::write(list));
    std::optional<stub::Rank> best;
    std::size_t chosen = paths.size();
    for (std::size_t i = 0; i < configuration.stubs.size(); ++i) {
      auto compiled = stub::CompiledStub::compile(stub::Stub(configuration.stubs[i]),
                                                  static_cast<std::int64_t>(i));
      ASSERT_TRUE(compiled);
      match::Captures captures;
      if (!(*compiled)->source.request.path.match(asked, captures)) continue;
      if (best && *best < (*compiled)->rank) continue;
      best = (*compiled)->rank;
      chosen = i;
    }
    EXPECT_EQ(chosen, static_cast<std::size_t>(expected - paths.begin())) << asked;
  });
}

// ---- settings ----------------------------------------------------------------------------------

TEST(Configuration, Settings) {
  const Configuration configuration = load_well(
      "{port: 9090, host: 0.0.0.0, seed: 18446744073709551615, cors: false,"
      " unmatched: {status: 410, text: 'gone {{x'}}");
  EXPECT_EQ(configuration.settings.port, 9090);
  EXPECT_EQ(configuration.settings.host, "0.0.0.0");
  EXPECT_EQ(configuration.settings.seed, 18446744073709551615u);
  EXPECT_FALSE(configuration.settings.cors.enabled);
  ASSERT_TRUE(configuration.settings.unmatched);
  EXPECT_EQ(configuration.settings.unmatched->body, "gone {{x");
  EXPECT_EQ(
      configuration.settings.unmatched->head,
      "HTTP/1.1 410 Gone\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 8\r\n");
}

TEST(Configuration, DefaultsReachEveryRouteThatDoesNotSayOtherwise) {
  const Configuration configuration = load_well(R"(
routes:
  - { path: /plain, html: x }
  - { path: /own, latency_ms: 0, failure_rate: 0, cors: true, headers: { a: y, B: null }, html: x }
latency_ms: 20
headers: { A: x, B: z, Content-Type: text/x }
failure: { status: 503, text: no }
failure_rate: 0.5
cors: false
)");
  ASSERT_EQ(configuration.stubs.size(), 2u);
  const stub::Stub& plain = configuration.stubs[0];
  EXPECT_TRUE(delays(plain, stub::FixedDelay{stub::Milliseconds(20)}));
  EXPECT_FALSE(plain.cors->enabled);
  const std::vector<http::OwnedField> fields{{"A", "x"}, {"B", "z"}, {"Content-Type", "text/x"}};
  EXPECT_EQ(plain.responses[0].fields, fields);
  ASSERT_TRUE(plain.failure);
  EXPECT_EQ(plain.failure->rate, 0.5);
  const auto& failure = std::get<stub::ResponseSpec>(plain.failure->outcome);
  EXPECT_EQ(failure.status, 503);
  EXPECT_EQ(failure.fields, fields);

  const stub::Stub& own = configuration.stubs[1];
  EXPECT_TRUE(delays(own, std::monostate()));
  EXPECT_TRUE(own.cors->enabled);
  EXPECT_FALSE(own.failure);
  EXPECT_EQ(own.responses[0].fields,
            (std::vector<http::OwnedField>{{"Content-Type", "text/x"}, {"a", "y"}}));
}

// ---- identity ----------------------------------------------------------------------------------

TEST(Configuration, EqualRoutesHaveDifferentIdsAndAReloadTheSame) {
  const std::string text = "[{path: /a}, {path: /a}, {path: /b}]";
  const Configuration once = load_well(text);
  const Configuration again = load_well(text);
  ASSERT_EQ(once.stubs.size(), 3u);
  EXPECT_NE(once.stubs[0].id, once.stubs[1].id);
  EXPECT_NE(once.stubs[0].id, once.stubs[2].id);
  EXPECT_EQ(once.stubs, again.stubs);
}

// ---- files and folders -------------------------------------------------------------------------

class Folder : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(::testing::TempDir()) /
            (std::string("mimus_native_") +
             ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, std::string_view text) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << text;
  }
  // Messages without the folder's name, which differs from machine to machine.
  Lines cut(const std::vector<Error>& errors) const {
    Lines lines = described(errors);
    for (std::string& line : lines) {
      for (std::size_t at; (at = line.find(root_.string() + "/")) != std::string::npos;) {
        line.erase(at, root_.string().size() + 1);
      }
    }
    return lines;
  }

  fs::path root_;
};

TEST_F(Folder, IsReadInNameOrderWithoutWhatIsForeign) {
  write("b.yml", "- path: /b");
  write("a/z.json", R"([{"path": "/a"}])");
  write("c.yaml", "- path: /c");
  for (const char* foreign : {"package.json", "tsconfig.app.json", ".hidden.json", ".git/x.json",
                              "node_modules/x.json", "__files/x.json", "notes.txt"}) {
    write(foreign, "not: [a, configuration");
  }
  const Loaded loaded = load({root_});
  EXPECT_EQ(cut(loaded.errors), Lines{});
  ASSERT_TRUE(loaded.configuration);
  EXPECT_EQ(labels(*loaded.configuration), (Lines{"ANY /a", "ANY /b", "ANY /c"}));
  EXPECT_EQ(loaded.configuration->stubs[2].origin,
            (stub::Origin{(root_ / "c.yaml").string(), 1, "/0"}));
}

TEST_F(Folder, WhatOneFileServesAsABodyIsNoConfiguration) {
  write("mimus.yaml", "- {path: /a, file: data/a.json}");
  write("data/a.json", R"({"neither": "routes"})");
  const Loaded loaded = load({root_});
  EXPECT_EQ(cut(loaded.errors), Lines{});
}

TEST_F(Folder, LaterFilesWinAndAContradictionIsAWarning) {
  write("a.yaml", "{port: 1, latency_ms: 5, routes: [{path: /a}]}");
  write("b.yaml", "{port: 2, latency_ms: 5}");
  const Loaded loaded = load({root_});
  ASSERT_TRUE(loaded.configuration);
  EXPECT_EQ(loaded.configuration->settings.port, 2);
  EXPECT_EQ(cut(loaded.configuration->warnings),
            Lines{"b.yaml:1:2: 'port' was given otherwise in a.yaml; this one wins"});
}

TEST_F(Folder, SettingsReachTheRoutesOfEarlierFiles) {
  write("a.yaml", "- path: /a");
  write("z.yaml", "latency_ms: 7");
  const Loaded loaded = load({root_});
  ASSERT_TRUE(loaded.configuration);
  EXPECT_TRUE(delays(loaded.configuration->stubs[0], stub::FixedDelay{stub::Milliseconds(7)}));
}

TEST_F(Folder, FaultsOfAllFilesAreTold) {
  write("a.yaml", "- pth: /a");
  write("b.yaml", "- [");
  write("c.yaml", "- {path: /a, status: x}");
  const Loaded loaded = load({root_, root_ / "missing.yaml"});
  EXPECT_FALSE(loaded.configuration);
  const Lines lines = cut(loaded.errors);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0], "cannot open 'missing.yaml': No such file or directory");
  EXPECT_TRUE(lines[1].starts_with("b.yaml:")) << lines[1];
  EXPECT_EQ(lines[2], "a.yaml:1:3: unknown key 'pth'; did you mean 'path'?");
  EXPECT_EQ(lines[3], "c.yaml:1:22: status must be a status from 200 to 599; got a string");
}

TEST_F(Folder, WhatIsMissingIsWatchedFor) {
  write("a.yaml", "- {path: /a, file: later.txt}");
  Loaded loaded = load({root_});
  EXPECT_FALSE(loaded.configuration);
  const auto watched = [&](const fs::path& path) {
    return std::find(loaded.files.begin(), loaded.files.end(), path) != loaded.files.end();
  };
  EXPECT_TRUE(watched(root_));
  EXPECT_TRUE(watched(root_ / "a.yaml"));
  EXPECT_TRUE(watched(root_ / "later.txt"));
  write("later.txt", "here");
  EXPECT_TRUE(load({root_}).configuration);
}

// ---- what we ship ------------------------------------------------------------------------------

TEST(Examples, LoadWithoutAWarningAndCompile) {
  const fs::path examples = fs::path(MIMUS_SOURCE_DIR) / "examples";
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(examples)) {
    if (!entry.is_directory()) continue;
    SCOPED_TRACE(entry.path());
    Loaded loaded = load({entry.path()});
    EXPECT_EQ(described(loaded.errors), Lines{});
    ASSERT_TRUE(loaded.configuration);
    EXPECT_EQ(described(loaded.configuration->warnings), Lines{});
    EXPECT_FALSE(loaded.configuration->stubs.empty());
    for (const stub::Stub& stub : loaded.configuration->stubs) {
      EXPECT_TRUE(stub::CompiledStub::compile(stub::Stub(stub), 0)) << stub.label;
    }
    ++count;
  }
  EXPECT_GE(count, 4u);
}

}  // namespace
}  // namespace mimus::native
