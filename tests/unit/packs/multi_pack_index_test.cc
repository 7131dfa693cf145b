#include "scanner/packs/multi_pack_index.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/git/files.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

constexpr std::size_t kMost = 100 << 20;

std::string big_endian(std::uint64_t number, unsigned bytes) {
  std::string text;
  for (unsigned i = bytes; i > 0; --i) {
    text += static_cast<char>(number >> (8 * (i - 1)));
  }
  return text;
}

// An index made of chunks, with what a test makes of them.
struct Made {
  std::string version = std::string("\1\1", 2);
  std::string bases = std::string("\0", 1);
  std::uint32_t packs = 2;
  std::vector<std::pair<std::string, std::string>> chunks;

  std::string bytes() const {
    std::string text = "MIDX" + version;
    text += static_cast<char>(chunks.size());
    text += bases + big_endian(packs, 4);
    std::uint64_t place = 12 + 12 * (chunks.size() + 1);
    std::string body;
    for (const auto& [name, chunk] : chunks) {
      text += name + big_endian(place, 8);
      place += chunk.size();
      body += chunk;
    }
    return text + big_endian(0, 4) + big_endian(place, 8) + body +
           std::string(20, '#');
  }
  std::string& chunk(const std::string& name) {
    for (auto& [other, bytes] : chunks) {
      if (other == name) return bytes;
    }
    return chunks.emplace_back(name, "").second;
  }
};

std::string id_of(char c) { return std::string(20, c); }

// Three objects: "A" in pack 0, "B" in 1, and "C" in 0 at 5 GB.
Made three_objects() {
  Made made;
  made.chunk("PNAM") = std::string("a.idx\0b.idx\0", 12);
  for (unsigned i = 0; i < 256; ++i) {
    const unsigned count = (i >= 'A') + (i >= 'B') + (i >= 'C');
    made.chunk("OIDF") += big_endian(count, 4);
  }
  made.chunk("OIDL") = id_of('A') + id_of('B') + id_of('C');
  made.chunk("OOFF") = big_endian(0, 4) + big_endian(12, 4) + big_endian(1, 4) +
                       big_endian(34, 4) + big_endian(0, 4) +
                       big_endian(0x80000000, 4);
  made.chunk("LOFF") = big_endian(std::uint64_t{5} << 30, 8);
  return made;
}

std::string error_of(const std::string& bytes,
                     HashKind kind = HashKind::kSha1) {
  const auto index = MultiPackIndex::parse(bytes, kind);
  return index ? "" : index.error().message;
}

std::string error_of(const Made& made) { return error_of(made.bytes()); }

std::string corrupt(const char* what) {
  return std::string("the multi-pack-index is corrupt: ") + what;
}

// "pack offset" for each id.
using Places = std::map<std::string, std::string>;

// Two packs and what git says is in them; their .idx files go.
class MultiPackIndexOfGit : public testing::TestWithParam<HashKind> {
 protected:
  MultiPackIndexOfGit() {
    sandbox_.git({"init", "-q",
                  GetParam() == HashKind::kSha1 ? "--object-format=sha1"
                                                : "--object-format=sha256"});
    for (const char* name : {"one", "two", "three"}) {
      for (int i = 0; i < 5; ++i) {
        sandbox_.write(std::string(name) + std::to_string(i),
                       name + std::to_string(i * i));
      }
      sandbox_.git({"add", "."});
      sandbox_.git({"commit", "-qm", name});
      sandbox_.git({"-c", "pack.indexVersion=2", "repack", "-dq"});
    }
  }

  std::string folder() const { return sandbox_.at(".git/objects/pack"); }

  // The names of the packs' index files.
  std::vector<std::string> index_files() const {
    std::vector<std::string> names;
    const auto entries = list_folder(folder());
    for (const FolderEntry& entry : **entries) {
      if (entry.name.ends_with(".idx")) names.push_back(entry.name);
    }
    return names;
  }

  // By `git show-index`: "offset id (crc)", a line each.
  Places said_by_git() const {
    Places places;
    for (const std::string& name : index_files()) {
      const std::string lines = sandbox_.git(
          {"-c", "alias.places=!git show-index <" + folder() + "/" + name,
           "places"});
      for (std::size_t at = 0; at < lines.size();) {
        const std::size_t space = lines.find(' ', at);
        const std::size_t end = lines.find(' ', space + 1);
        places[lines.substr(space + 1, end - space - 1)] =
            name + " " + lines.substr(at, space - at);
        at = lines.find('\n', at) + 1;
      }
    }
    return places;
  }

  Places ours(std::string_view file) const {
    const auto index = MultiPackIndex::parse(file, GetParam());
    Places places;
    EXPECT_TRUE(index) << index.error().message;
    if (!index) return places;
    for (std::uint32_t i = 0; i < index->size(); ++i) {
      places[index->id(i).hex(GetParam())] = index->packs()[index->pack(i)] +
                                             " " +
                                             std::to_string(index->offset(i));
    }
    return places;
  }

  std::string file() const {
    return read_file(folder() + "/multi-pack-index", kMost)->value_or("");
  }

  Sandbox sandbox_;
};

TEST_P(MultiPackIndexOfGit, ListsWhatGitLists) {
  sandbox_.git({"multi-pack-index", "write"});
  const Places places = ours(file());
  EXPECT_EQ(index_files().size(), 3U);
  EXPECT_GT(places.size(), 15U);
  EXPECT_EQ(places, said_by_git());
}

TEST_P(MultiPackIndexOfGit, KnowsOffsetsOfLargePacks) {
  // As if an object lay beyond 4 GB: the last offset in an index whose offsets
  // are all written with 8 bytes.
  const std::string name = index_files()[0];
  const std::string path = folder() + "/" + name;
  sandbox_.git({"index-pack", "--index-version=2,0x10", "-o", path,
                folder() + "/" + name.substr(0, name.size() - 4) + ".pack"});
  std::string bytes = read_file(path, kMost)->value_or("");
  bytes[bytes.size() - 2 * id_size(GetParam()) - 8 + 3] = '\2';
  std::filesystem::remove(path);
  sandbox_.write(path.substr(sandbox_.root().size() + 1), bytes);
  sandbox_.git({"multi-pack-index", "write"});
  const Places places = ours(file());
  EXPECT_EQ(places, said_by_git());
}

INSTANTIATE_TEST_SUITE_P(BothHashes, MultiPackIndexOfGit,
                         testing::Values(HashKind::kSha1, HashKind::kSha256));

TEST(MultiPackIndex, GivesWhatIsInIt) {
  const std::string bytes = three_objects().bytes();
  const auto index = MultiPackIndex::parse(bytes, HashKind::kSha1);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->packs(), (std::vector<std::string>{"a.idx", "b.idx"}));
  ASSERT_EQ(index->size(), 3U);
  EXPECT_EQ(index->id(1), ObjectId::from_raw(id_of('B')));
  EXPECT_EQ(index->pack(1), 1U);
  EXPECT_EQ(index->offset(1), 34U);
  EXPECT_EQ(index->offset(2), std::uint64_t{5} << 30);
}

TEST(MultiPackIndex, ReadsOffsetsUpTo4GbWhereNoneIsLarge) {
  Made made = three_objects();
  made.chunks.pop_back();
  const std::string bytes = made.bytes();
  const auto index = MultiPackIndex::parse(bytes, HashKind::kSha1);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->offset(2), 0x80000000U);
}

TEST(MultiPackIndex, ReadsVersion2) {
  Made made = three_objects();
  made.version = "\2\1";
  EXPECT_EQ(error_of(made), "");
}

TEST(MultiPackIndex, RefusesOtherVersionsHashesAndChains) {
  Made made = three_objects();
  made.version = "\3\1";
  EXPECT_EQ(error_of(made), "multi-pack-index version 3 is not known");
  made.version = "\1\2";
  EXPECT_EQ(error_of(made), corrupt("it is for another hash"));
  EXPECT_EQ(error_of(three_objects().bytes(), HashKind::kSha256),
            corrupt("it is for another hash"));
  made = three_objects();
  made.bases = "\1";
  EXPECT_EQ(error_of(made), "the multi-pack-index is one of a chain");
}

TEST(MultiPackIndex, RefusesWhatIsCutOff) {
  const std::string whole = three_objects().bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(error_of(whole.substr(0, size)), "") << size;
  }
}

TEST(MultiPackIndex, RefusesAMissingChunk) {
  for (std::size_t i = 0; i < 5; ++i) {
    Made made = three_objects();
    made.chunks[i].first = "none";
    // Without its large offsets, one is read as it stands.
    EXPECT_EQ(error_of(made).empty(), i == 4) << i;
  }
}

TEST(MultiPackIndex, RefusesAChunkThatIsInNoPlace) {
  std::string bytes = three_objects().bytes();
  bytes[12 + 4] = '\x7F';
  EXPECT_EQ(error_of(bytes), corrupt("a chunk is in no place"));
}

TEST(MultiPackIndex, RefusesNamesThatLeaveTheFolder) {
  for (const std::string_view names :
       {std::string_view("../a.idx\0b.idx\0", 15),
        std::string_view("a.idx\0b.pack\0", 13),
        std::string_view("a.idx\0\0", 7)}) {
    Made made = three_objects();
    made.chunk("PNAM") = names;
    EXPECT_EQ(error_of(made), corrupt("a pack's name is none")) << names;
  }
  Made made = three_objects();
  made.packs = 3;
  EXPECT_EQ(error_of(made), corrupt("it names too few packs"));
}

TEST(MultiPackIndex, RefusesCountsAndIdsThatAreNotInOrder) {
  Made made = three_objects();
  made.chunk("OIDF")[0] = '\1';
  EXPECT_EQ(error_of(made), corrupt("its counts are not in order"));
  made = three_objects();
  made.chunk("OIDL") = id_of('A') + id_of('C') + id_of('C');
  EXPECT_EQ(error_of(made), corrupt("its ids are not in order"));
  made = three_objects();
  made.chunk("OIDL") += 'x';
  EXPECT_EQ(error_of(made), corrupt("it has not as many ids as it says"));
}

TEST(MultiPackIndex, RefusesPlacesThatAreNone) {
  Made made = three_objects();
  made.chunk("OOFF")[3] = '\2';
  EXPECT_EQ(error_of(made), corrupt("a pack has no name"));
  made = three_objects();
  made.chunk("OOFF")[23] = '\1';
  EXPECT_EQ(error_of(made), corrupt("an offset is missing"));
  made = three_objects();
  made.chunk("OOFF").pop_back();
  EXPECT_EQ(error_of(made), corrupt("it has not as many places as ids"));
}

}  // namespace
}  // namespace patrol
