// Commits and tags of any bytes: what is told lies in them, and is what they
// say where they say it well.
//
//   input   | hash | a commit or tag . . . . |
//           0      1

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/git/commit.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

bool lies_in(std::string_view bytes, std::string_view part) {
  return part.empty() ||
         (part.data() >= bytes.data() &&
          part.data() + part.size() <= bytes.data() + bytes.size());
}

void check_identity(std::string_view bytes, const Identity& identity) {
  const Span& text = identity.text;
  require(text.begin <= text.end && text.end <= bytes.size(),
          "an identity lies in its object");
  const std::string_view line = bytes.substr(text.begin, text.size());
  require(line.find('\n') == line.npos, "an identity is one line");
  require(lies_in(line, identity.name), "a name lies in its identity");
  require(lies_in(line, identity.email), "an address lies in its identity");
  require(identity.seconds.value_or(0) >= 0, "no date is negative");
  require(identity.seconds.value_or(0) < std::int64_t{1} << 38,
          "no date is absurd");
}

void check_message(std::string_view bytes, std::uint64_t message) {
  require(message <= bytes.size(), "a message begins in its object");
  if (message == bytes.size()) return;
  require(bytes.substr(0, message).ends_with("\n\n"),
          "a message comes after an empty line");
}

void check(HashKind hash, std::string_view bytes) {
  if (const Result<Commit> commit = parse_commit(bytes, hash)) {
    const std::string tree = "tree " + commit->tree.hex(hash);
    require(lowered(bytes.substr(0, tree.size())) == tree,
            "the tree's id is the one that stands there");
    check_identity(bytes, commit->author);
    check_identity(bytes, commit->committer);
    check_message(bytes, commit->message);
  }
  if (const Result<Tag> tag = parse_tag(bytes, hash)) {
    require(lies_in(bytes, tag->name), "a name lies in its tag");
    check_identity(bytes, tag->tagger);
    check_message(bytes, tag->message);
  }
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const patrol::HashKind hash =
      data[0] & 1 ? patrol::HashKind::kSha256 : patrol::HashKind::kSha1;
  patrol::check(hash, {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
