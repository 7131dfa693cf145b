// Tokens and keys that a provider prints in its own manual, or a standard in
// its examples. They look like any other, are copied into thousands of
// tutorials and tests, and open nothing.
//
// Kept as length and CRC-32, so that this file holds no token: of all others
// one in 2^32 has the CRC of a sample, and few of those its length.
//
// Knows the most copied ones alone, those of manuals that say "this is what it
// looks like"; a sample that somebody else made up is found.
// Pure function; thread-safe; linear time.
#pragma once

#include <string_view>

namespace patrol {

// `secret` without base64's padding; of a JSON Web Token the payload, of a
// private key the bytes, of a seed phrase its words in lower case with one
// blank between each two.
bool is_published_sample(std::string_view secret);

}  // namespace patrol
