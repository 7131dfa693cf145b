// Finds runs: stretches of at least `length` bytes that all belong to one
// alphabet. For rules whose token has no fixed part to search for, such as 52
// characters of base32.
//
// As a Hyperscan pattern such a run costs a state for every byte of the text.
// Here most bytes are never looked at: if byte p + length - 1 is not of the
// alphabet, no run begins in [p, p + length - 1], as in Boyer and Moore's
// search (1977):
//
//     l e t   x   =   f o o ( ) ;
//     ^ p                   ^ p + length - 1: not of the alphabet, go on behind
//
// A byte is looked at three times at most, in source code one in twelve once.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/core/location.h"
#include "scanner/rules/byte_set.h"

namespace patrol {

// Appends every run of `bytes` to `out`, as long as it is, in order; runs do
// not touch each other. REQUIRES: length >= 1.
void find_runs(std::string_view bytes, const ByteSet& alphabet,
               std::uint32_t length, std::vector<Span>& out);

}  // namespace patrol
