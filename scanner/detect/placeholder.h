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
// digits that hold are never overruled. It still must not swallow real tokens,
// so each test is one that random characters pass but once in a hundred
// thousand; the reasons stand at the thresholds in placeholder.cc, and a test
// draws a million random tokens of 20 to 84 characters.
//
// Cannot recognise a sample that was itself drawn at random.
// Pure function; thread-safe; linear time.
#pragma once

#include <string_view>

namespace patrol {

bool is_placeholder(std::string_view secret);

}  // namespace patrol
