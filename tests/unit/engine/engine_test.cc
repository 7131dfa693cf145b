#include "scanner/engine.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/memory_input.h"
#include "scanner/detect/blob_scanner.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

constexpr std::string_view kContoso = R"toml(
[[rules]]
id = "contoso-key"
regex = '''contoso_([a-z0-9]{12})'''
)toml";
constexpr std::string_view kContosoText = "k = contoso_q7xk2mtw9zpv";

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    ::setenv("XDG_CACHE_HOME", (sandbox_.home() + "/cache").c_str(), 1);
  }

  std::string rule_file(std::string_view name, std::string_view toml) const {
    sandbox_.write(name, toml);
    return sandbox_.at(name);
  }

  // The one database that the cache holds; empty if there is none.
  std::string cached() const {
    const std::string folder = sandbox_.home() + "/cache/patrol/databases";
    std::string found;
    if (!std::filesystem::exists(folder)) return found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.file_size() < 100) continue;  // the cache's key
      EXPECT_EQ(found, "");
      found = entry.path();
    }
    return found;
  }

  Sandbox sandbox_;
};

std::vector<std::string> enabled_ids(const Engine& engine) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < engine.rules->size(); ++i) {
    if (engine.enabled[i]) ids.emplace_back(engine.rules->rules()[i].id);
  }
  return ids;
}

// The rules that name something in `text`.
std::vector<std::string> named_in(const Engine& engine, std::string_view text) {
  Result<BlobScanner> scanner = BlobScanner::make(*engine.detector);
  EXPECT_TRUE(scanner);
  MemoryInput input(text);
  const std::atomic<bool> stop = false;
  std::vector<std::string> ids;
  for (const Detection& d : scanner->scan(input, stop).detections) {
    ids.emplace_back((*engine.rules)[d.rule].id);
  }
  return ids;
}

std::string error_of(const RuleChoice& choice) {
  const Result<Engine> engine = make_engine(choice);
  return engine ? "no error" : engine.error().message;
}

ino_t inode(const std::string& file) {
  struct stat found = {};
  EXPECT_EQ(::stat(file.c_str(), &found), 0);
  return found.st_ino;
}

using Ids = std::vector<std::string>;

TEST_F(EngineTest, EnablesTheWholeCatalogue) {
  const Result<Engine> engine = make_engine({});
  ASSERT_TRUE(engine);
  EXPECT_EQ(engine->rules->size(), builtin_rules().size());
  EXPECT_EQ(enabled_ids(*engine).size(), engine->rules->size());
  EXPECT_EQ(cached(), "") << "the program brings its own database";
}

TEST_F(EngineTest, EnablesOnlyWhatIsAskedForByIdOrAlias) {
  const Result<Engine> engine =
      make_engine({.only = {"github-pat", "SEC101/201"}});
  ASSERT_TRUE(engine);
  EXPECT_EQ(enabled_ids(*engine), (Ids{"azure-devops-pat", "github-pat"}));
}

TEST_F(EngineTest, LeavesOutWhatIsToBeSkipped) {
  const Result<Engine> engine = make_engine({.skip = {"SEC101/201"}});
  ASSERT_TRUE(engine);
  const Ids ids = enabled_ids(*engine);
  EXPECT_EQ(ids.size() + 1, engine->rules->size());
  EXPECT_EQ(std::ranges::count(ids, "azure-devops-pat"), 0);
}

TEST_F(EngineTest, SkipsAlsoOfWhatIsAskedFor) {
  const Result<Engine> engine =
      make_engine({.only = {"github-pat", "jwt"}, .skip = {"jwt"}});
  ASSERT_TRUE(engine);
  EXPECT_EQ(enabled_ids(*engine), Ids{"github-pat"});
}

TEST_F(EngineTest, TellsWhichRuleItDoesNotKnow) {
  for (const RuleChoice& choice :
       {RuleChoice{.only = {"github-pta"}}, {.skip = {"github-pta"}}}) {
    EXPECT_EQ(error_of(choice).substr(0, 33),
              "no rule is called \"github-pta\": p");
  }
}

TEST_F(EngineTest, AddsAUsersRules) {
  const std::string file = rule_file("own.toml", kContoso);
  const Result<Engine> engine = make_engine({.files = {file}});
  ASSERT_TRUE(engine) << engine.error().message;
  EXPECT_EQ(engine->rules->size(), builtin_rules().size() + 1);
  EXPECT_EQ(named_in(*engine, kContosoText), Ids{"contoso-key"});
}

TEST_F(EngineTest, TakesADatabaseFromTheCache) {
  const RuleChoice choice = {.files = {rule_file("own.toml", kContoso)}};
  ASSERT_TRUE(make_engine(choice));
  const std::string database = cached();
  ASSERT_NE(database, "");
  const ino_t first = inode(database);
  const Result<Engine> again = make_engine(choice);
  ASSERT_TRUE(again);
  // One that is compiled anew is stored as a new file.
  EXPECT_EQ(inode(cached()), first);
  EXPECT_EQ(named_in(*again, kContosoText), Ids{"contoso-key"});
}

TEST_F(EngineTest, CompilesAnewWhereTheCacheIsDamaged) {
  const RuleChoice choice = {.files = {rule_file("own.toml", kContoso)}};
  ASSERT_TRUE(make_engine(choice));
  const std::string database = cached();
  std::fstream(database, std::ios::in | std::ios::out).seekp(60) << "damage";
  const ino_t damaged = inode(database);
  const Result<Engine> again = make_engine(choice);
  ASSERT_TRUE(again);
  EXPECT_NE(inode(cached()), damaged);
  EXPECT_EQ(named_in(*again, kContosoText), Ids{"contoso-key"});
}

TEST_F(EngineTest, DoesWithoutACache) {
  sandbox_.write("file", "in the way");
  ::setenv("XDG_CACHE_HOME", sandbox_.at("file").c_str(), 1);
  const Result<Engine> engine =
      make_engine({.files = {rule_file("own.toml", kContoso)}});
  ASSERT_TRUE(engine);
  EXPECT_EQ(named_in(*engine, kContosoText), Ids{"contoso-key"});
}

// The loader's own parser refuses the first; the second it takes for "any
// byte", so RE2 must have its say.
TEST_F(EngineTest, NamesFileAndRuleOfAnExpressionThatIsRefused) {
  for (std::string_view regex : {"ab(?=c)", "abc\\p{Nonsense}"}) {
    const std::string file =
        rule_file("bad.toml", "[[rules]]\nid = \"bad\"\nregex = '" +
                                  std::string(regex) + "'\n");
    const std::string error = error_of({.files = {file}});
    EXPECT_EQ(error.find(file), 0U) << error;
    EXPECT_NE(error.find("rule bad: regex: "), error.npos) << error;
    EXPECT_EQ(error.find('\n'), error.npos) << error;
  }
}

TEST_F(EngineTest, RefusesAnIdOfTheCatalogue) {
  const std::string file =
      rule_file("own.toml",
                "[[rules]]\nid = \"github-pat\"\nregex = 'contoso_[a-z]{9}'\n");
  const std::string error = error_of({.files = {file}});
  EXPECT_EQ(error.find(file), 0U) << error;
  EXPECT_NE(error.find("github-pat"), error.npos) << error;
}

TEST_F(EngineTest, NamesAFileThatIsNotThere) {
  const std::string file = sandbox_.at("none.toml");
  EXPECT_EQ(error_of({.files = {file}}).find(file), 0U);
}

}  // namespace
}  // namespace patrol
