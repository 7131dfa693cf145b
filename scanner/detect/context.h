// What stands around a match. Both tests are asked only where check digits do
// not decide.
//
//   … AZURE_DEVOPS_EXT_PAT = " t o k e n . . . . " …
//   |<-- kNearBytes -------->| where             |<-- kNearBytes -->|
//
// Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/core/location.h"
#include "scanner/rules/rule.h"

namespace patrol {

// The word that names a token stands in the same statement: in the URL ahead
// of it, in the variable, in the line above (`machine dev.azure.com` of a
// .netrc, `<server><id>` of a settings.xml). Three lines of 80 characters hold
// all of those; at 1 KiB a page of prose would vouch for anything on it.
inline constexpr std::uint64_t kNearBytes = 256;

// Where something stands: in a text; which, if it was decoded, stands somewhere
// itself. The word `pkgs.dev.azure.com` stands around the base64, not in it.
struct Place {
  std::string_view text;
  Span where;                     // within text
  const Place* around = nullptr;  // of the encoded run; null: not decoded
};

// Whether one of `words` stands wholly within kNearBytes before or after the
// place, or one that it lies in, in any case of ASCII letters. What stands at
// the place itself does not count.
bool has_word_near(const Place& place, View<Text> words);

// A path or an option may touch a token with one of these ("/token",
// "--token-…"), the rest of a base64 text does so with a long run behind it.
// Folder names rarely chain to more than this without a dot.
inline constexpr std::size_t kSliceBytes = 24;

// Whether the match is a text of its own, not a slice of a longer one such as
// an integrity hash or an encoded image. False where a neighbour is
//   - a letter, a digit or '_': "…Zg" + match; but not the end of an escape
//     ahead of it, as in "\n" + match, "%3A" + match, "\u0022" + match;
//   - '+', '/' or '-' that begins or ends kSliceBytes of base64 characters;
//   - after it, '=': base64 padding, or the name in `name=value`.
// REQUIRES: where lies in text.
bool stands_alone(std::string_view text, Span where);

}  // namespace patrol
