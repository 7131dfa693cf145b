// Any text in the place of one that says what references or alternates are:
// what is found in it is whole. Alternates are read again, the same, from the
// text that writes them all in quotes.
//
//   input   | hash, kind of text | text . . . .
//           0                    1

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/alternates.h"
#include "scanner/git/ref_text.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

void require_id(const ObjectId& id, HashKind hash) {
  require(id != ObjectId(), "no id is null");
  require(ObjectId::from_hex(id.hex(hash), hash) == id, "an id is whole");
}

void check_ref(std::string_view text, HashKind hash) {
  const auto ref = parse_ref(text, hash);
  if (!ref) return;
  require(ref->target.empty() != ref->ids.empty(), "a name, or ids");
  require(ref->target.find('\n') == std::string::npos, "a name is a line");
  for (const ObjectId& id : ref->ids) require_id(id, hash);
}

void check_packed_refs(std::string_view text, HashKind hash) {
  std::string written;
  const bool is_whole =
      parse_packed_refs(text, hash, [&](const PackedRef& ref) {
        require_id(ref.id, hash);
        require(!ref.name.empty() && ref.name.find('\n') == ref.name.npos,
                "a name is a line");
        written += ref.id.hex(hash) + " " + std::string(ref.name) + "\n";
      });
  static_cast<void>(is_whole);
  std::string again;
  const bool is_whole_again =
      parse_packed_refs(written, hash, [&](const PackedRef& ref) {
        again += ref.id.hex(hash) + " " + std::string(ref.name) + "\n";
      });
  // A '\r' at the end of a name goes each time.
  require(again == written || written.find('\r') != written.npos,
          "what is written is read");
  require(is_whole_again || written.find('\r') != written.npos,
          "all that is written is read");
}

void check_reflog(std::string_view text, HashKind hash) {
  std::vector<ObjectId> ids;
  static_cast<void>(parse_reflog(text, hash, ids));
  for (const ObjectId& id : ids) require_id(id, hash);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

void check_alternates(std::string_view text, char separator) {
  const std::vector<std::string> entries = alternates_in(text, separator);
  std::string written;
  for (const std::string& entry : entries) {
    require(!entry.empty(), "an entry says something");
    written += quoted(entry) + separator;
  }
  require(alternates_in(written, separator) == entries,
          "what is quoted is read");
}

void check(std::uint8_t choice, std::string_view text) {
  const HashKind hash = choice & 1 ? HashKind::kSha256 : HashKind::kSha1;
  switch (choice >> 1 & 3) {
    case 0:
      return check_ref(text, hash);
    case 1:
      return check_packed_refs(text, hash);
    case 2:
      return check_reflog(text, hash);
    default:
      return check_alternates(text, choice & 1 ? ':' : '\n');
  }
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  patrol::check(data[0], {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
