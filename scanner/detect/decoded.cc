#include "scanner/detect/decoded.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "scanner/decode/rows.h"

namespace patrol {
namespace {

Span origin_of(const Span& part, const Place& place,
               const std::vector<Origin>& origins) {
  if (part.size() == 0) return {place.where.begin, place.where.begin};
  return {origins[part.begin].begin, origins[part.end - 1].end};
}

// Does the text have decoded[i] just so, right behind what it has for
// decoded[i - 1]?
bool is_as_it_is(std::size_t i, std::string_view decoded, const Place& place,
                 const std::vector<Origin>& origins) {
  const Origin& from = origins[i];
  return from.end == from.begin + 1 && place.text[from.begin] == decoded[i] &&
         (i == 0 || origins[i - 1].end == from.begin);
}

// The bytes beside a match count too: \b looks at them.
bool is_of_text(const Candidate& candidate, std::string_view decoded,
                const Place& place, const std::vector<Origin>& origins) {
  if (!candidate.decoded_from.empty()) return false;
  const Span& whole = candidate.match.whole;
  const std::size_t end = std::min<std::size_t>(whole.end + 1, decoded.size());
  for (std::size_t i = whole.begin - (whole.begin > 0 ? 1 : 0); i < end; ++i) {
    if (!is_as_it_is(i, decoded, place, origins)) return false;
  }
  return true;
}

}  // namespace

bool may_hold_token(std::string_view decoded) {
  std::size_t printable = 0;
  for (char c : decoded) {
    printable += c > ' ' && c <= '~';
    if (printable == kLeastDecoded) return true;
  }
  return false;
}

void translate(const Place& place, const Decoder& decoder,
               std::string_view decoded, std::size_t first,
               std::size_t first_dropped, Detected& out) {
  if (out.candidates.size() == first && out.dropped.size() == first_dropped) {
    return;
  }
  std::vector<Origin> origins;  // by byte of the decoded text
  decoder.origins(place.text, place.where, origins);
  const auto kept = std::remove_if(
      out.candidates.begin() + static_cast<std::ptrdiff_t>(first),
      out.candidates.end(), [&](const Candidate& candidate) {
        return is_of_text(candidate, decoded, place, origins);
      });
  out.candidates.erase(kept, out.candidates.end());
  for (std::size_t i = first; i < out.candidates.size(); ++i) {
    Candidate& candidate = out.candidates[i];
    candidate.match = {origin_of(candidate.match.whole, place, origins),
                       origin_of(candidate.match.secret, place, origins)};
    candidate.trigger = candidate.match.whole.begin;
    candidate.decoded_from.insert(candidate.decoded_from.begin(), decoder.name);
  }
  for (std::size_t i = first_dropped; i < out.dropped.size(); ++i) {
    Span& secret = out.dropped[i].secret;
    secret = origin_of(secret, place, origins);
  }
}

}  // namespace patrol
