// Check digits: the part of a token that its issuer computed from the rest, so
// that a copy can be told from a coincidence without asking anyone. Digits
// that hold make a finding certain, whatever stands around it; digits that do
// not make it a placeholder, an edited sample or another format: `low`.
//
// A rule names its algorithm: checksum = "cask". To add one, write its
// function and its line in the table of checksum.cc.
//
// Pure functions; thread-safe; a text of any length and content is safe.
#pragma once

#include <string_view>

#include "scanner/rules/rule.h"

namespace patrol {

struct ChecksumAlgorithm {
  std::string_view name;

  // Whether the digits of `secret`, the whole token, hold. `seeds` are the
  // rule's checksum_seeds, each of exactly eight ASCII characters; algorithms
  // that know their own seeds ignore them.
  bool (*holds)(std::string_view secret, View<Text> seeds);
};

// nullptr if there is none of that name.
const ChecksumAlgorithm* find_checksum(std::string_view name);

View<ChecksumAlgorithm> checksum_algorithms();  // sorted by name

}  // namespace patrol
