#include "stub_store.h"

#include <gtest/gtest.h>

#include "serving_for_tests.h"

namespace mimus::serve {
namespace {

// A stub of WireMock's manner for a path, told apart by a number.
stub::Stub numbered(std::string_view path, std::uint64_t number, std::string text) {
  stub::Stub made = text_stub(path, std::move(text));
  made.request.manner = match::Manner::kWireMock;
  made.id = stub::derive_id(match::RequestPattern(), 0, number);
  made.more.edit().document = "{\"n\":" + std::to_string(number) + "}";
  return made;
}

stub::Stub in_file(stub::Stub made, std::string document = "{}") {
  made.origin.file = "mappings/a.json";
  made.more.edit().document = std::move(document);
  return made;
}

stub::Stub in_scenario(stub::Stub made, std::string scenario) {
  made.more.edit().scenario = stub::ScenarioStep{std::move(scenario), std::nullopt, "moved"};
  return made;
}

stub::Stub broken(stub::Stub made) {
  made.request.conditions.push_back({match::Place::kHeader, "A", {{"matches", json::Value("(")}}});
  return made;
}

TEST(StubStore, CreateIsAskedBeforeOlderOnes) {
  Mocks mocks({});
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 1, "old")));
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 2, "new")));
  EXPECT_EQ(mocks.get("/a").body, "new");
  stub::Stub urgent = numbered("/a", 3, "urgent");
  urgent.priority = 1;
  ASSERT_TRUE(mocks.world.stubs.create(urgent));
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 4, "newest")));
  EXPECT_EQ(mocks.get("/a").body, "urgent") << "priority comes first";
}

TEST(StubStore, ATakenIdIsAConflict) {
  Mocks mocks({});
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 1, "first")));
  const auto again = mocks.world.stubs.create(numbered("/b", 1, "second"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::kConflict);
  EXPECT_FALSE(mocks.get("/b").matched);
}

TEST(StubStore, AStubThatDoesNotCompileChangesNothing) {
  Mocks mocks({});
  const auto bad = mocks.world.stubs.create(broken(numbered("/a", 1, "x")));
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().where.pointer, "/when/header/A/matches");
  EXPECT_EQ(mocks.world.live.current()->stubs.size(), 0u);
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 1, "good")));
  EXPECT_FALSE(mocks.world.stubs.replace(broken(numbered("/a", 1, "x"))));
  EXPECT_EQ(mocks.get("/a").body, "good");
}

TEST(StubStore, ReplaceKeepsThePlace) {
  Mocks mocks({});
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 1, "old")));
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 2, "new")));
  ASSERT_TRUE(mocks.world.stubs.replace(numbered("/a", 1, "edited")));
  EXPECT_EQ(mocks.get("/a").body, "new");
  ASSERT_NE(mocks.world.stubs.remove(numbered("/a", 2, "").id), nullptr);
  EXPECT_EQ(mocks.get("/a").body, "edited");
  const auto missing = mocks.world.stubs.replace(numbered("/a", 9, "x"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::kNotFound);
}

TEST(StubStore, RemoveOneOrAllThatAreWanted) {
  Mocks mocks({});
  for (std::uint64_t i = 0; i < 6; ++i)
    ASSERT_TRUE(mocks.world.stubs.create(numbered("/" + std::to_string(i), i, "x")));
  EXPECT_EQ(mocks.world.stubs.remove(numbered("/", 99, "").id), nullptr);
  const auto is_even = [](const stub::CompiledStub& stub) {
    return (stub.source.label.back() - '0') % 2 == 0;
  };
  EXPECT_EQ(mocks.world.stubs.remove_if(is_even).size(), 3u);
  EXPECT_FALSE(mocks.get("/4").matched);
  EXPECT_TRUE(mocks.get("/5").matched);
  EXPECT_EQ(mocks.world.stubs.remove_if([](const auto&) { return true; }).size(), 3u);
  EXPECT_EQ(mocks.world.live.current()->stubs.size(), 0u);
}

// ---- import ------------------------------------------------------------------------------------

TEST(StubStoreImport, TheFirstOneIsAskedFirst) {
  Mocks mocks({});
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 1, "there before")));
  ASSERT_TRUE(mocks.world.stubs.import(
      {.stubs = {numbered("/a", 2, "first"), numbered("/a", 3, "second")}}));
  EXPECT_EQ(mocks.get("/a").body, "first");
}

TEST(StubStoreImport, OverwritesInPlaceOrLeavesOut) {
  Mocks mocks({});
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 1, "old")));
  ASSERT_TRUE(
      mocks.world.stubs.import({.stubs = {numbered("/a", 1, "ignored")}, .overwrite = false}));
  EXPECT_EQ(mocks.get("/a").body, "old");
  ASSERT_TRUE(mocks.world.stubs.import({.stubs = {numbered("/a", 1, "over")}}));
  EXPECT_EQ(mocks.get("/a").body, "over");
}

TEST(StubStoreImport, DeletesTheOthersAndSaysWhich) {
  Mocks mocks({});
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 1, "a")));
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/b", 2, "b")));
  const auto removed =
      mocks.world.stubs.import({.stubs = {numbered("/b", 2, "b again")}, .delete_others = true});
  ASSERT_TRUE(removed);
  ASSERT_EQ(removed->size(), 1u);
  EXPECT_EQ(removed->front()->source.id, numbered("/a", 1, "").id);
  EXPECT_FALSE(mocks.get("/a").matched);
  EXPECT_EQ(mocks.get("/b").body, "b again");
}

TEST(StubStoreImport, AllOfItOrNothing) {
  Mocks mocks({});
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/a", 1, "a")));
  const auto failed = mocks.world.stubs.import(
      {.stubs = {numbered("/b", 2, "b"), broken(numbered("/c", 3, "c")), numbered("/d", 4, "d")},
       .delete_others = true});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().where.pointer.substr(0, 12), "/mappings/1/");
  EXPECT_TRUE(mocks.get("/a").matched);
  EXPECT_FALSE(mocks.get("/d").matched);
}

// ---- files -------------------------------------------------------------------------------------

std::optional<std::size_t> take(Mocks& mocks, std::vector<stub::Stub> stubs, bool only = false) {
  std::vector<Error> errors;
  StubStore::Files files;
  files.stubs = std::move(stubs);
  files.only = only;
  return mocks.world.stubs.take_files(std::move(files), errors);
}

TEST(StubStoreFiles, WhatAnApiBroughtStays) {
  Mocks mocks({});
  ASSERT_TRUE(mocks.world.stubs.create(numbered("/api", 1, "api")));
  EXPECT_EQ(take(mocks, {in_file(numbered("/file", 2, "file"))}), 2u);
  EXPECT_TRUE(mocks.get("/api").matched);
  EXPECT_EQ(take(mocks, {in_file(numbered("/file", 2, "file"))}, true), 1u);
  EXPECT_FALSE(mocks.get("/api").matched) << "the files alone count";
}

TEST(StubStoreFiles, WhatAnApiDidToAStubStaysAsLongAsItsFileReadsAsBefore) {
  Mocks mocks({});
  const stub::Stub file = in_file(numbered("/a", 1, "file"), "{\"body\":\"file\"}");
  ASSERT_EQ(take(mocks, {file}), 1u);
  ASSERT_TRUE(
      mocks.world.stubs.replace(in_file(numbered("/a", 1, "edited"), "{\"body\":\"edited\"}")));
  ASSERT_EQ(take(mocks, {file}), 1u);
  EXPECT_EQ(mocks.get("/a").body, "edited");
  ASSERT_EQ(take(mocks, {in_file(numbered("/a", 1, "written anew"), "{\"body\":\"anew\"}")}), 1u);
  EXPECT_EQ(mocks.get("/a").body, "written anew");
}

TEST(StubStoreFiles, OneThatWasDeletedStaysAway) {
  Mocks mocks({});
  const stub::Stub file = in_file(numbered("/a", 1, "file"));
  ASSERT_EQ(take(mocks, {file}), 1u);
  ASSERT_NE(mocks.world.stubs.remove(file.id), nullptr);
  EXPECT_EQ(take(mocks, {file}), 0u);
  EXPECT_EQ(take(mocks, {file}, true), 1u) << "a reset brings it back";
}

TEST(StubStoreFiles, ErrorsOfAllStubsAndNothingChanges) {
  Mocks mocks({text_stub("/a", "before")});
  std::vector<Error> errors;
  StubStore::Files files;
  files.stubs = {in_file(broken(numbered("/b", 1, "b"))), in_file(numbered("/c", 2, "c")),
                 in_file(broken(numbered("/d", 3, "d")))};
  EXPECT_FALSE(mocks.world.stubs.take_files(std::move(files), errors));
  EXPECT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors.front().where.source, "mappings/a.json");
  EXPECT_TRUE(mocks.get("/a").matched);
  EXPECT_FALSE(mocks.get("/c").matched);
}

TEST(StubStoreFiles, NativeStubsKeepTheOrderOfTheirFile) {
  Mocks mocks({});
  stub::Stub first = text_stub("/a", "first"), second = text_stub("/a", "second");
  second.id = stub::derive_id(second.request, 5, 1);
  first.origin.file = second.origin.file = "mimus.yaml";
  ASSERT_EQ(take(mocks, {first, second}), 2u);
  EXPECT_EQ(mocks.get("/a").body, "first");
}

// ---- scenarios ---------------------------------------------------------------------------------

TEST(StubStoreScenarios, AScenarioLivesAsLongAsAStubNamesIt) {
  Mocks mocks({});
  StubStore& store = mocks.world.stubs;
  ASSERT_TRUE(store.create(in_scenario(numbered("/a", 1, "a"), "walk")));
  ASSERT_TRUE(store.create(in_scenario(numbered("/b", 2, "b"), "walk")));
  (void)mocks.get("/a");
  ASSERT_EQ(mocks.world.scenarios.state("walk"), "moved");
  ASSERT_NE(store.remove(numbered("/a", 1, "").id), nullptr);
  EXPECT_EQ(mocks.world.scenarios.state("walk"), "moved");
  ASSERT_TRUE(store.replace(in_scenario(numbered("/b", 2, "b"), "walk")));
  EXPECT_EQ(mocks.world.scenarios.state("walk"), "moved") << "an edit is no end";
  ASSERT_NE(store.remove(numbered("/b", 2, "").id), nullptr);
  EXPECT_EQ(mocks.world.scenarios.state("walk"), "Started");
}

TEST(StubStoreScenarios, AReloadKeepsThemAndAResetStartsThemAgain) {
  Mocks mocks({});
  const stub::Stub file = in_file(in_scenario(numbered("/a", 1, "a"), "walk"));
  ASSERT_EQ(take(mocks, {file}), 1u);
  (void)mocks.get("/a");
  ASSERT_EQ(take(mocks, {file}), 1u);
  EXPECT_EQ(mocks.world.scenarios.state("walk"), "moved");
  ASSERT_EQ(take(mocks, {file}, true), 1u);
  EXPECT_EQ(mocks.world.scenarios.state("walk"), "Started");
}

}  // namespace
}  // namespace mimus::serve
