// Objects of a test's repository, one at a time, and what git says of them.
#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/git/repository.h"
#include "scanner/packs/object_lookup.h"
#include "scanner/packs/object_source.h"
#include "scanner/packs/stored_source.h"
#include "tests/support/sandbox.h"

namespace patrol {

inline Repository opened(const std::string& path) {
  auto repository = Repository::open(path);
  EXPECT_TRUE(repository) << (repository ? "" : repository.error().message);
  return *std::move(repository);
}

class StoredObjects : public ObjectSource {
 public:
  explicit StoredObjects(const std::string& path)
      : StoredObjects(opened(path)) {}
  explicit StoredObjects(const Repository& repository)
      : hash_(repository.hash()),
        shallow_(repository.shallow),
        lookup_(repository),
        source_(lookup_) {}

  Result<Object> read(const ObjectId& id) const override {
    return source_.read(id);
  }
  HashKind hash() const { return hash_; }
  const std::vector<ObjectId>& shallow() const { return shallow_; }

 private:
  HashKind hash_;
  std::vector<ObjectId> shallow_;
  ObjectLookup lookup_;
  StoredSource source_;
};

inline ObjectId id_of(std::string_view hex) {
  const auto hash = hex.size() == 40 ? HashKind::kSha1 : HashKind::kSha256;
  const auto id = ObjectId::from_hex(hex, hash);
  EXPECT_TRUE(id) << hex;
  return id.value_or(ObjectId{});
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// What git prints, without the end of its only line.
inline std::string git_line(const Sandbox& sandbox,
                            std::vector<std::string> arguments) {
  std::string text = sandbox.git(std::move(arguments));
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

// "main~3", as git reads it.
inline ObjectId git_id(const Sandbox& sandbox, const std::string& revision) {
  return id_of(git_line(sandbox, {"rev-parse", "--verify", revision}));
}

// `text` for `git fast-import`, which makes histories of any shape.
inline void import_history(const Sandbox& sandbox, const std::string& text) {
  sandbox.write("history", text);
  sandbox.git({"-c", "alias.import=!git fast-import --quiet --force < history",
               "import"});
}

}  // namespace patrol
