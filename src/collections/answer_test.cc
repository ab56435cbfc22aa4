#include "answer.h"

#include <gtest/gtest.h>

#include "for_tests.h"

namespace mimus::collections {
namespace {

const std::vector<std::string> kShop = {
    R"({"name": "users", "rows": [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Bob"}, {"id": 3, "name": "Cy"}]})",
    R"({"name": "posts", "belongs_to": {"userId": {"to": "users", "on_delete": "cascade"}}, "delete_many": true, "rows": [
        {"id": 1, "userId": 1, "title": "b", "views": 10, "at": {"city": "Rome"}, "tags": ["x", "y"]},
        {"id": 2, "userId": 1, "title": "a", "views": 9, "at": {"city": "Oslo"}},
        {"id": 3, "userId": 2, "title": "c", "views": 100, "draft": true, "at": {"city": "Rome"}}]})",
    R"({"name": "notes", "belongs_to": {"postId": {"to": "posts", "on_delete": "restrict"}}, "rows": [{"id": "n1", "postId": 3}]})",
    R"({"name": "badges", "id": "badge-{n}", "belongs_to": {"userId": {"to": "users", "on_delete": "set-null"}},
        "rows": [{"id": "badge-1", "userId": 2}],
        "validate": {"type": "object", "properties": {"points": {"type": "integer", "minimum": 0}}}})",
};

struct Case {
  std::string_view rule, request, body;
  int status;
  std::string_view column;  // of the list in the answer: ids; else a part of the body
};

constexpr Case kReads[] = {
    {"all rows in their order", "GET /posts", "", 200, "1,2,3"},
    {"a trailing slash is nothing", "GET /posts/", "", 200, "1,2,3"},
    {"one row", "GET /posts/2", "", 200, R"({"id":2,"userId":1,"title":"a","views":9,"at":{"city":"Oslo"}})"},
    {"no such row", "GET /posts/9", "", 404, R"("detail":"there is no row with the id '9' in 'posts'")"},
    {"equal", "GET /posts?userId=1", "", 200, "1,2"},
    {"one of several", "GET /posts?id=3&id=1", "", 200, "1,3"},
    {"numbers are compared as numbers", "GET /posts?views_gte=10", "", 200, "1,3"},
    {"brackets mean the same", "GET /posts?views[lt]=10", "", 200, "2"},
    {"a range", "GET /posts?views_gt=9&views_lt=100", "", 200, "1"},
    {"not equal", "GET /posts?title_ne=a", "", 200, "1,3"},
    {"in", "GET /posts?title_in=a,c", "", 200, "2,3"},
    {"not in", "GET /posts?title_nin=a,c", "", 200, "1"},
    {"like is a regular expression", "GET /posts?title_like=%5E[AB]$", "", 200, "1,2"},
    {"an element of a list", "GET /posts?tags_contains=y", "", 200, "1"},
    {"it is there", "GET /posts?draft_exists=true", "", 200, "3"},
    {"true is a flag", "GET /posts?draft=true", "", 200, "3"},
    {"a member of a member", "GET /posts?at.city=Rome", "", 200, "1,3"},
    {"text anywhere, any case", "GET /posts?q=oslo", "", 200, "2"},
    {"sorted", "GET /posts?sort=title", "", 200, "2,1,3"},
    {"sorted, descending", "GET /posts?sort=-views", "", 200, "3,1,2"},
    {"sorted by several", "GET /posts?sort=at.city,-views", "", 200, "2,3,1"},
    {"json-server's words", "GET /posts?_sort=views&_order=desc&_limit=2", "", 200, "3,1"},
    {"a page", "GET /posts?page=2&limit=2", "", 200, "3"},
    {"a slice", "GET /posts?_start=1&_end=2", "", 200, "2"},
    {"a page behind the end", "GET /posts?page=9&limit=2", "", 200, ""},
    {"fields", "GET /posts?fields=id,at.city&id=1", "", 200, "1"},
    {"children of a row", "GET /users/1/posts", "", 200, "1,2"},
    {"one child", "GET /users/1/posts/2", "", 200, R"("title":"a")"},
    {"another's child", "GET /users/1/posts/3", "", 404, "there is no row"},
    {"children of nobody", "GET /users/9/posts", "", 404, "in 'users'"},
    {"no such relation", "GET /users/1/post", "", 404, "did you mean 'posts'?"},
    {"children inside", "GET /users/2?_embed=posts", "", 200, R"("posts":[{"id":3)"},
    {"the parent inside", "GET /posts/3?expand=user", "", 200, R"("user":{"id":2,"name":"Bob"})"},
    {"nothing to embed", "GET /users/2?_embed=pots", "", 400, "did you mean 'posts'?"},
    {"an unknown member names the nearest", "GET /posts?titel=a", "", 400, "did you mean 'title'?"},
    {"an unknown operator too", "GET /posts?views[gtt]=1", "", 400, "there is no operator 'gtt'"},
    {"an unknown operator behind a bar", "GET /posts?views_gtee=1", "", 400, "did you mean 'gte'?"},
    {"a bad page", "GET /posts?page=0", "", 400, R"("parameter":"page")"},
    {"too large a page", "GET /posts?limit=5000", "", 400, "at most 1000 rows at once"},
    {"a bad expression", "GET /posts?title_like=(", "", 400, "is no regular expression"},
    {"a bad cursor", "GET /posts?cursor=abc", "", 400, "this cursor is not one of ours"},
    {"no such method", "TRACE /posts", "", 405, "one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"},
    {"lists are deleted only when allowed", "DELETE /users?name=Ada", "", 405, "takes no DELETE"},
};

TEST(Answer, Reads) {
  Store store;
  define(store, kShop);
  for (const Case& row : kReads) {
    SCOPED_TRACE(row.rule);
    const Answer said = ask(store, row.request, row.body);
    EXPECT_EQ(said.status, row.status) << said.body;
    if (said.status == 200 && said.body.starts_with('[')) {
      EXPECT_EQ(column(said), row.column);
    } else {
      EXPECT_NE(said.body.find(row.column), std::string::npos) << said.body;
    }
    if (said.status >= 400) {
      EXPECT_EQ(field(said, "Content-Type"), "application/problem+json");
      EXPECT_EQ(parsed(said.body).at("status").as_int64(), said.status);
    }
  }
}

struct Change {
  std::string_view rule, request, body;
  int status;
  std::string_view part;                   // of the answer
  std::string_view then, after;            // a list that is asked for afterwards, and its ids
};
constexpr Change kChanges[] = {
    {"a new row gets the next number", "POST /users", R"({"name": "Di"})", 201, R"({"id":4,"name":"Di"})", "GET /users", "1,2,3,4"},
    {"or brings its id", "POST /users", R"({"id": 70})", 201, R"({"id":70})", "GET /users", "1,2,3,70"},
    {"which nobody has", "POST /users", R"({"id": "2"})", 409, R"("pointer":"/id")", "GET /users", "1,2,3"},
    {"a pattern makes ids", "POST /badges", R"({})", 201, R"({"id":"badge-2"})", "GET /badges", "badge-1,badge-2"},
    {"several at once", "POST /users", R"([{"name": "Di"}, {"name": "Ed"}])", 201, R"("id":5)", "GET /users", "1,2,3,4,5"},
    {"all of them or none", "POST /users", R"([{"name": "Di"}, {"id": 1}])", 409, R"("pointer":"/1/id")", "GET /users", "1,2,3"},
    {"a child gets its parent", "POST /users/2/posts", R"({"title": "d"})", 201, R"("userId":2)", "GET /users/2/posts", "3,4"},
    {"a parent that is not there", "POST /posts", R"({"userId": 9})", 422, "there is no user 9 in 'users'", "GET /posts", "1,2,3"},
    {"a schema", "POST /badges", R"({"points": -1})", 422, R"("errors":[{"pointer":"/points")", "GET /badges", "badge-1"},
    {"no object", "POST /users", "7", 400, "is a JSON object", "GET /users", "1,2,3"},
    {"no JSON", "POST /users", "{\"a\":", 400, "the body is no JSON: line 1", "GET /users", "1,2,3"},
    {"replaced whole", "PUT /users/2", R"({"nick": "B"})", 200, R"({"id":2,"nick":"B"})", "GET /users", "1,2,3"},
    {"PUT creates", "PUT /users/8", R"({"name": "H"})", 201, R"({"id":8,"name":"H"})", "GET /users", "1,2,3,8"},
    {"an id stays", "PUT /users/2", R"({"id": 3})", 409, "stays what it is: 2", "GET /users", "1,2,3"},
    {"merged", "PATCH /posts/1", R"({"views": 11, "tags": null})", 200, R"("views":11)", "GET /posts?views=11", "1"},
    {"several merged", "PATCH /posts", R"([{"id": 1, "views": 0}, {"id": 2, "views": 0}])", 200, R"("views":0)", "GET /posts?views=0", "1,2"},
    {"or none", "PATCH /posts", R"([{"id": 1, "views": 0}, {"id": 9}])", 404, "'9'", "GET /posts?views=0", ""},
    {"all that a filter finds", "PATCH /posts?userId=1", R"({"views": 1})", 200, R"("views":1)", "GET /posts?views=1", "1,2"},
    {"a change without a filter", "PATCH /posts", R"({"views": 1})", 400, "needs a filter", "GET /posts?views=1", ""},
    {"several replaced", "PUT /users", R"([{"id": 1, "name": "A"}, {"id": 9}])", 200, R"({"id":9})", "GET /users", "1,2,3,9"},
    {"gone, and its children", "DELETE /users/1", "", 204, "", "GET /posts", "3"},
    {"kept for a child's sake", "DELETE /posts/3", "", 409, "1 of 'notes' refer to id 3", "GET /posts", "1,2,3"},
    {"and so through a cascade", "DELETE /users/2", "", 409, "refer to id 3 of 'posts'", "GET /users", "1,2,3"},
    {"forgotten", "DELETE /users/3", "", 204, "", "GET /users", "1,2"},
    {"all that a filter finds are gone", "DELETE /posts?views_lt=50", "", 200, R"({"deleted":2})", "GET /posts", "3"},
    {"without a filter nothing", "DELETE /posts", "", 400, "needs a filter", "GET /posts", "1,2,3"},
};

TEST(Answer, Changes) {
  for (const Change& row : kChanges) {
    SCOPED_TRACE(row.rule);
    Store store;
    define(store, kShop);
    const Answer said = ask(store, row.request, row.body);
    EXPECT_EQ(said.status, row.status) << said.body;
    EXPECT_NE(said.body.find(row.part), std::string::npos) << said.body;
    EXPECT_EQ(column(ask(store, row.then)), row.after);
  }
}

TEST(Answer, ADeletedParentIsForgottenWhereTheRelationSaysSo) {
  Store store;
  define(store, {kShop[0], kShop[3]});
  EXPECT_EQ(ask(store, "DELETE /users/2").status, 204);
  EXPECT_EQ(ask(store, "GET /badges/badge-1").body, R"({"id":"badge-1","userId":null})");
}

TEST(Answer, CreationSaysWhere) {
  Store store;
  define(store, kShop);
  EXPECT_EQ(field(ask(store, "POST /users", "{}"), "Location"), "/users/4");
  EXPECT_EQ(field(ask(store, "PUT /users/a%20b", "{}"), "Location"), "/users/a%20b");
  EXPECT_EQ(field(ask(store, "POST /users/1/posts", "{}"), "Location"), "/users/1/posts/4");
}

TEST(Answer, MediaTypes) {
  Store store;
  define(store, kShop);
  const Answer wrong = ask(store, "PATCH /posts/1", "x", {{"Content-Type", "text/plain"}});
  EXPECT_EQ(wrong.status, 415);
  EXPECT_EQ(field(wrong, "Accept-Patch"), "application/merge-patch+json, application/json-patch+json, application/json");
  EXPECT_EQ(ask(store, "POST /posts", "x", {{"Content-Type", "text/csv"}}).status, 415);
  const Fields patch = {{"Content-Type", "application/json-patch+json; charset=utf-8"}};
  const Answer good = ask(store, "PATCH /posts/1", R"([{"op": "test", "path": "/views", "value": 10}, {"op": "remove", "path": "/tags/0"}])", patch);
  EXPECT_EQ(good.status, 200) << good.body;
  EXPECT_NE(good.body.find(R"("tags":["y"])"), std::string::npos);
  EXPECT_EQ(ask(store, "PATCH /posts/1", R"([{"op": "test", "path": "/views", "value": 11}])", patch).status, 409);
  EXPECT_EQ(ask(store, "PATCH /posts/1", R"([{"op": "remove", "path": "/nothing"}])", patch).status, 422);
  const Answer bad = ask(store, "PATCH /posts/1", R"([{"op": "jump"}])", patch);
  EXPECT_EQ(bad.status, 400);
  EXPECT_NE(bad.body.find("\"pointer\":\"/0"), std::string::npos) << bad.body;
}

TEST(Answer, Preconditions) {
  Store store;
  define(store, {R"({"name": "users", "require_match": true, "rows": [{"id": 1, "n": 1}]})"});
  const std::string etag = field(ask(store, "GET /users/1"), "ETag");
  EXPECT_EQ(ask(store, "GET /users/1", "", {{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(ask(store, "PATCH /users/1", R"({"n": 2})").status, 428);
  EXPECT_EQ(ask(store, "PATCH /users/1", R"({"n": 2})", {{"If-Match", "\"other\""}}).status, 412);
  EXPECT_EQ(ask(store, "PATCH /users/1", R"({"n": 2})", {{"If-Match", etag}}).status, 200);
  EXPECT_EQ(ask(store, "DELETE /users/1", "", {{"If-Match", etag}}).status, 412);
  EXPECT_EQ(ask(store, "GET /users/1", "", {{"If-None-Match", etag}}).status, 200);
  EXPECT_EQ(ask(store, "PUT /users/1", "{}", {{"If-Match", "*"}, {"If-None-Match", "*"}}).status, 412);
  EXPECT_EQ(ask(store, "PUT /users/5", "{}", {{"If-None-Match", "*"}}).status, 201);
  EXPECT_EQ(ask(store, "PUT /users/6", "{}", {{"If-Match", "*"}}).status, 412);
}

TEST(Answer, Links) {
  Store store;
  define(store, kShop);
  const Answer page = ask(store, "GET /posts?views_gt=1&page=2&limit=1");
  EXPECT_EQ(field(page, "X-Total-Count"), "3");
  EXPECT_EQ(field(page, "Link"),
            "</posts?views_gt=1&page=1&limit=1>; rel=\"first\", </posts?views_gt=1&page=1&limit=1>; rel=\"prev\", "
            "</posts?views_gt=1&page=3&limit=1>; rel=\"next\", </posts?views_gt=1&page=3&limit=1>; rel=\"last\"");
  EXPECT_EQ(field(ask(store, "GET /posts"), "Link"), "(none)");
  EXPECT_EQ(field(ask(store, "GET /users/1/posts?offset=1&limit=1"), "Link"),
            "</users/1/posts?offset=0&limit=1>; rel=\"first\", </users/1/posts?offset=0&limit=1>; rel=\"prev\", "
            "</users/1/posts?offset=1&limit=1>; rel=\"last\"");
}

// The next page, by the cursor in the Link header.
std::string next_of(const Answer& answer) {
  const std::string link = field(answer, "Link");
  const std::size_t end = link.find(">; rel=\"next\"");
  if (end == std::string::npos) return {};
  return "GET " + link.substr(link.rfind('<', end) + 1, end - link.rfind('<', end) - 1);
}

TEST(Answer, CursorsAreStableUnderWrites) {
  for (const std::string sort : {"", "sort=n&", "sort=-n&", "sort=k,-n&"}) {
    SCOPED_TRACE(sort);
    for (const std::string index : {"[]", "[\"n\"]"}) {
      Store store;
      define(store, {R"({"name": "list", "index": )" + index + R"(, "rows": [{"id": 1, "n": 5, "k": 1}, {"id": 2, "n": 5, "k": 1},
                     {"id": 3, "n": 4, "k": 1}, {"id": 4, "n": 6, "k": 1}, {"id": 5, "n": 6, "k": 1}]})"});
      const std::string whole = column(ask(store, "GET /list?" + sort));
      std::string seen;
      int page = 0;
      for (std::string at = "GET /list?" + sort + "limit=2&cursor="; !at.empty(); ++page) {
        const Answer said = ask(store, at);
        ASSERT_EQ(said.status, 200) << said.body;
        seen += (seen.empty() ? "" : ",") + column(said);
        at = next_of(said);
        // What comes and goes before the cursor moves nobody behind it.
        if (page == 0) ask(store, "DELETE /list/" + seen.substr(0, 1));
        if (page == 0) ask(store, "POST /list", sort.find("-n") != std::string::npos ? R"({"n": 99, "k": 0})" : sort.empty() ? R"({"id": 100, "n": 1, "k": 0})" : R"({"n": -1, "k": 0})");
      }
      EXPECT_EQ(seen, sort.empty() ? whole + ",100" : whole);
    }
  }
}

TEST(Answer, ASingularResourceIsOneObject) {
  Store store;
  define(store, {R"({"name": "profile", "singular": true, "rows": [{"name": "typicode"}]})"});
  EXPECT_EQ(ask(store, "GET /profile").body, R"({"name":"typicode"})");
  EXPECT_EQ(ask(store, "PATCH /profile", R"({"a": 1})").body, R"({"name":"typicode","a":1})");
  EXPECT_EQ(ask(store, "PUT /profile", R"({"b": 1})").body, R"({"b":1})");
  EXPECT_EQ(ask(store, "DELETE /profile").status, 405);
  EXPECT_EQ(ask(store, "GET /profile/1").status, 404);
}

TEST(Answer, OptionsAndUnknownCollections) {
  Store store;
  define(store, kShop);
  EXPECT_EQ(field(ask(store, "OPTIONS /users/1"), "Allow"), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
  EXPECT_EQ(field(ask(store, "OPTIONS /users"), "Allow"), "GET, HEAD, POST, PUT, PATCH, OPTIONS");
  EXPECT_EQ(ask(store, "GET /user").status, 404);
}

TEST(Answer, ALenientCollectionIgnoresWhatItDoesNotKnow) {
  Store store;
  define(store, {R"({"name": "users", "lenient": true, "rows": [{"id": 1}]})"});
  EXPECT_EQ(column(ask(store, "GET /users?_utm=1&sort=nothing&a[zz]=1")), "1");
}

TEST(Answer, APutOfAListMayReplaceAll) {
  Store store;
  define(store, {R"({"name": "users", "put_replaces_all": true, "rows": [{"id": 1}, {"id": 2}]})"});
  EXPECT_EQ(column(ask(store, "PUT /users", R"([{"id": 2, "a": 1}, {"id": 7}])")), "2,7");
  EXPECT_EQ(column(ask(store, "GET /users")), "2,7");
}

}  // namespace
}  // namespace mimus::collections
