// Was this drawn at random, or does it only have the shape of a token?
//
// A secret of n random characters uses its alphabet almost evenly; text typed
// by a person repeats itself. The measure is Shannon's entropy of the
// characters that occur. It says nothing without length and alphabet: 20
// characters hold at most log2(20) = 4.3 bits each however they were made, and
// 32 random hex digits 3.6, so a flat threshold ("3.5") is too strict for
// short tokens and means nothing for long ones.
//
//   ghp_0000000000000000000000000000000000aa   0.9 bits a character: dropped
//   5f1d7a84e2c09b6358d4f7a1c3e0b926           3.9: kept
//
// Cannot tell random characters from those of a word list or of compressed
// data, and hardly drops text of a person's choosing: that is placeholder.h's
// part. It is made to lose no token: see least_bits().
//
// Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

namespace patrol {

// Bits per character over the bytes of `text`; 0 for none.
double shannon_bits(std::string_view text);

// Size of the smallest alphabet in use that has all characters of `text`:
// 10 digits, 16 hex digits of one case, 32 base32 of one case, 36 letters of
// one case and digits, 64 anything else.
int alphabet_size(std::string_view text);

// The least entropy that `length` random characters of an alphabet have, but
// for one in more than ten thousand: the expected entropy (computed, not
// fitted) less 4 / sqrt(length). The slack was measured over 20,000 random
// texts of each length from 12 to 256 and alphabet from 10 to 64: the lowest in
// ten thousand lie at most 3.6 / sqrt(length) below the expectation; a test
// repeats this. Thresholds published elsewhere, which follow the mean closely,
// were measured to lose one random token in ten.
// REQUIRES: length > 0, alphabet > 1.
double least_bits(std::size_t length, int alphabet);

// Whether `secret` passes Rule::entropy: bits per character of at least
// `rule_minimum` where that is positive; least_bits() where it is 0; always
// where it is negative.
bool looks_random(std::string_view secret, double rule_minimum);

}  // namespace patrol
