// Text that stands where a token would stand. Manuals, templates and tests are
// full of it, and it is most of what a scanner would falsely report:
//
//   ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx     masked
//   ghp_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789     a run
//   ghp_12341234123412341234123412341234abcd     a short piece repeated
//   github_pat_${GITHUB_TOKEN}, <your-token>     a template
//   npm_replace_with_a_real_token                words
//
// Asked only about matches without check digits or whose digits do not hold:
// digits that hold are never overruled. It still must not swallow real tokens:
// of random ones fewer than one in ten thousand. Measured over two million of
// each: none of base62 (20 to 84 characters), 5e-6 of base32 (52), 4e-5 of
// Entra's alphabet (37), 6e-5 of hex (40). The reasons stand at the thresholds
// in placeholder.cc; a test draws a million.
//
// Cannot recognise a sample that was itself drawn at random.
// Pure function; thread-safe; linear time.
#pragma once

#include <string_view>

namespace patrol {

bool is_placeholder(std::string_view secret);

// The words alone.
bool has_placeholder_word(std::string_view secret);

}  // namespace patrol
