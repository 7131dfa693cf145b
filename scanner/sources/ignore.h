// Ignore rules as git reads them: .gitignore, .git/info/exclude, the user's
// own file, .patrolignore. gitignore(5) is the specification; where git does
// something else, patrol does what git does.
//
// One file is a list of patterns of which the last that matches decides:
//
//   *.o          any name that ends so, in this folder or below
//   /build/      the folder "build" here, not a file, not deeper
//   doc/*.html   anchored here because of the '/' in it
//   !keep.o      takes back what an earlier line ignored
//
// A tree has thousands of names and a file may have hundreds of patterns, so
// they are not tried one after another. Nearly all are of two forms that a
// hash table answers at once:
//
//   last part without wildcards   build  /vmlinux  doc/index.html   by the name
//   a star and an extension       *.o  *.tar.gz                     by ".o",
//   ".gz"
//
// The few others are tried from the last to the first, and only as long as
// their line is below the best found so far.
//
// What it cannot do: read a .gitignore from the index where the work tree lacks
// it (a sparse checkout). Then less is ignored, never more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/sources/glob.h"

namespace patrol {

// Larger ignore files are refused by those who read them: no person wrote one.
inline constexpr std::size_t kMaxIgnoreFile = 10 << 20;

enum class Verdict : std::uint8_t {
  kSilent,  // no pattern matches: others are asked
  kIgnored,
  kKept,  // a pattern with '!' matched
};

// The patterns of one file. Immutable, so threads may share it.
class IgnoreFile {
 public:
  // Never fails: git has no malformed ignore file, only patterns that match
  // nothing. `text` may be freed afterwards.
  IgnoreFile(std::string_view text, Case letters);

  // `path` is relative to the folder that the file governs, '/' between its
  // parts. A folder is asked about before anything in it: what lies in an
  // ignored folder is ignored, whatever the patterns say of it.
  Verdict verdict(std::string_view path, bool is_directory) const;

 private:
  using Line = std::uint32_t;  // dense from 1: 0 is "none"

  struct Pattern {
    bool is_negated = false;
    bool directories_only = false;
  };
  struct Literal {  // a whole path; of a pattern without '/', only its name
    Line line;
    std::string path;
    bool is_anchored;
  };
  struct Suffix {
    Line line;
    std::string text;
  };
  struct Wildcard {
    Line line;
    std::string start;  // what comes before the first wildcard
    Glob rest;
    bool is_anchored;
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  template <typename T>
  using Table =
      std::unordered_map<std::string, std::vector<T>, Hash, std::equal_to<>>;
  struct Subject;

  void add(std::string_view line, Case letters);
  void add_form(std::string_view text, bool is_anchored, Case letters);
  bool applies(Line line, const Subject& subject) const;
  Line last_literal(const Subject& subject) const;
  Line last_suffix(const Subject& subject) const;
  Line last_wildcard(const Subject& subject, Line above) const;

  Case letters_;
  std::vector<Pattern> patterns_;  // of line N at N - 1
  Table<Literal> literals_;        // by the last part of the path
  Table<Suffix> suffixes_;         // by what follows the last '.', with it
  std::vector<Wildcard> wildcards_;
};

// The ignore files that govern a folder, nearest first: a list that shares its
// tail with those of the folders above.
//
//   src/.gitignore -> .gitignore -> .git/info/exclude -> core.excludesFile
struct IgnoreChain {
  IgnoreFile file;
  std::size_t base;  // bytes of a path up to the folder it governs, with '/'
  std::shared_ptr<const IgnoreChain> next;  // null: the last
};

// The first file that is not silent decides. `path` begins where all `base` of
// the chain begin. A null chain ignores nothing.
bool is_ignored(const IgnoreChain* chain, std::string_view path,
                bool is_directory);

}  // namespace patrol
