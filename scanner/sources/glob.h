// Shell patterns as git matches them (gitignore(5), git's wildmatch): `*`, `?`,
// `[a-z]`, `[!x]`, `[[:digit:]]`, `\x`, and in paths `**`.
//
// A pattern is compiled to a row of steps, each of which takes one byte or
// stands for a gap of any length:
//
//   "src/**/*.[ch]"  ->  s r c /  (folders)  (gap) .  (one of "ch")
//
// Matching is greedy with two places to come back to: the last gap within a
// name, and the last gap across folders before it. Coming back to an earlier
// one of a kind can never help: whatever an earlier gap could take in, the
// later one can take in too. So `a*a*a*…b`, which costs a backtracking matcher
// exponential time, costs (length of pattern) x (length of text) here, and a
// pattern that has more steps than the text has bytes costs nothing.
//
// It follows git where git's behaviour and its manual part; the tests compare
// with git itself.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace patrol {

// What a pattern is held against. In a path `*`, `?` and sets stop at '/' and
// `**` does not; in a name, which holds no '/', `**` is `*`.
enum class GlobSubject : std::uint8_t { kName, kPath };

// core.ignorecase: ASCII letters only, as git does it.
enum class Case : std::uint8_t { kExact, kFolded };

class Glob {
 public:
  // Never fails: what git finds malformed ("a[", "a\") matches nothing.
  Glob(std::string_view pattern, GlobSubject subject, Case letters);

  // Whether the pattern matches all of `text`.
  // REQUIRES: `text` is in lower case if the pattern was compiled kFolded.
  bool matches(std::string_view text) const;

 private:
  enum class Kind : std::uint8_t {
    kByte,     // that byte
    kAny,      // ? one byte but '/'
    kSet,      // [...]
    kGap,      // * any bytes but '/'
    kDeepGap,  // ** before "\/": any bytes
    kFolders,  // **/ no folder, or any number of them with their '/'
    kRest,     // ** at the end: everything
    kNever,    // malformed
  };
  using ByteSet = std::bitset<256>;
  struct Step {
    Kind kind;
    unsigned char byte = 0;
    std::uint32_t set = 0;  // position in sets_
  };
  struct Place {  // where to come back to; step 0-based
    std::size_t step = kNowhere;
    std::size_t text = 0;
  };
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
  struct Attempt;
  class Compiler;

  bool takes(const Step& step, char byte) const;
  bool stretch(Attempt& attempt) const;
  bool ends_like(std::string_view text) const;

  std::vector<Step> steps_;
  std::vector<ByteSet> sets_;
  std::size_t shortest_ = 0;  // steps that take one byte
};

}  // namespace patrol
