#include "scanner/packs/object_walk.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <sstream>

#include "scanner/packs/job_limit.h"
#include "scanner/packs/object_store.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

const std::atomic<bool> kGoOn{false};

struct Seen {
  std::mutex mutex;
  std::map<ObjectNumber, int> times;
  std::size_t based = 0;
  std::string wrong;

  std::set<ObjectNumber> numbers() const {
    std::set<ObjectNumber> out;
    for (const auto& [number, count] : times) out.insert(number);
    return out;
  }
};

struct Kept final : ObjectNotes {
  ObjectNumber number = kNoObject;
};

// Computes the id of each object, and looks whether what is said of its base is
// so.
class Checker final : public ObjectVisitor {
 public:
  Checker(const ObjectTable& objects, HashKind hash, Seen& seen)
      : objects_(objects), hash_(hash), seen_(seen) {}

  std::unique_ptr<ObjectNotes> visit(const WalkedObject& object) override {
    const bool is_right =
        id_of(object.kind, object.bytes, hash_) == objects_.id(object.number);
    bool is_true = true;
    for (const CopiedRun& run : object.runs) {
      is_true =
          is_true && object.bytes.substr(run.offset, run.length) ==
                         object.base_bytes.substr(run.base_offset, run.length);
    }
    if (object.base != kNoObject) {
      const auto* kept = dynamic_cast<const Kept*>(object.base_notes);
      is_true = is_true && kept != nullptr && kept->number == object.base;
    }
    const std::lock_guard lock(seen_.mutex);
    ++seen_.times[object.number];
    seen_.based += object.base != kNoObject;
    if (!is_right) seen_.wrong = "an object is not what its id says";
    if (!is_true) seen_.wrong = "what is said of a base is not so";
    auto notes = std::make_unique<Kept>();
    notes->number = object.number;
    return notes;
  }

  void visit_stream(ObjectNumber number, ObjectKind, Input& input) override {
    char bytes[4096];
    for (;;) {
      const auto size = input.read(bytes, sizeof bytes);
      if (!size || *size == 0) break;
    }
    const std::lock_guard lock(seen_.mutex);
    ++seen_.times[number];
  }

 private:
  const ObjectTable& objects_;
  HashKind hash_;
  Seen& seen_;
};

std::vector<UnreadObject> walk(const ObjectStore& store,
                               const std::vector<Wanted>& wanted, Seen& seen) {
  return walk_objects(
      store.plan(wanted, 0),
      [&] {
        return std::make_unique<Checker>(store.objects(), store.hash(), seen);
      },
      kGoOn);
}

// Versions of some files, in one pack with deltas on deltas.
void make_versions(const Sandbox& sandbox, const std::string& format) {
  sandbox.git({"init", "-q", "--object-format=" + format});
  std::mt19937 random(4);
  std::vector<std::string> texts(4);
  for (int version = 0; version < 25; ++version) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::size_t at = texts[i].empty() ? 0 : random() % texts[i].size();
      std::string lines;
      for (auto n = random() % 30; n > 0; --n) {
        lines += "line " + std::to_string(random()) + "\n";
      }
      texts[i].insert(at, lines);
      sandbox.write("folder/file" + std::to_string(i), texts[i]);
    }
    sandbox.git({"add", "-A"});
    sandbox.git({"commit", "-q", "-m", std::to_string(version)});
  }
  sandbox.git({"tag", "-a", "-m", "a tag", "v1"});
}

Repository opened(const Sandbox& sandbox) {
  Result<Repository> repository = Repository::open(sandbox.root());
  EXPECT_TRUE(repository);
  return *std::move(repository);
}

std::size_t objects_of(const Sandbox& sandbox) {
  std::istringstream lines(sandbox.git(
      {"cat-file", "--batch-all-objects", "--batch-check=%(objectname)"}));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);) ++count;
  return count;
}

std::vector<Wanted> all_of(const ObjectStore& store) {
  return std::vector<Wanted>(store.objects().size(), Wanted::kYes);
}

std::string pack_of(const Sandbox& sandbox) {
  for (const auto& entry :
       std::filesystem::directory_iterator(sandbox.at(".git/objects/pack"))) {
    if (entry.path().extension() == ".pack") return entry.path().string();
  }
  return {};
}

class WalkOf : public testing::TestWithParam<const char*> {};

TEST_P(WalkOf, VisitsEachObjectOnceAsItsIdSays) {
  const Sandbox sandbox;
  make_versions(sandbox, GetParam());
  for (const bool is_packed : {false, true}) {
    if (is_packed) {
      sandbox.git({"repack", "-q", "-a", "-d", "-f", "--depth=40"});
    }
    const ObjectStore store(opened(sandbox));
    EXPECT_EQ(store.objects().size(), objects_of(sandbox));
    for (const unsigned jobs : {1U, 4U}) {
      const JobLimit limit(jobs);
      Seen seen;
      const auto unread = walk(store, all_of(store), seen);
      EXPECT_TRUE(unread.empty());
      EXPECT_EQ(seen.wrong, "");
      EXPECT_EQ(seen.times.size(), store.objects().size());
      for (const auto& [number, times] : seen.times) EXPECT_EQ(times, 1);
      EXPECT_EQ(seen.based > 0, is_packed);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, WalkOf, testing::Values("sha1", "sha256"));

TEST(WalkObjects, VisitsWhatIsWantedAndNoMore) {
  const Sandbox sandbox;
  make_versions(sandbox, "sha1");
  sandbox.git({"repack", "-q", "-a", "-d", "-f"});
  const ObjectStore store(opened(sandbox));
  std::mt19937 random(5);
  for (const unsigned chance : {2U, 10U, 1000U}) {
    std::vector<Wanted> wanted(store.objects().size());
    std::set<ObjectNumber> expected;
    for (ObjectNumber i = 0; i < wanted.size(); ++i) {
      if (random() % chance != 0) continue;
      wanted[i] = Wanted::kYes;
      expected.insert(i);
    }
    Seen seen;
    EXPECT_TRUE(walk(store, wanted, seen).empty());
    EXPECT_EQ(seen.wrong, "");
    EXPECT_EQ(seen.numbers(), expected);
  }
}

TEST(WalkObjects, VisitsWhatIsWantedUnlessItIsABlob) {
  const Sandbox sandbox;
  make_versions(sandbox, "sha1");
  for (const bool is_packed : {false, true}) {
    if (is_packed) {
      sandbox.git({"repack", "-q", "-a", "-d", "-f", "--depth=40"});
    }
    const ObjectStore store(opened(sandbox));
    std::set<ObjectNumber> expected;
    std::istringstream lines(
        sandbox.git({"cat-file", "--batch-all-objects",
                     "--batch-check=%(objectname) %(objecttype)"}));
    for (std::string id, kind; lines >> id >> kind;) {
      if (kind == "blob") continue;
      expected.insert(
          store.objects().find(*ObjectId::from_hex(id, store.hash())));
    }
    std::vector<Wanted> wanted(store.objects().size(), Wanted::kUnlessBlob);
    Seen seen;
    EXPECT_TRUE(walk(store, wanted, seen).empty());
    EXPECT_EQ(seen.wrong, "");
    EXPECT_EQ(seen.numbers(), expected);
  }
}

TEST(WalkObjects, SaysOfADamagedPackWhatItDidNotRead) {
  const Sandbox sandbox;
  make_versions(sandbox, "sha1");
  sandbox.git({"repack", "-q", "-a", "-d", "-f"});
  const std::string pack = pack_of(sandbox);
  std::filesystem::permissions(pack, std::filesystem::perms::owner_all);
  std::ifstream file(pack, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(file)), {});
  std::mt19937 random(6);
  for (int round = 0; round < 200; ++round) {
    std::string bad = good;
    const std::size_t at = 12 + random() % (good.size() - 32);
    bad[at] = static_cast<char>(bad[at] ^ (1 << random() % 8));
    std::ofstream(pack, std::ios::binary) << bad;
    const ObjectStore store(opened(sandbox));
    Seen seen;
    const auto unread = walk(store, all_of(store), seen);
    EXPECT_FALSE(unread.empty());
    EXPECT_EQ(seen.wrong, "");
    EXPECT_EQ(seen.times.size() + unread.size(), store.objects().size());
  }
}

TEST(WalkObjects, StopsWhenItIsAsked) {
  const Sandbox sandbox;
  make_versions(sandbox, "sha1");
  const ObjectStore store(opened(sandbox));
  const std::atomic<bool> stop{true};
  Seen seen;
  walk_objects(
      store.plan(all_of(store), 0),
      [&] {
        return std::make_unique<Checker>(store.objects(), store.hash(), seen);
      },
      stop);
  EXPECT_TRUE(seen.times.empty());
}

}  // namespace
}  // namespace patrol
