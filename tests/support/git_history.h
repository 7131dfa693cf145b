// The history of a repository that git made: what patrol attributes in it, and
// what git's own commands say of each commit, all its files (ls-tree -r) and
// its parents.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/attribution/attribution.h"
#include "scanner/git/commit.h"
#include "tests/support/sandbox.h"
#include "tests/support/slow_attribution.h"

namespace patrol {

// "secret-1" in a file is secret 1.
inline std::set<std::uint32_t> secrets_in(std::string_view content) {
  constexpr std::string_view kMark = "secret-";
  std::set<std::uint32_t> secrets;
  for (std::size_t at = content.find(kMark); at != content.npos;
       at = content.find(kMark, at + 1)) {
    secrets.insert(
        static_cast<std::uint32_t>(content[at + kMark.size()] - '0'));
  }
  return secrets;
}

struct GitObject {
  std::string id;
  std::string kind;
  std::string bytes;
};

// All objects, whether something leads to them or not.
inline std::vector<GitObject> all_objects(const Sandbox& sandbox) {
  const std::string output =
      sandbox.git({"cat-file", "--batch-all-objects", "--batch"});
  std::vector<GitObject> objects;
  for (std::size_t at = 0; at < output.size();) {
    const std::size_t line_end = output.find('\n', at);
    std::istringstream line(output.substr(at, line_end - at));
    GitObject object;
    std::size_t size = 0;
    line >> object.id >> object.kind >> size;
    object.bytes = output.substr(line_end + 1, size);
    at = line_end + 1 + size + 1;
    objects.push_back(object);
  }
  return objects;
}

// What both have in front and at the end, as a delta would copy it.
inline std::vector<CopiedRun> common_ends(const std::string& base,
                                          const std::string& text) {
  const std::size_t most = std::min(base.size(), text.size());
  std::size_t front = 0;
  while (front < most && base[front] == text[front]) ++front;
  std::size_t back = 0;
  while (back < most - front &&
         base[base.size() - 1 - back] == text[text.size() - 1 - back]) {
    ++back;
  }
  std::vector<CopiedRun> runs;
  const auto add = [&](std::size_t base_at, std::size_t at, std::size_t size) {
    if (size == 0) return;
    runs.push_back({static_cast<std::uint32_t>(base_at),
                    static_cast<std::uint32_t>(at),
                    static_cast<std::uint32_t>(size)});
  };
  add(0, 0, front);
  add(base.size() - back, text.size() - back, back);
  return runs;
}

// A repository, read as patrol does, but with git's help; and told the obvious
// way.
class GitHistory {
 public:
  explicit GitHistory(const Sandbox& sandbox) : sandbox_(&sandbox) {
    const std::vector<GitObject> all = all_objects(sandbox);
    std::vector<ObjectId> ids;
    for (const GitObject& object : all) ids.push_back(id_of(object.id));
    objects_ = ObjectTable(ids);
    reader_ = std::make_unique<TreeReader>(objects_, names_, entries_,
                                           HashKind::kSha1);
    for (const GitObject& object : all) take(object);
    reader_->finish();
  }

  std::vector<SlowPlace> places() const {
    std::vector<SlowPlace> out;
    for (const AttributedPlace& place : attributed().places) {
      out.push_back({place.path, place.secret, hex(place.commit),
                     hex(place.blob), place.is_at_border, place.versions,
                     place.is_at_head, hex(place.removed_by)});
    }
    return out;
  }

  std::vector<SlowPlace> slow_places() const {
    std::vector<SlowCommit> commits;
    std::istringstream ids(sandbox_->git({"rev-list", "--all", "--reflog"}));
    for (std::string id; ids >> id;) commits.push_back(slow_commit(id));
    return SlowAttribution(commits, slow_secrets_, head()).places();
  }

  Attribution attributed() const {
    const TreeLog* log = &reader_->log();
    HistoryFacts facts;
    facts.logs = std::span(&log, 1);
    facts.entries = &entries_;
    facts.names = &names_;
    facts.objects = objects_.size();
    facts.commits = &graph_;
    facts.head = head().empty() ? kNoObject : objects_.find(id_of(head()));
    return attribute(facts, wanted_);
  }

  std::string hex(ObjectNumber number) const {
    return number == kNoObject ? "" : objects_.id(number).hex(HashKind::kSha1);
  }

 private:
  static ObjectId id_of(const std::string& hex) {
    return *ObjectId::from_hex(hex, HashKind::kSha1);
  }

  void take(const GitObject& object) {
    const ObjectNumber number = objects_.find(id_of(object.id));
    if (object.kind == "tree") take_tree(number, object.bytes);
    if (object.kind == "commit") take_commit(number, object.bytes);
    const std::set<std::uint32_t> secrets = secrets_in(object.bytes);
    if (object.kind != "blob" || secrets.empty()) return;
    wanted_.push_back({number, {secrets.begin(), secrets.end()}});
    slow_secrets_[object.id] = secrets;
  }

  // Each made from the one before.
  void take_tree(ObjectNumber number, const std::string& bytes) {
    TreeState state;
    const bool is_first = tree_ == kNoObject;
    ASSERT_TRUE(reader_->take(number, bytes, tree_,
                              is_first ? nullptr : &state_,
                              common_ends(tree_bytes_, bytes), &state));
    tree_ = number;
    tree_bytes_ = bytes;
    state_ = state;
  }

  void take_commit(ObjectNumber number, const std::string& bytes) {
    const Result<Commit> commit = parse_commit(bytes, HashKind::kSha1);
    ASSERT_TRUE(commit);
    std::vector<ObjectNumber> parents;
    for (const ObjectId& parent : commit->parents) {
      parents.push_back(objects_.find(parent));
    }
    graph_.add(number, objects_.find(commit->tree), parents,
               commit->committer.seconds, false);
  }

  SlowCommit slow_commit(const std::string& id) const {
    SlowCommit commit;
    commit.id = id;
    std::istringstream line(
        sandbox_->git({"show", "-s", "--format=%ct %P", id}));
    std::int64_t date = 0;
    line >> date;
    commit.date = date;
    for (std::string parent; line >> parent;) commit.parents.push_back(parent);
    const std::string files = sandbox_->git({"ls-tree", "-r", "-z", id});
    for (std::size_t at = 0; at < files.size();) {
      const std::size_t end = files.find('\0', at);
      const std::size_t tab = files.find('\t', at);
      commit.files[files.substr(tab + 1, end - tab - 1)] =
          files.substr(tab - 40, 40);
      at = end + 1;
    }
    return commit;
  }

  std::string head() const {
    std::string id = sandbox_->git(
        {"rev-list", "--max-count=1", "--ignore-missing", "HEAD"});
    while (id.ends_with('\n')) id.pop_back();
    return id;
  }

  const Sandbox* sandbox_;
  ObjectTable objects_;
  NameTable names_;
  EntryTable entries_;
  std::unique_ptr<TreeReader> reader_;
  CommitGraph graph_;
  std::vector<WantedBlob> wanted_;
  std::map<std::string, std::set<std::uint32_t>> slow_secrets_;
  ObjectNumber tree_ = kNoObject;
  std::string tree_bytes_;
  TreeState state_;
};

}  // namespace patrol
