#include "scanner/packs/object_lookup.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "scanner/core/buffer.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

constexpr std::uint64_t kMost = 1 << 20;

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A history of files that git packs as deltas on deltas.
void make_history(const Sandbox& sandbox, const char* hash) {
  sandbox.git({"init", "-q", std::string("--object-format=") + hash});
  std::string text;
  for (int i = 0; i < 12; ++i) {
    for (int n = 0; n < 20; ++n) {
      text += "line " + std::to_string(i * 31 + n * n) + "\n";
    }
    sandbox.write("dir/file", text);
    sandbox.write("other" + std::to_string(i), std::to_string(i));
    sandbox.git({"add", "."});
    sandbox.git({"commit", "-qm", std::to_string(i)});
  }
  sandbox.git({"tag", "-a", "-m", "a tag", "v1"});
}

struct Known {
  std::string id;
  std::string kind;
  std::string size;
};

std::vector<Known> objects_of(const Sandbox& sandbox) {
  std::istringstream lines(
      sandbox.git({"cat-file", "--batch-all-objects", "--batch-check"}));
  std::vector<Known> out;
  for (Known known; lines >> known.id >> known.kind >> known.size;) {
    out.push_back(known);
  }
  return out;
}

ObjectKind kind_of(const std::string& name) {
  if (name == "commit") return ObjectKind::kCommit;
  if (name == "tree") return ObjectKind::kTree;
  return name == "blob" ? ObjectKind::kBlob : ObjectKind::kTag;
}

std::string drained(Input& input) {
  std::string out;
  char block[100];
  for (;;) {
    const auto size = input.read(block, sizeof block);
    EXPECT_TRUE(size) << size.error().message;
    if (!size || *size == 0) return out;
    out.append(block, *size);
  }
}

Repository repository_of(const Sandbox& sandbox) {
  Result<Repository> repository = Repository::open(sandbox.root());
  EXPECT_TRUE(repository);
  return repository ? *std::move(repository) : Repository();
}

void expect_all_objects(const Sandbox& sandbox) {
  const Repository repository = repository_of(sandbox);
  const ObjectLookup objects(repository);
  EXPECT_TRUE(objects.warnings().empty());
  for (const Known& known : objects_of(sandbox)) {
    const ObjectId id = *ObjectId::from_hex(known.id, objects.hash());
    const auto header = objects.header(id);
    ASSERT_TRUE(header) << known.id << header.error().message;
    EXPECT_EQ(header->kind, kind_of(known.kind));
    EXPECT_EQ(std::to_string(header->size), known.size);
    const auto object = objects.read(id, kMost);
    ASSERT_TRUE(object) << known.id << object.error().message;
    EXPECT_EQ(object->kind, kind_of(known.kind));
    EXPECT_EQ(object->bytes, sandbox.git({"cat-file", known.kind, known.id}));
    EXPECT_GE(object->bytes.capacity(), object->bytes.size() + kPadding);
  }
}

class BothHashes : public testing::TestWithParam<const char*> {};

TEST_P(BothHashes, ReadsWhatIsLoose) {
  const Sandbox sandbox;
  make_history(sandbox, GetParam());
  expect_all_objects(sandbox);
}

TEST_P(BothHashes, ReadsWhatIsPackedAsDeltas) {
  const Sandbox sandbox;
  make_history(sandbox, GetParam());
  sandbox.git({"gc", "-q"});
  expect_all_objects(sandbox);
}

TEST_P(BothHashes, ReadsDeltasThatNameTheirBasesByIds) {
  const Sandbox sandbox;
  make_history(sandbox, GetParam());
  sandbox.git({"-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"});
  expect_all_objects(sandbox);
}

TEST_P(BothHashes, ReadsSeveralPacks) {
  const Sandbox sandbox;
  make_history(sandbox, GetParam());
  sandbox.git({"repack", "-dq"});
  sandbox.write("new", "new");
  sandbox.git({"add", "."});
  sandbox.git({"commit", "-qm", "more"});
  sandbox.git({"repack", "-dq"});
  sandbox.git({"multi-pack-index", "write"});
  expect_all_objects(sandbox);
}

INSTANTIATE_TEST_SUITE_P(ObjectLookup, BothHashes,
                         testing::Values("sha1", "sha256"));

TEST(ObjectLookup, ReadsTheFirstVersionOfPackIndexes) {
  const Sandbox sandbox;
  make_history(sandbox, "sha1");
  sandbox.git({"-c", "pack.indexVersion=1", "repack", "-adfq"});
  expect_all_objects(sandbox);
}

TEST(ObjectLookup, ReadsWhatAnAlternateHas) {
  const Sandbox source;
  make_history(source, "sha1");
  source.git({"gc", "-q"});
  const Sandbox sandbox;
  sandbox.git({"clone", "-qs", source.root(), "."});
  sandbox.write("new", "new");
  sandbox.git({"add", "."});
  expect_all_objects(sandbox);
}

TEST(ObjectLookup, ReadsLargeObjectsInPieces) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  std::string large;
  for (int i = 0; i < 20'000; ++i) large += std::to_string(i);
  sandbox.write("large", large);
  sandbox.git({"add", "."});
  const std::string hex = sandbox.git({"rev-parse", ":large"}).substr(0, 40);
  const ObjectId id = *ObjectId::from_hex(hex, HashKind::kSha1);
  for (const bool is_packed : {false, true}) {
    if (is_packed) {
      sandbox.git({"commit", "-qm", "x"});
      sandbox.git({"gc", "-q"});
    }
    const Repository repository = repository_of(sandbox);
    const ObjectLookup objects(repository);
    const auto whole = objects.read(id, 1000);
    ASSERT_FALSE(whole);
    EXPECT_TRUE(whole.error().message.starts_with("limit: "));
    const auto input = objects.open(id);
    ASSERT_TRUE(input) << input.error().message;
    EXPECT_EQ(drained(**input), large);
  }
}

TEST(ObjectLookup, SaysWhatIsMissing) {
  const Sandbox sandbox;
  make_history(sandbox, "sha1");
  sandbox.git({"gc", "-q"});
  const Repository repository = repository_of(sandbox);
  const ObjectLookup objects(repository);
  for (const char digit : {'0', '5', 'f'}) {
    const ObjectId id =
        *ObjectId::from_hex(std::string(40, digit), HashKind::kSha1);
    EXPECT_EQ(objects.read(id, kMost).error().message, "missing");
    EXPECT_EQ(objects.header(id).error().message, "missing");
    EXPECT_EQ(objects.open(id).error().message, "missing");
  }
}

std::string pack_of(const Sandbox& sandbox, const char* ending) {
  for (const auto& entry :
       std::filesystem::directory_iterator(sandbox.at(".git/objects/pack"))) {
    if (entry.path().extension() == ending) return entry.path().string();
  }
  ADD_FAILURE() << "no pack";
  return {};
}

void replace(const std::string& path, const std::string& text) {
  std::filesystem::remove(path);
  std::ofstream(path, std::ios::binary) << text;
}

TEST(ObjectLookup, TakesAnotherCopyWhereOneIsDamaged) {
  const Sandbox source;
  make_history(source, "sha1");
  source.git({"gc", "-q"});
  const Sandbox sandbox;
  sandbox.git({"clone", "-q", "--no-hardlinks", source.root(), "."});
  sandbox.write(".git/objects/info/alternates",
                source.at(".git/objects") + "\n");
  const std::string pack = pack_of(sandbox, ".pack");
  std::string bytes = text_of(pack);
  for (std::size_t i = 20; i + 20 < bytes.size(); i += 7) bytes[i] = '\x5A';
  replace(pack, bytes);
  const Repository repository = repository_of(sandbox);
  const ObjectLookup objects(repository);
  for (const Known& known : objects_of(source)) {
    const ObjectId id = *ObjectId::from_hex(known.id, HashKind::kSha1);
    const auto object = objects.read(id, kMost);
    ASSERT_TRUE(object) << object.error().message;
    EXPECT_EQ(object->bytes, source.git({"cat-file", known.kind, known.id}));
  }
}

// Whatever the bytes are, there is an error or the right object. Run under the
// sanitizers too.
void expect_right_or_error(const Sandbox& sandbox,
                           const std::vector<Known>& known) {
  const Repository repository = repository_of(sandbox);
  const ObjectLookup objects(repository);
  for (const Known& one : known) {
    const ObjectId id = *ObjectId::from_hex(one.id, HashKind::kSha1);
    static_cast<void>(objects.header(id));
    const auto object = objects.read(id, kMost);
    if (!object) continue;
    EXPECT_EQ(id_of(object->kind, object->bytes, HashKind::kSha1), id);
  }
}

TEST(ObjectLookup, SurvivesDamagedPacksAndIndexes) {
  const Sandbox sandbox;
  make_history(sandbox, "sha1");
  sandbox.git({"gc", "-q"});
  const std::vector<Known> known = objects_of(sandbox);
  for (const char* ending : {".pack", ".idx"}) {
    const std::string path = pack_of(sandbox, ending);
    const std::string right = text_of(path);
    for (std::size_t i = 0; i < right.size(); i += right.size() / 25) {
      for (const char value : {'\x00', '\x7F', '\xFF'}) {
        std::string changed = right;
        changed[i] = value;
        replace(path, changed);
        expect_right_or_error(sandbox, known);
      }
      replace(path, right.substr(0, i));
      expect_right_or_error(sandbox, known);
    }
    replace(path, right);
  }
}

TEST(ObjectLookup, NamesAnIndexThatItCannotRead) {
  const Sandbox sandbox;
  make_history(sandbox, "sha1");
  sandbox.git({"gc", "-q"});
  const std::string path = pack_of(sandbox, ".idx");
  replace(path, "no index");
  const Repository repository = repository_of(sandbox);
  const ObjectLookup objects(repository);
  ASSERT_EQ(objects.warnings().size(), 1U);
  EXPECT_TRUE(objects.warnings()[0].starts_with(
      std::filesystem::path(path).filename().string() + ": "));
}

}  // namespace
}  // namespace patrol
