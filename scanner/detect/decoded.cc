#include "scanner/detect/decoded.h"

#include <vector>

#include "scanner/decode/rows.h"

namespace patrol {
namespace {

Span origin_of(const Span& part, const Place& place,
               const std::vector<Origin>& origins) {
  if (part.size() == 0) return {place.where.begin, place.where.begin};
  return {origins[part.begin].begin, origins[part.end - 1].end};
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

void translate(const Place& place, const Decoder& decoder, std::size_t first,
               std::size_t first_dropped, Detected& out) {
  if (out.candidates.size() == first && out.dropped.size() == first_dropped) {
    return;
  }
  std::vector<Origin> origins;  // by byte of the decoded text
  decoder.origins(place.text, place.where, origins);
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
