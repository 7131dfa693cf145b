#include "scanner/attribution/tree_changes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/slow_tree.h"
#include "tests/support/versions.h"

namespace patrol {
namespace {

constexpr std::size_t kObjects = 40;

// Ids that look like entries: their bytes are those of modes and names, so that
// a tree which is cut in the wrong place often reads well.
std::string raw_id_of(std::size_t object) {
  std::mt19937 random(static_cast<std::uint32_t>(object));
  std::string raw(20, 'a');
  for (char& c : raw) c = "14 a\0x"[random() % 6];
  raw[0] = static_cast<char>('0' + object);
  return raw;
}

ObjectTable some_objects() {
  std::vector<ObjectId> ids;
  for (std::size_t i = 0; i < kObjects; ++i) {
    ids.push_back(ObjectId::from_raw(raw_id_of(i)));
  }
  return ObjectTable(ids);
}

// What entries mean, whatever their numbers.
using Meanings = std::multiset<std::pair<ObjectNumber, std::string>>;

class TreeChanges : public testing::Test {
 protected:
  TreeReader make_reader(std::size_t most_logged = kMostLogged) {
    return {objects_, names_, entries_, HashKind::kSha1, most_logged};
  }

  std::pair<ObjectNumber, std::string> meaning(EntryNumber number) const {
    const TreeEntry& entry = entries_[number];
    return {entry.child, std::string(names_.text(entry.name))};
  }

  Meanings meanings(std::span<const EntryNumber> numbers) const {
    Meanings out;
    for (const EntryNumber number : numbers) out.insert(meaning(number));
    return out;
  }

  ObjectNumber child_of(const SlowEntry& entry) const {
    std::uint32_t mode = 0;
    for (const char digit : entry.mode) {
      mode = mode * 8 + static_cast<std::uint32_t>(digit - '0');
    }
    if ((mode & 0170000) == 0160000) return kNoObject;
    return objects_.find(ObjectId::from_raw(entry.raw_id));
  }

  void expect_state(const TreeState& state, const SlowTree& slow) const {
    ASSERT_EQ(state.entries.size(), slow.entries.size());
    ASSERT_EQ(state.ends.size(), slow.entries.size());
    for (std::size_t i = 0; i < slow.entries.size(); ++i) {
      const SlowEntry& entry = slow.entries[i];
      ASSERT_EQ(state.ends[i], entry.end);
      ASSERT_EQ(meaning(state.entries[i]),
                std::pair(child_of(entry), entry.name));
    }
  }

  // base - removed + added == tree
  void expect_change(const TreeState& base, const TreeLog& log,
                     const TreeChange& change, const TreeState& tree) const {
    Meanings held = meanings(base.entries);
    for (const EntryNumber number : log.removed(change)) {
      const auto at = held.find(meaning(number));
      ASSERT_NE(at, held.end());
      held.erase(at);
    }
    held.merge(meanings(log.added(change)));
    ASSERT_EQ(held, meanings(tree.entries));
  }

  const ObjectTable objects_ = some_objects();
  NameTable names_;
  EntryTable entries_;
};

std::string some_entry(std::mt19937& random) {
  const char* mode =
      std::vector{"100644", "40000", "120000", "160000"}[random() % 4];
  std::string raw = raw_id_of(random() % kObjects);
  if (random() % 20 == 0) raw[1] = 'M';  // of no object
  return entry_text(mode, std::string(1 + random() % 4, "ab 14"[random() % 5]),
                    raw);
}

std::string some_tree(std::mt19937& random) {
  std::string text;
  for (auto n = random() % 30; n > 0; --n) text += some_entry(random);
  return text;
}

// A version that differs in whole entries, as git makes them.
Version edited(const std::string& base, std::mt19937& random) {
  const SlowTree tree = slow_tree(base, 20);
  Version out;
  std::size_t begin = 0;
  for (const SlowEntry& entry : tree.entries) {
    const auto choice = random() % 8;
    if (choice == 0) out.text += some_entry(random);
    if (choice > 1) {
      const std::size_t size = entry.end - begin;
      const bool goes_on = !out.runs.empty() &&
                           out.runs.back().end() == out.text.size() &&
                           out.runs.back().base_end() == begin;
      if (goes_on) {
        out.runs.back().length += static_cast<std::uint32_t>(size);
      } else {
        out.runs.push_back({static_cast<std::uint32_t>(begin),
                            static_cast<std::uint32_t>(out.text.size()),
                            static_cast<std::uint32_t>(size)});
      }
      out.text += base.substr(begin, size);
    }
    begin = entry.end;
  }
  return out;
}

TEST_F(TreeChanges, OfARootAreItsEntries) {
  std::mt19937 random(1);
  TreeReader reader = make_reader();
  std::vector<std::pair<SlowTree, TreeState>> trees(200);
  for (auto& [slow, state] : trees) {
    const std::string text = some_tree(random);
    slow = slow_tree(text, 20);
    ASSERT_TRUE(reader.take(1, text, kNoObject, nullptr, {}, &state));
  }
  reader.finish();
  for (std::size_t i = 0; i < trees.size(); ++i) {
    const TreeChange& change = reader.log().changes[i];
    expect_state(trees[i].second, trees[i].first);
    EXPECT_EQ(change.removed, 0U);
    expect_change({}, reader.log(), change, trees[i].second);
  }
}

// Trees that are made from each other, some as git makes them and some cut
// anywhere.
TEST_F(TreeChanges, AreThoseOfParsingEveryTree) {
  std::mt19937 random(2);
  TreeReader reader = make_reader();
  std::vector<Version> texts{{some_tree(random), {}}};
  std::vector<std::size_t> bases{0};
  std::vector<TreeState> states(4000);
  std::size_t corrupt = 0;
  ASSERT_TRUE(
      reader.take(0, texts[0].text, kNoObject, nullptr, {}, &states[0]));
  for (ObjectNumber tree = 1; tree < states.size(); ++tree) {
    bases.push_back(tree - 1 - random() % std::min<std::size_t>(tree, 5));
    std::string base = texts[bases[tree]].text;
    if (base.empty()) base = some_tree(random);
    const bool is_root = base != texts[bases[tree]].text;
    Version version = is_root             ? Version{base, {}}
                      : random() % 2 == 0 ? edited(base, random)
                                          : version_of(base, random);
    const bool is_whole = bool(reader.take(
        tree, version.text,
        is_root ? kNoObject : static_cast<ObjectNumber>(bases[tree]),
        is_root ? nullptr : &states[bases[tree]], version.runs, &states[tree]));
    ASSERT_EQ(is_whole, !slow_tree(version.text, 20).is_corrupt);
    corrupt += is_whole ? 0 : 1;
    texts.push_back(std::move(version));
  }
  reader.finish();
  for (ObjectNumber tree = 0; tree < states.size(); ++tree) {
    expect_state(states[tree], slow_tree(texts[tree].text, 20));
    const TreeChange& change = reader.log().changes[tree];
    const TreeState nothing;
    expect_change(change.base == kNoObject ? nothing : states[change.base],
                  reader.log(), change, states[tree]);
  }
  EXPECT_GT(corrupt, states.size() / 10);
  EXPECT_LT(corrupt, states.size() * 9 / 10);
}

TEST_F(TreeChanges, AreFewWhereFewEntriesChange) {
  std::string base;
  for (char name = 'a'; name <= 'z'; ++name) {
    base += entry_text("100644", std::string(1, name), raw_id_of(1));
  }
  std::string text = base;
  text.replace(5 * 29 + 9, 20, raw_id_of(2));  // of f
  const std::vector<CopiedRun> runs = {{0, 0, 5 * 29 + 9},
                                       {6 * 29, 6 * 29, 20 * 29}};
  TreeReader reader = make_reader();
  TreeState state;
  ASSERT_TRUE(reader.take(7, base, kNoObject, nullptr, {}, &state));
  ASSERT_TRUE(reader.take(8, text, 7, &state, runs, nullptr));
  reader.finish();
  const TreeChange& change = reader.log().changes[1];
  EXPECT_EQ(change.tree, 8U);
  EXPECT_EQ(change.base, 7U);
  EXPECT_EQ(change.depth, 1U);
  const ObjectNumber before = objects_.find(ObjectId::from_raw(raw_id_of(1)));
  const ObjectNumber after = objects_.find(ObjectId::from_raw(raw_id_of(2)));
  EXPECT_EQ(meanings(reader.log().removed(change)), (Meanings{{before, "f"}}));
  EXPECT_EQ(meanings(reader.log().added(change)), (Meanings{{after, "f"}}));
}

TEST_F(TreeChanges, CountWhatADeltaCopiesTwice) {
  const std::string entry = entry_text("100644", "a", raw_id_of(1));
  const auto size = static_cast<std::uint32_t>(entry.size());
  TreeReader reader = make_reader();
  TreeState base;
  TreeState state;
  ASSERT_TRUE(reader.take(0, entry, kNoObject, nullptr, {}, &base));
  const std::vector<CopiedRun> runs = {{0, 0, size}, {0, size, size}};
  ASSERT_TRUE(reader.take(1, entry + entry, 0, &base, runs, &state));
  reader.finish();
  EXPECT_EQ(state.entries.size(), 2U);
  expect_change(base, reader.log(), reader.log().changes[1], state);
}

TEST_F(TreeChanges, NameWhatTheRepositoryLacks) {
  const std::string absent(20, 'M');
  const std::string also_absent(20, 'N');
  const std::string text = entry_text("100644", "blob", absent) +
                           entry_text("40000", "tree", also_absent) +
                           entry_text("160000", "link", also_absent) +
                           entry_text("100644", "again", absent);
  TreeReader reader = make_reader();
  ASSERT_TRUE(reader.take(0, text, kNoObject, nullptr, {}, nullptr));
  reader.finish();
  const std::set<MissingObject> missing = {
      {ObjectId::from_raw(absent), false},
      {ObjectId::from_raw(also_absent), true}};
  EXPECT_EQ(reader.missing(), missing);
  EXPECT_EQ(reader.gitlinks(),
            std::set<ObjectId>{ObjectId::from_raw(also_absent)});
}

// A submodule may be a repository whose commits this one has as well.
TEST_F(TreeChanges, TakeAGitlinkForNoObjectOfThisRepository) {
  const std::string text = entry_text("160000", "link", raw_id_of(1)) +
                           entry_text("100644", "link", raw_id_of(1));
  TreeReader reader = make_reader();
  ASSERT_TRUE(reader.take(0, text, kNoObject, nullptr, {}, nullptr));
  reader.finish();
  const ObjectNumber child = objects_.find(ObjectId::from_raw(raw_id_of(1)));
  EXPECT_EQ(meanings(reader.log().entries),
            (Meanings{{kNoObject, "link"}, {child, "link"}}));
}

TEST_F(TreeChanges, SayWhyATreeIsCorrupt) {
  const std::string good = entry_text("100644", "a", raw_id_of(1));
  const std::pair<std::string, const char*> kBad[] = {
      {"100644", "an entry has no mode"},
      {" a", "an entry has no mode"},
      {"100684 a", "an entry has no mode"},
      {"100644 a", "a name has no end"},
      {entry_text("100644", "", raw_id_of(1)), "a name is empty"},
      {entry_text("100644", "a/b", raw_id_of(1)), "a name has a slash"},
      {entry_text("100644", "a", "short"), "an id is cut off"},
  };
  TreeReader reader = make_reader();
  for (const auto& [bad, why] : kBad) {
    TreeState state;
    const Result<void> result =
        reader.take(0, good + bad, kNoObject, nullptr, {}, &state);
    ASSERT_FALSE(result) << bad;
    EXPECT_EQ(result.error().message,
              std::string("the tree is corrupt: ") + why);
    EXPECT_EQ(state.entries.size(), 1U);
    EXPECT_EQ(reader.log().changes.back().added, 1U);
  }
}

TEST_F(TreeChanges, ReadIdsOfSha256) {
  const std::string raw(32, '\1');
  const ObjectTable objects({ObjectId::from_raw(raw)});
  TreeReader reader(objects, names_, entries_, HashKind::kSha256);
  const std::string text =
      entry_text("100644", "a", raw) + entry_text("100644", "b", raw);
  ASSERT_TRUE(reader.take(0, text, kNoObject, nullptr, {}, nullptr));
  reader.finish();
  EXPECT_EQ(meanings(reader.log().entries), (Meanings{{0, "a"}, {0, "b"}}));
}

TEST_F(TreeChanges, OfAnEmptyTreeAreNone) {
  TreeReader reader = make_reader();
  TreeState state;
  EXPECT_TRUE(reader.take(3, "", kNoObject, nullptr, {}, &state));
  EXPECT_TRUE(state.entries.empty());
  ASSERT_EQ(reader.log().changes.size(), 1U);
  EXPECT_TRUE(reader.log().added(reader.log().changes[0]).empty());
}

TEST_F(TreeChanges, StopWhereTheLogIsFull) {
  std::mt19937 random(3);
  TreeReader reader = make_reader(100);
  bool is_full = false;
  for (int i = 0; i < 100; ++i) {
    is_full |=
        !reader.take(0, some_tree(random), kNoObject, nullptr, {}, nullptr);
  }
  EXPECT_TRUE(is_full);
  EXPECT_LE(reader.log().entries.size(), 100U);
}

}  // namespace
}  // namespace patrol
