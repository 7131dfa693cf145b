#include "scanner/history/range_attribution.h"

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

#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {
namespace {

const std::atomic<bool> kGoOn{false};

using Secrets = std::vector<std::uint32_t>;

// In these tests a digit is a secret.
Secrets secrets_in(const std::string& text) {
  std::set<std::uint32_t> found;
  for (const char c : text) {
    if (c >= '0' && c <= '9') found.insert(static_cast<std::uint32_t>(c - '0'));
  }
  return {found.begin(), found.end()};
}

SecretsOfBlob reader_of(const StoredObjects& objects) {
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

std::ostream& operator<<(std::ostream& out, const Told& told) {
  return out << told.path << " " << told.secret << " " << told.commit << " "
             << told.blob << " x" << told.versions << " " << told.at_head << " "
             << told.removal << " " << told.at_border;
}

std::vector<Told> told_of(const RangeChanges& range,
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

std::vector<Told> attribute(const StoredObjects& objects, const ObjectId& to,
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

std::vector<Told> attribute(const Sandbox& sandbox, const std::string& from,
                            const std::string& to) {
  const StoredObjects objects(sandbox.root());
  return attribute(objects, git_id(sandbox, to), {git_id(sandbox, from)});
}

std::string id(const Sandbox& sandbox, const std::string& revision) {
  return git_line(sandbox, {"rev-parse", revision});
}

void commit(const Sandbox& sandbox, const std::string& path,
            const std::string& text) {
  sandbox.write(path, text);
  sandbox.git({"add", "-A"});
  sandbox.git({"commit", "-qm", path + text});
}

void start(const Sandbox& sandbox) {
  sandbox.git({"init", "-q", "-b", "main"});
  commit(sandbox, "start", "");
  sandbox.git({"tag", "start"});
}

TEST(RangeAttribution, TellsWhoBroughtASecretInThatIsStillThere) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "x");
  commit(sandbox, "a", "x1");
  commit(sandbox, "a", "y1");
  EXPECT_EQ(attribute(sandbox, "start", "main"),
            (std::vector<Told>{{"a", 1, id(sandbox, "main~1"),
                                id(sandbox, "main~1:a"), 2, true, "", false}}));
}

TEST(RangeAttribution, TellsOfWhatWasAddedAndRemovedWithinTheRange) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "x1");
  commit(sandbox, "a", "x");
  commit(sandbox, "a", "y");
  EXPECT_EQ(attribute(sandbox, "start", "main"),
            (std::vector<Told>{{"a", 1, id(sandbox, "main~2"),
                                id(sandbox, "main~2:a"), 1, false,
                                id(sandbox, "main~1"), false}}));
}

TEST(RangeAttribution, SaysNothingOfWhatWasThereBefore) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "x1");
  commit(sandbox, "a", "y1");
  commit(sandbox, "a", "y");
  EXPECT_EQ(attribute(sandbox, "main~2", "main"), std::vector<Told>());
}

TEST(RangeAttribution, TakesARenameForAnIntroductionAndARemoval) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "x1");
  sandbox.git({"mv", "a", "b"});
  sandbox.git({"commit", "-qm", "rename"});
  EXPECT_EQ(attribute(sandbox, "start", "main"),
            (std::vector<Told>{
                {"a", 1, id(sandbox, "main~1"), id(sandbox, "main~1:a"), 1,
                 false, id(sandbox, "main"), false},
                {"b", 1, id(sandbox, "main"), id(sandbox, "main:b"), 1, true,
                 "", false}}));
}

TEST(RangeAttribution, TellsTheFirstIntroductionAndTheLastRemoval) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "-b", "main"});
  std::string history;
  for (const std::string text : {"-", "1", "-", "1", "-"}) {
    history += "commit refs/heads/main\ncommitter A <a@example.com> " +
               std::to_string(1'000'000 + history.size()) +
               " +0000\ndata 0\n\nM 100644 inline a\ndata 1\n" + text + "\n\n";
  }
  import_history(sandbox, history);
  const auto told = attribute(sandbox, "main~4", "main");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].commit, id(sandbox, "main~3"));
  EXPECT_EQ(told[0].removal, id(sandbox, "main"));
}

// main and side, not merged yet: `main` is checked out.
void fork(const Sandbox& sandbox, const std::string& on_side,
          const std::string& on_main) {
  start(sandbox);
  sandbox.git({"checkout", "-qb", "side"});
  commit(sandbox, "side", on_side);
  sandbox.git({"checkout", "-q", "main"});
  commit(sandbox, "main", on_main);
}

TEST(RangeAttribution, TellsWhatAMergeBringsInItself) {
  const Sandbox sandbox;
  fork(sandbox, "x", "y");
  sandbox.git({"merge", "-q", "--no-commit", "side"});
  commit(sandbox, "side", "x7");
  EXPECT_EQ(
      attribute(sandbox, "start", "main"),
      (std::vector<Told>{{"side", 7, id(sandbox, "main"),
                          id(sandbox, "main:side"), 1, true, "", false}}));
}

TEST(RangeAttribution, DoesNotChargeAMergeWithWhatItTakes) {
  const Sandbox sandbox;
  fork(sandbox, "x7", "y");
  sandbox.git({"merge", "-q", "-m", "merge", "side"});
  const auto told = attribute(sandbox, "start", "main");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].commit, id(sandbox, "side"));
  // What side has is new to main, but main's own range begins behind it.
  EXPECT_EQ(attribute(sandbox, "side", "main"), std::vector<Told>());
}

TEST(RangeAttribution, DoesNotChargeAMergeThatCombinesTwoVersions) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "1\n\n\n\n\n\n");
  sandbox.git({"tag", "base"});
  sandbox.git({"checkout", "-qb", "side"});
  commit(sandbox, "a", "1\n\n\n\n\n\nside\n");
  sandbox.git({"checkout", "-q", "main"});
  commit(sandbox, "a", "main\n1\n\n\n\n\n\n");
  sandbox.git({"merge", "-q", "-m", "merge", "side"});
  EXPECT_EQ(attribute(sandbox, "base", "main"), std::vector<Told>());
}

TEST(RangeAttribution, TellsTheMergeThatDroppedASide) {
  const Sandbox sandbox;
  fork(sandbox, "x7", "y");
  sandbox.git({"merge", "-q", "-s", "ours", "-m", "drop", "side"});
  const auto told = attribute(sandbox, "start", "main");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_FALSE(told[0].at_head);
  EXPECT_EQ(told[0].removal, id(sandbox, "main"));
}

TEST(RangeAttribution, PassesOverAMergeThatMetTheSecretOnASideAgain) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "7");
  sandbox.git({"checkout", "-qb", "side"});
  commit(sandbox, "other", "");
  sandbox.git({"checkout", "-q", "main"});
  commit(sandbox, "a", "gone");
  sandbox.git({"merge", "-q", "-m", "merge", "side"});
  commit(sandbox, "a", "more");
  const auto told = attribute(sandbox, "start", "main");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].removal, id(sandbox, "main~2"));
}

TEST(RangeAttribution, TellsTheRootOfAnUnrelatedHistory) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "1");
  sandbox.git({"checkout", "-q", "--orphan", "other"});
  commit(sandbox, "a", "1");
  EXPECT_EQ(attribute(sandbox, "main", "other"),
            (std::vector<Told>{{"a", 1, id(sandbox, "other"),
                                id(sandbox, "other:a"), 1, true, "", false}}));
}

TEST(RangeAttribution, MarksWhatMayBeOlderThanAShallowBorder) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "1");
  commit(sandbox, "b", "2");
  commit(sandbox, "c", "3");
  sandbox.git({"clone", "-q", "--depth=2", "file://" + sandbox.root(),
               sandbox.home() + "/clone"});
  const StoredObjects objects(sandbox.home() + "/clone");
  const auto told = attribute(objects, git_id(sandbox, "main"), {});
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0].commit, id(sandbox, "main~1"));
  EXPECT_TRUE(told[0].at_border);
  EXPECT_TRUE(told[1].at_border);
  EXPECT_FALSE(told[2].at_border);
}

TEST(RangeAttribution, FollowsAFileThatBecomesAFolder) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "1");
  sandbox.git({"rm", "-q", "a"});
  commit(sandbox, "a/b", "1");
  const auto told = attribute(sandbox, "start", "main");
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(std::tie(told[0].path, told[0].removal),
            std::make_tuple(std::string("a"), id(sandbox, "main")));
  EXPECT_EQ(std::tie(told[1].path, told[1].at_head),
            std::make_tuple(std::string("a/b"), true));
}

TEST(RangeAttribution, AsksOnlyForBlobsThatMatter) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "clean", "x");
  commit(sandbox, "clean", "y");
  const StoredObjects objects(sandbox.root());
  CommitReader commits(objects, objects.hash(), {});
  Trees trees(objects, objects.hash());
  const std::vector<ObjectId> wanted = {git_id(sandbox, "main")};
  const std::vector<ObjectId> unwanted = {git_id(sandbox, "main~1")};
  const RangeChanges range = range_changes(
      walk_commits(commits, wanted, unwanted, kGoOn), commits, trees, kGoOn);
  std::vector<ObjectId> asked;
  attribute_range(
      range, {},
      [&asked](const ObjectId& blob) {
        asked.push_back(blob);
        return Secrets();
      },
      trees, commits);
  EXPECT_EQ(asked, range.blobs());
}

// The same from git alone, by the slow and obvious way: every file of every
// commit is read.
class Slow {
 public:
  Slow(const Sandbox& sandbox, const std::string& range,
       const std::string& to) {
    for (const auto& line : lines_of(sandbox.git(
             {"log", "--date-order", "--format=%H %ct %P", range}))) {
      std::istringstream words(line);
      Entry entry;
      words >> entry.commit >> entry.date;
      for (std::string parent; words >> parent;)
        entry.parents.push_back(parent);
      range_.push_back(entry);
    }
    for (const auto& commit : lines_of(sandbox.git({"rev-list", "--all"}))) {
      read(sandbox, commit);
    }
    head_ = git_line(sandbox, {"rev-parse", to});
  }

  std::vector<Told> run() {
    std::map<std::pair<std::string, std::uint32_t>, Told> all;
    for (const Entry& entry : range_) introduce(entry, all);
    std::vector<Told> told;
    for (auto& [key, one] : all) {
      one.versions = versions(one);
      one.at_head = holds(head_, one);
      if (!one.at_head) one.removal = removal(one);
      told.push_back(one);
    }
    return told;
  }

 private:
  struct Entry {
    std::string commit;
    long date = 0;
    std::vector<std::string> parents;
  };
  using Files = std::map<std::string, std::string>;  // path, blob

  void read(const Sandbox& sandbox, const std::string& commit) {
    for (const auto& line : lines_of(sandbox.git({"ls-tree", "-r", commit}))) {
      const std::string blob = line.substr(12, 40);
      files_[commit][line.substr(53)] = blob;
      if (!secrets_.count(blob)) {
        secrets_[blob] = secrets_in(sandbox.git({"cat-file", "blob", blob}));
      }
    }
  }
  bool holds(const std::string& commit, const Told& one) {
    const Files& files = files_[commit];
    const auto file = files.find(one.path);
    if (file == files.end()) return false;
    const Secrets& secrets = secrets_[file->second];
    return std::count(secrets.begin(), secrets.end(), one.secret) > 0;
  }
  void introduce(const Entry& entry,
                 std::map<std::pair<std::string, std::uint32_t>, Told>& all) {
    for (const auto& [path, blob] : files_[entry.commit]) {
      for (const std::uint32_t secret : secrets_[blob]) {
        Told told{path, secret, entry.commit, blob, 1, false, "", false};
        if (std::any_of(
                entry.parents.begin(), entry.parents.end(),
                [&](const std::string& one) { return holds(one, told); })) {
          continue;
        }
        const auto [old, is_new] = all.try_emplace({path, secret}, told);
        const Entry& other = *std::find_if(
            range_.begin(), range_.end(), [&old = old](const Entry& one) {
              return one.commit == old->second.commit;
            });
        if (std::tie(entry.date, entry.commit) <
            std::tie(other.date, other.commit)) {
          old->second = told;
        }
      }
    }
  }
  // Blobs that differ from those of all parents, and hold it.
  std::uint32_t versions(const Told& one) {
    std::set<std::string> blobs;
    for (const Entry& entry : range_) {
      if (!holds(entry.commit, one)) continue;
      const std::string& blob = files_[entry.commit][one.path];
      if (std::none_of(entry.parents.begin(), entry.parents.end(),
                       [&](const std::string& parent) {
                         return files_[parent][one.path] == blob;
                       })) {
        blobs.insert(blob);
      }
    }
    return static_cast<std::uint32_t>(blobs.size());
  }
  std::string removal(const Told& one) {
    std::string from_one;
    for (const Entry& entry : range_) {
      if (holds(entry.commit, one)) continue;
      const auto count = std::count_if(
          entry.parents.begin(), entry.parents.end(),
          [&](const std::string& parent) { return holds(parent, one); });
      if (count == 0) continue;
      if (count == std::ssize(entry.parents)) return entry.commit;
      if (from_one.empty()) from_one = entry.commit;
    }
    return from_one;
  }

  std::vector<Entry> range_;
  std::map<std::string, Files> files_;
  std::map<std::string, Secrets> secrets_;
  std::string head_;
};

// Commits with files of random digits, merges of any content among them.
std::string random_history(std::mt19937& random, unsigned size) {
  std::vector<unsigned> dates;
  for (unsigned i = 0; i < size; ++i) dates.push_back(1'700'000'000 + i);
  if (random() % 2 == 0) std::shuffle(dates.begin(), dates.end(), random);
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += "commit refs/heads/c" + std::to_string(i) +
            "\nmark :" + std::to_string(i + 1) +
            "\ncommitter A <a@example.com> " + std::to_string(dates[i]) +
            " +0000\ndata 0\n\n";
    if (i > 0) {
      const auto first = i - random() % std::min(i, 3U);
      const auto second = i - random() % std::min(i, 5U);
      text += "from :" + std::to_string(first) + "\n";
      if (first != second && random() % 2 == 0) {
        text += "merge :" + std::to_string(second) + "\n";
      }
    }
    for (auto files = 1 + random() % 3; files > 0; --files) {
      const std::string path = std::string(random() % 2 ? "d/" : "") +
                               static_cast<char>('a' + random() % 2);
      const std::string content = {static_cast<char>('0' + random() % 2),
                                   static_cast<char>('x' + random() % 2),
                                   static_cast<char>('1' + random() % 2)};
      text += random() % 4 == 0
                  ? "D " + path + "\n"
                  : "M 100644 inline " + path + "\ndata " + std::to_string(2) +
                        "\n" + content.substr(random() % 2, 2) + "\n";
    }
    text += "\n";
  }
  return text;
}

TEST(RangeAttribution, IsWhatReadingEveryFileOfEveryCommitGives) {
  std::mt19937 random(1);
  for (int round = 0; round < 12; ++round) {
    const Sandbox sandbox;
    sandbox.git({"init", "-q"});
    import_history(sandbox, random_history(random, 14));
    const std::string to = "c13";
    const std::string from = "c" + std::to_string(random() % 8);
    EXPECT_EQ(attribute(sandbox, from, to),
              Slow(sandbox, from + ".." + to, to).run())
        << sandbox.git({"log", "--graph", "--format=%H %s", to});
  }
}

}  // namespace
}  // namespace patrol
