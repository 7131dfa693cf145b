// Ranges of small histories, and what is told of them, for the tests of it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "scanner/history/range_attribution.h"
#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {

inline const std::atomic<bool> kGoOn{false};

using Secrets = std::vector<std::uint32_t>;

// In these tests a digit is a secret.
inline Secrets secrets_in(const std::string& text) {
  std::set<std::uint32_t> found;
  for (const char c : text) {
    if (c >= '0' && c <= '9') found.insert(static_cast<std::uint32_t>(c - '0'));
  }
  return {found.begin(), found.end()};
}

inline SecretsOfBlob reader_of(const StoredObjects& objects) {
  return [&objects](const ObjectId& blob) {
    const auto object = objects.read(blob);
    return object ? secrets_in(object->bytes) : Secrets();
  };
}

// What is told of one introduction, commits by their ids.
struct Told {
  std::string path;
  std::uint32_t secret = 0;
  std::string commit;
  std::string blob;
  std::uint32_t versions = 0;
  bool at_head = false;
  std::string removal;
  bool at_border = false;
  auto operator<=>(const Told&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Told& told) {
  return out << told.path << " " << told.secret << " " << told.commit << " "
             << told.blob << " x" << told.versions << " " << told.at_head << " "
             << told.removal << " " << told.at_border;
}

inline std::vector<Told> told_of(const RangeChanges& range,
                                 const std::vector<RangeIntroduction>& all) {
  const auto id = [&range](std::uint32_t place) {
    return range.commits[place].id.hex(HashKind::kSha1);
  };
  std::vector<Told> told;
  for (const RangeIntroduction& one : all) {
    told.push_back({one.path, one.secret, id(one.commit),
                    one.blob.hex(HashKind::kSha1), one.versions, one.is_at_head,
                    one.removed_by ? id(*one.removed_by) : "",
                    one.is_at_border});
  }
  return told;
}

inline std::vector<Told> attribute(const StoredObjects& objects,
                                   const ObjectId& to,
                                   const std::vector<ObjectId>& from) {
  CommitReader commits(objects, objects.hash(), objects.shallow());
  Trees trees(objects, objects.hash());
  const std::vector<ObjectId> wanted = {to};
  const RangeChanges range = range_changes(
      walk_commits(commits, wanted, from, kGoOn), commits, trees, kGoOn);
  const std::vector<ObjectId> heads = {commits.find(to)->tree};
  return told_of(
      range, attribute_range(range, heads, reader_of(objects), trees, commits));
}

inline std::vector<Told> attribute(const Sandbox& sandbox,
                                   const std::string& from,
                                   const std::string& to) {
  const StoredObjects objects(sandbox.root());
  return attribute(objects, git_id(sandbox, to), {git_id(sandbox, from)});
}

inline std::string id(const Sandbox& sandbox, const std::string& revision) {
  return git_line(sandbox, {"rev-parse", revision});
}

inline void commit(const Sandbox& sandbox, const std::string& path,
                   const std::string& text) {
  sandbox.write(path, text);
  sandbox.git({"add", "-A"});
  sandbox.git({"commit", "-qm", path + text});
}

inline void start(const Sandbox& sandbox) {
  sandbox.git({"init", "-q", "-b", "main"});
  commit(sandbox, "start", "");
  sandbox.git({"tag", "start"});
}

}  // namespace patrol
