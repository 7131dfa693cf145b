#include "scanner/packs/loose_objects.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/buffer.h"
#include "scanner/core/digest.h"
#include "tests/support/deflated.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

constexpr std::uint64_t kMost = 1 << 20;

ObjectId sha1_id(std::string_view bytes) {
  const auto digest = sha1(bytes);
  return ObjectId::from_raw(
      {reinterpret_cast<const char*>(digest.data()), digest.size()});
}

// A repository with a commit, a tag and files of several sizes.
void fill(const Sandbox& sandbox, const std::string& format) {
  sandbox.git({"init", "-q", "--object-format=" + format});
  sandbox.write("empty");
  sandbox.write("small", "hello world\n");
  sandbox.write("large", std::string(300000, 'x') + "end");
  sandbox.git({"add", "."});
  sandbox.git({"commit", "-qm", "x"});
  sandbox.git({"tag", "-am", "y", "z"});
}

LooseObjects objects_of(const Sandbox& sandbox,
                        HashKind hash = HashKind::kSha1) {
  return LooseObjects(sandbox.at(".git/objects"), hash);
}

std::string kind_name(ObjectKind kind) {
  constexpr const char* kNames[] = {"", "commit", "tree", "blob", "tag"};
  return kNames[static_cast<std::size_t>(kind)];
}

// "id kind size", a line each, as git knows them and as we do.
std::string listed_by_git(const Sandbox& sandbox) {
  return sandbox.git({"cat-file", "--batch-all-objects", "--batch-check"});
}
std::string listed(const LooseObjects& objects, HashKind hash) {
  std::vector<std::string> warnings;
  std::string lines;
  for (const ObjectId& id : objects.list(warnings)) {
    const auto header = objects.header(id);
    lines +=
        id.hex(hash) + " " +
        (header ? kind_name(header->kind) + " " + std::to_string(header->size)
                : header.error().message) +
        "\n";
  }
  EXPECT_EQ(warnings, std::vector<std::string>());
  return lines;
}

// The bytes, or "error: " and why there are none.
std::string read(const LooseObjects& objects, const ObjectId& id,
                 std::uint64_t most = kMost) {
  Inflater inflater;
  const auto object = objects.read(id, most, inflater);
  return object ? object->bytes : "error: " + object.error().message;
}

std::string read_as_stream(const LooseObjects& objects, const ObjectId& id,
                           std::size_t at_once = 1000) {
  const auto input = objects.open(id);
  if (!input) return "error: " + input.error().message;
  std::string bytes;
  std::string block(at_once, '\0');
  while (true) {
    const auto got = (*input)->read(block.data(), block.size());
    if (!got) return "error: " + got.error().message;
    if (*got == 0) return bytes;
    bytes.append(block, 0, *got);
  }
}

// Puts `file` in the place of the object that "blob 4\0text" is.
ObjectId plant(const Sandbox& sandbox, std::string_view file) {
  const ObjectId id = sha1_id(std::string_view("blob 4\0text", 11));
  const std::string hex = id.hex(HashKind::kSha1);
  sandbox.write(".git/objects/" + hex.substr(0, 2) + "/" + hex.substr(2), file);
  return id;
}

class LooseObjectsOfGit : public testing::TestWithParam<HashKind> {
 protected:
  LooseObjectsOfGit() {
    fill(sandbox_, GetParam() == HashKind::kSha1 ? "sha1" : "sha256");
  }
  Sandbox sandbox_;
};

TEST_P(LooseObjectsOfGit, AreListedWithKindAndSize) {
  EXPECT_EQ(listed(objects_of(sandbox_, GetParam()), GetParam()),
            listed_by_git(sandbox_));
}

TEST_P(LooseObjectsOfGit, AreReadAsGitReadsThem) {
  const LooseObjects objects = objects_of(sandbox_, GetParam());
  std::vector<std::string> warnings;
  const auto ids = objects.list(warnings);
  EXPECT_EQ(ids.size(), 6U);
  for (const ObjectId& id : ids) {
    const std::string kind = kind_name(objects.header(id)->kind);
    const std::string bytes =
        sandbox_.git({"cat-file", kind, id.hex(GetParam())});
    EXPECT_EQ(read(objects, id), bytes);
    EXPECT_EQ(read_as_stream(objects, id), bytes);
    EXPECT_EQ(read_as_stream(objects, id, 1), bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(BothHashes, LooseObjectsOfGit,
                         testing::Values(HashKind::kSha1, HashKind::kSha256));

TEST(LooseObjects, AreReadHoweverTheyAreCompressed) {
  for (const char* level : {"0", "1", "9"}) {
    const Sandbox sandbox;
    sandbox.git({"init", "-q"});
    sandbox.git({"config", "core.looseCompression", level});
    sandbox.write("file", std::string(200000, 'a') + "b");
    const std::string hex = sandbox.git({"hash-object", "-w", "file"});
    const auto id = ObjectId::from_hex(hex.substr(0, 40), HashKind::kSha1);
    EXPECT_EQ(read(objects_of(sandbox), *id), std::string(200000, 'a') + "b");
  }
}

TEST(LooseObjects, HaveZerosBehindThem) {
  const Sandbox sandbox;
  fill(sandbox, "sha1");
  const LooseObjects objects = objects_of(sandbox);
  std::vector<std::string> warnings;
  Inflater inflater;
  for (const ObjectId& id : objects.list(warnings)) {
    const Object object = *objects.read(id, kMost, inflater);
    ASSERT_GE(object.bytes.capacity(), object.bytes.size() + kPadding);
    const char* end = object.bytes.data() + object.bytes.size();
    EXPECT_TRUE(std::all_of(end, end + kPadding, [](char c) { return !c; }));
  }
}

TEST(LooseObjects, AreOnlyThoseThatGitWouldFind) {
  const Sandbox sandbox;
  fill(sandbox, "sha1");
  const std::string before = listed(objects_of(sandbox), HashKind::kSha1);
  for (const char* name :
       {"tmp_obj_x", "AB/cdef0123456789abcdef0123456789abcdef01",
        "ab/CDEF0123456789abcdef0123456789abcdef01", "ab/tmp_obj_x", "ab/c",
        "ab/cdef0123456789abcdef0123456789abcdef0g",
        "ab/cdef0123456789abcdef0123456789abcdef012"}) {
    sandbox.write(std::string(".git/objects/") + name);
  }
  EXPECT_EQ(listed(objects_of(sandbox), HashKind::kSha1), before);
}

TEST(LooseObjects, WarnOfAFolderThatCannotBeListed) {
  const Sandbox sandbox;
  sandbox.write("objects/ab");
  const LooseObjects objects(sandbox.at("objects"), HashKind::kSha1);
  std::vector<std::string> warnings;
  EXPECT_EQ(objects.list(warnings), std::vector<ObjectId>());
  EXPECT_EQ(warnings, (std::vector<std::string>{sandbox.at("objects/ab") +
                                                ": Not a directory"}));
}

TEST(LooseObjects, AreLimitedBeforeTheyAreUnpacked) {
  const Sandbox sandbox;
  const ObjectId id =
      plant(sandbox, deflated(std::string_view("blob 8589934592\0text", 20)));
  EXPECT_EQ(objects_of(sandbox).header(id)->size, 8589934592U);
  EXPECT_EQ(read(objects_of(sandbox), id),
            "error: limit: it has 8589934592 bytes");
}

TEST(LooseObjects, AreReadUpToTheLimit) {
  const Sandbox sandbox;
  const ObjectId id =
      plant(sandbox, deflated(std::string_view("blob 4\0text", 11)));
  EXPECT_EQ(read(objects_of(sandbox), id, 4), "text");
  EXPECT_EQ(read(objects_of(sandbox), id, 3), "error: limit: it has 4 bytes");
}

TEST(LooseObjects, MustBeWhatTheirNameStandsFor) {
  const Sandbox sandbox;
  const ObjectId id =
      plant(sandbox, deflated(std::string_view("blob 4\0Text", 11)));
  EXPECT_EQ(read(objects_of(sandbox), id),
            "error: its contents are not those that its name stands for");
}

TEST(LooseObjects, MustBeAsLargeAsTheySay) {
  const Sandbox sandbox;
  ObjectId id = plant(sandbox, deflated(std::string_view("blob 5\0text", 11)));
  EXPECT_EQ(read(objects_of(sandbox), id),
            "error: it holds less than its size says");
  EXPECT_EQ(read_as_stream(objects_of(sandbox), id),
            "error: it holds less than its size says");
  id = plant(sandbox, deflated(std::string_view("blob 3\0text", 11)));
  EXPECT_EQ(read(objects_of(sandbox), id),
            "error: it holds more than its size says");
  EXPECT_EQ(read_as_stream(objects_of(sandbox), id),
            "error: it holds more than its size says");
}

TEST(LooseObjects, MustEndWithTheirStream) {
  const Sandbox sandbox;
  const ObjectId id = plant(
      sandbox, deflated(std::string_view("blob 4\0text", 11)) + "garbage");
  EXPECT_EQ(read(objects_of(sandbox), id),
            "error: bytes follow its compressed data");
  EXPECT_EQ(read_as_stream(objects_of(sandbox), id),
            "error: bytes follow its compressed data");
}

TEST(LooseObjects, MustBeWhole) {
  const Sandbox sandbox;
  const std::string whole = deflated(std::string_view("blob 4\0text", 11));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const ObjectId id = plant(sandbox, whole.substr(0, size));
    EXPECT_TRUE(read(objects_of(sandbox), id).starts_with("error: ")) << size;
    EXPECT_TRUE(read_as_stream(objects_of(sandbox), id).starts_with("error: "))
        << size;
  }
}

TEST(LooseObjects, MustHaveAHeaderThatGitWrites) {
  const Sandbox sandbox;
  for (const std::string_view header :
       {"", "blob", "blob ", "blob 4", "Blob 4", "blob  4", "blob 04",
        "blob +4", "blob 4 ", "blob x", "blob 99999999999999999999", "mess 4",
        "blob 0000000000000000000000000000000000000004"}) {
    std::string bytes(header);
    bytes += header == "blob 4" ? " text" : std::string("\0text", 5);
    const ObjectId id = plant(sandbox, deflated(bytes));
    EXPECT_EQ(read(objects_of(sandbox), id), "error: its header is damaged")
        << header;
    EXPECT_FALSE(objects_of(sandbox).header(id));
  }
}

TEST(LooseObjects, MayBeMissing) {
  const Sandbox sandbox;
  sandbox.make_folder(".git/objects");
  EXPECT_EQ(read(objects_of(sandbox), sha1_id("")),
            "error: No such file or directory");
}

TEST(LooseObjects, AreNoFifos) {
  const Sandbox sandbox;
  const ObjectId id = plant(sandbox, "");
  const std::string hex = id.hex(HashKind::kSha1);
  const std::string path =
      sandbox.at(".git/objects/" + hex.substr(0, 2) + "/" + hex.substr(2));
  std::filesystem::remove(path);
  ::mkfifo(path.c_str(), 0600);
  EXPECT_EQ(read(objects_of(sandbox), id), "error: not a regular file");
}

}  // namespace
}  // namespace patrol
